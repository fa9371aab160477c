// SPDX-License-Identifier: MIT
#include "core/ledger_binary.hpp"

#include "core/hash.hpp"
#include "core/ledger_json.hpp"
#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/hex_text.hpp"
#include "tests/core/ledger_samples.hpp"

namespace creditsim::core {
namespace {

using namespace std::string_literals;

// `content` (what follows the magic and version) with its frame and a right checksum.
std::string framed(const std::string& content) {
  std::string bytes = "CSLX\x01" + content;
  const std::uint64_t checksum = hash64(bytes);
  for (int i = 0; i < 8; ++i)
    bytes += static_cast<char>(checksum >> (8 * i) & 0xff);
  return bytes;
}

std::string brackets(int levels) {
  std::string path;
  for (int i = 0; i < levels; ++i)
    path += "[0]";
  return path;
}

LedgerExport from_json(std::string_view text) {
  return decode_ledger_json(text, std::make_shared<NodeNames>()).value();
}

std::string refusal(const std::string& bytes) {
  const auto names = std::make_shared<NodeNames>();
  const Result<LedgerExport> state = decode_ledger_binary(bytes, names);
  REQUIRE_FALSE(state.ok());
  CHECK(names->size() == 0);
  return state.error().context;
}

constexpr const char* sample_text = R"({"nodeId":"A","timestamp":258,
  "earned":{"nodeId":"A","counters":{"B":0,"A":12.34}},"spent":{"counters":{"A":2}},
  "metadata":{"nodeId":"A","entries":{"k":{"value":[1,"x"],"timestamp":3},"d":{"value":null,"timestamp":-1,"deleted":true}}},
  "transactions":[{"id":"t1","type":"credit","amount":12.34,"memo":"m","timestamp":5,"nodeId":"A"},
                  {"id":"t0","type":"debit","amount":2,"memo":"","timestamp":4,"nodeId":"B"}]})";

TEST_CASE("Ledger binary: golden bytes: do not change within version 1", "[core][ledger][codec][golden]") {
  CHECK(hex(encode_ledger_binary(from_json("{}"))) == "43534c580100006f23cf5cd7bf6947");
  CHECK(hex(encode_ledger_binary(from_json(sample_text))) ==
        "43534c58017f01"
        "01410201000000000000"
        "0141020141d209014200"
        "010141c801"
        "014102016401ffffffffffffffff046e756c6c016b000300000000000000075b312c2278225d"
        "0202743100d209016d05000000000000000141"
        "02743001c80100040000000000000001421ca96f258d24eaa5");
  CHECK(hex(encode_ledger_binary(from_json(R"({"spent":{"counters":{"B2":2000000000}}})"))) ==
        "43534c580108000102423280a0b787e905a263a42d0a636100");
  CHECK(canonical_digest(from_json(sample_text)) == 0x2e12d1a6728c81fd);
}

TEST_CASE(
    "Ledger binary: round trip: decode(encode(x)) is x, encode(decode(b)) is b, and the size is known (many seeds)",
    "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    INFO("seed " << seed);
    const LedgerExport state = LedgerSamples{seed}.next();
    const std::string bytes = encode_ledger_binary(state);
    REQUIRE(encoded_size(state) == bytes.size());
    const Result<LedgerExport> again = decode_ledger_binary(bytes, std::make_shared<NodeNames>());
    INFO((again ? "" : again.error().context));
    REQUIRE(again.ok());
    REQUIRE(again.value() == state);
    REQUIRE(encode_ledger_binary(again.value()) == bytes);
    REQUIRE(encode_ledger_binary(from_json(encode_ledger_json(state))) == bytes);
  }
}

TEST_CASE("Ledger binary: encoded size: is known for every export of a ledger at work", "[core][ledger][codec]") {
  ReferenceLedger a{{.node = "A", .max_transactions = 5}};
  ReferenceLedger b{{.node = "a longer name"}};
  for (int i = 1; i < 40; ++i) {
    REQUIRE(a.credit(Credits::hundredths(i * i * i), std::string(static_cast<std::size_t>(i), 'm'), i).ok());
    REQUIRE(b.credit(Credits::hundredths(7), "", i).ok());
    REQUIRE(a.debit(Credits::hundredths(1), "", i).ok());
    a.set_metadata("k" + std::to_string(i % 3), std::to_string(i), i);
    if (i % 5 == 0)
      REQUIRE(a.join(b, i).ok());
    const LedgerExport state = a.export_state(i);
    REQUIRE(encoded_size(state) == encode_ledger_binary(state).size());
  }
}

TEST_CASE("Ledger binary: bytes: do not depend on the order in which a state was built", "[core][ledger][codec]") {
  const auto bytes = [](const char* text) { return encode_ledger_binary(from_json(text)); };
  CHECK(bytes(R"({"earned":{"counters":{"b":1,"a":2}},"metadata":{"entries":{
                  "y":{"value":{"q":1,"p":2},"timestamp":1},"x":{"value":1.0,"timestamp":1}}}})") ==
        bytes(R"({"metadata":{"entries":{"x":{"value":1,"timestamp":1},
                  "y":{"value":{"p":2,"q":1},"timestamp":1}}},"earned":{"counters":{"a":2,"b":1}}})"));
}

TEST_CASE("Ledger binary: canonical digest: leaves out whose replica it is and when", "[core][ledger][codec]") {
  const auto digest = [](const char* text) { return canonical_digest(from_json(text)); };
  const std::uint64_t a = digest(R"({"nodeId":"A","timestamp":1,"earned":{"nodeId":"A","counters":{"A":1}}})");
  CHECK(a == digest(R"({"nodeId":"B","timestamp":2,"earned":{"nodeId":"B","counters":{"A":1}}})"));
  CHECK(a != digest(R"({"nodeId":"A","timestamp":1,"earned":{"nodeId":"A","counters":{"A":2}}})"));
  CHECK(a != digest(R"({"nodeId":"A","timestamp":1,"spent":{"nodeId":"A","counters":{"A":1}}})"));
}

TEST_CASE("Ledger binary: every truncation, changed bit and added byte: is refused", "[core][ledger][codec]") {
  const std::string bytes = encode_ledger_binary(from_json(sample_text));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    refusal(bytes.substr(0, length));
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    refusal(changed);
  }
  for (int byte = 0; byte < 256; ++byte)
    refusal(bytes + static_cast<char>(byte));
}

TEST_CASE("Ledger binary: with a right checksum: every changed byte is refused or encodes again to the same bytes",
          "[core][ledger][codec]") {
  const std::string bytes = encode_ledger_binary(from_json(sample_text));
  const std::string content = bytes.substr(5, bytes.size() - 5 - 8);
  for (std::size_t i = 0; i < content.size(); ++i)
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = content;
      changed[i] = static_cast<char>(byte);
      const std::string forged = framed(changed);
      const Result<LedgerExport> state = decode_ledger_binary(forged, std::make_shared<NodeNames>());
      if (state)
        REQUIRE(encode_ledger_binary(state.value()) == forged);
    }
}

TEST_CASE("Ledger binary: malformed: the message names offset, found and expected", "[core][ledger][codec]") {
  const std::string good = encode_ledger_binary(from_json(sample_text));
  CHECK(refusal("") == "offset 0: found 0 bytes, expected at least 15");
  CHECK(refusal("XSLX" + good.substr(4)) == "offset 0: found other bytes, expected \"CSLX\", the start of a ledger");
  CHECK(refusal("CSLX\x02" + good.substr(5)) == "offset 4: found version 2, expected 1");
  CHECK(refusal(good + "x") == "offset " + std::to_string(good.size() - 7) +
                                   ": found another checksum than that of the bytes before, expected the same");
  CHECK(refusal(framed("\x00\x02"s)) == "offset 5: found flags 512, expected known ones, and owners of parts only");
  CHECK(refusal(framed("\x40\x00"s)) == "offset 5: found flags 64, expected known ones, and owners of parts only");
  CHECK(refusal(framed("\x00\x00"s
                       "xy")) == "offset 7: found 2 bytes after the last part, expected none");
  CHECK(refusal(framed("\x01\x00\x00"s)) == "offset 7: node: found an empty text, expected a name");
  CHECK(refusal(framed("\x01\x00\x05"s
                       "A")) == "offset 7: node: found 1 bytes, expected a text of 5");
  CHECK(refusal(framed("\x01\x00\x01\xff"s)) == "offset 7: node: found bytes that are not UTF-8, expected a text");
  CHECK(refusal(framed("\x02\x00"s
                       "abc")) == "offset 7: timestamp: found the end after 3 bytes, expected 8");
  CHECK(refusal(framed("\x02\x00\xff\xff\xff\xff\xff\xff\xff\x7f"s)) ==
        "offset 7: timestamp: found 9223372036854775807, expected milliseconds within 2^53 of 1970");
  CHECK(refusal(framed("\x04\x00"s)) == "offset 7: counter entries: found the end after 0 bytes, expected 1");
  CHECK(refusal(framed("\x04\x00\x81\x00"s)) ==
        "offset 7: counter entries: found a number in more bytes than it needs, "
        "expected the shortest form");
  CHECK(refusal(framed("\x04\x00\x01\x00\x05"s)) == "offset 8: counter name: found an empty text, expected a name");
  CHECK(refusal(framed("\x04\x00\x02\x01"s
                       "B\x01\x01"s
                       "A\x01")) == "offset 11: counter name: found \"A\" after \"B\", expected ascending order");
  CHECK(refusal(framed("\x04\x00\x02\x01"s
                       "A\x01\x01"s
                       "A\x01")) == "offset 11: counter name: found \"A\" after \"A\", expected ascending order");
  CHECK(refusal(framed("\x04\x00\x01\x01"s
                       "A\xff\xff\xff\xff\xff\xff\xff\xff\x7f")) ==
        "offset 10: counter amount: found 9223372036854775807, expected at most 3500000000000000");
  CHECK(refusal(framed("\x44\x00\x00"s)) == "offset 7: counter owner: found an empty text, expected a name");
  const std::string time(8, '\0');
  CHECK(refusal(framed("\x10\x00\x02\x01"s
                       "b\x00"s +
                       time +
                       "\x01"s
                       "1\x01"s
                       "a\x00"s +
                       time +
                       "\x01"s
                       "1")) == "offset 21: metadata key: found \"a\" after \"b\", expected ascending order");
  CHECK(refusal(framed("\x10\x00\x01\x01"s
                       "k\x02"s +
                       time +
                       "\x01"s
                       "1")) == "offset 10: metadata deletion: found 2, expected 0 or 1");
  CHECK(refusal(framed("\x10\x00\x01\x01"s
                       "k\x01"s +
                       time +
                       "\x01"s
                       "1")) == "offset 19: metadata value: found a value, expected null in a deleted entry");
  CHECK(refusal(framed("\x10\x00\x01\x01"s
                       "k\x00"s +
                       time +
                       "\x03"s
                       "1.0")) == "offset 19: metadata value: found JSON in another form, expected canonical JSON");
  CHECK(refusal(framed("\x10\x00\x01\x01"s
                       "k\x00"s +
                       time +
                       "\x01"s
                       "{")) == "offset 19: metadata value: byte 2: found the end, expected JSON");
  CHECK(refusal(framed("\x10\x00\x01\x01"s
                       "k\x00"s +
                       time + "\x7a"s + std::string(61, '[') + std::string(61, ']'))) ==
        "offset 19: metadata value: " + brackets(59) + ": nested deeper than 60 levels");
  CHECK(refusal(framed("\x20\x00\x01\x01"s
                       "t\x02\x01\x00"s +
                       time +
                       "\x01"s
                       "A")) == "offset 10: transaction type: found 2, expected 0 or 1");
  CHECK(refusal(framed("\x20\x00\x01\x01"s
                       "t\x00\x00\x00"s +
                       time +
                       "\x01"s
                       "A")) == "offset 11: transaction amount: found 0, expected an amount above 0");
  CHECK(refusal(framed("\x20\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s)) ==
        "offset 17: transaction id: found the end after 0 bytes, expected 1");
}

TEST_CASE("Ledger binary: a sum out of range: is refused and leaves no trace", "[core][ledger][codec]") {
  std::string content = "\x08\x00\xb8\x17"s; // 3000 entries
  for (int i = 0; i < 3000; ++i)
    content += "\x05n"s + std::to_string(1000 + i) + "\x80\x80\xdb\x85\xb4\xe7\x9b\x06"s;
  CHECK(refusal(framed(content)) == "spent: the sum of all entries leaves the range of credits");
}

} // namespace
} // namespace creditsim::core
