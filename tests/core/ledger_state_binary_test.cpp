// SPDX-License-Identifier: MIT
#include "core/ledger_state_binary.hpp"

#include "core/hash.hpp"
#include "tests/catch.hpp"
#include "tests/core/hex_text.hpp"
#include "tests/core/state_samples.hpp"

namespace creditsim::core {
namespace {

using namespace std::string_literals;

// The lowest `count` bytes of a number, little-endian.
std::string le(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i)
    bytes += static_cast<char>(i < 8 ? value >> (8 * i) & 0xff : 0);
  return bytes;
}

// `content` (what follows the magic and version) with its frame and a right checksum.
std::string framed(const std::string& content) {
  const std::string bytes = "CSLE\x01" + content;
  return bytes + le(hash64(bytes), 8);
}

// The parts of a malformed state, all of them good but for what a case changes. The clock is at 100 ms.
const std::string header = "\x08"s + le(100 << 16, 8);

std::string text(const std::string& bytes) { return static_cast<char>(bytes.size()) + bytes; }

std::string entry(const std::string& name, char incarnation = 1, char version = 1) {
  return text(name) + incarnation + version + "\x01\x02\x03\x04\x05"s + le(0x1122334455667788, 8);
}

struct Row {
  std::uint32_t owner = 0, version = 1;
  std::uint64_t ms = 1;
  char kind = 0;
  std::uint64_t amount = 5;
};

std::string row(const Row& row) {
  return le(row.owner, 4) + le(row.version, 4) + le(row.ms << 16, 8) + row.kind + le(row.amount, 8) + le(7, 8) +
         le(8, 8);
}

struct Write {
  std::string key = "k", value = "1";
  std::uint64_t ms = 1;
  std::uint32_t owner = 0;
  char version = 1, deleted = 0;
};

std::string write(const Write& write) {
  return text(write.key) + text(write.value) + le(write.ms << 16, 8) + le(write.owner, 4) + write.version +
         write.deleted;
}

std::string counted(const std::vector<std::string>& parts) {
  std::string all(1, static_cast<char>(parts.size()));
  for (const auto& part : parts)
    all += part;
  return all;
}

std::string state_of(const std::vector<std::string>& entries, const std::vector<std::string>& rows = {},
                     const std::vector<std::string>& metadata = {}) {
  return framed(header + counted(entries) + counted(rows) + counted(metadata));
}

LedgerState decoded(std::string_view bytes) {
  const Result<LedgerState> state = decode_ledger_state_binary(bytes, new_owners());
  INFO((state ? "" : state.error().context));
  REQUIRE(state.ok());
  return state.value();
}

// Refused whole: the error, and no owner is left behind.
Error refusal(const std::string& bytes) {
  const auto owners = new_owners();
  const Result<LedgerState> state = decode_ledger_state_binary(bytes, owners);
  REQUIRE_FALSE(state.ok());
  CHECK(owners->size() == 0);
  CHECK(owners->names()->size() == 0);
  return state.error();
}

// What kind of refusal it is, and the message.
std::string told(const std::string& bytes) {
  const Error error = refusal(bytes);
  const char* const kind = error.code == Errc::malformed       ? "malformed"
                           : error.code == Errc::invalid_value ? "invalid value"
                           : error.code == Errc::overflow      ? "overflow"
                                                               : "other";
  return kind + (": " + error.context);
}

TEST_CASE("Ledger state binary: golden bytes: do not change within version 1", "[core][ledger][codec][golden]") {
  const LedgerState empty{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  CHECK(hex(encode_ledger_state_binary(empty)) == "43534c4501080000000000000000000000f32c9b429091ca63");
  CHECK(hex(encode_ledger_state_binary(sample_state(), 10)) ==
        "43534c45010a0300020100000000"
        "02"
        "03613a31ac02ffffffff0f008080db85b4e79b060000ffffffffffffffffff01ffffffffffffffff0000"
        "01620104e80700960196014d08070605040302010000"
        "03"
        "010000000200000000000100000000000396000000000000004d000000000000000900000000000000"
        "000000000500000000000200000000000196000000000000004d000000000000000900000000000000"
        "010000000300000001000200000000000596000000000000004d000000000000000900000000000000"
        "02"
        "00046e756c6c0000030000000000000000000601"
        "016b075b312c2278225d0000040000000000010000000400"
        "be5cd7a0aa91de9a");
  CHECK(hex(encode_ledger_state_binary(sample_state(), 0)) ==
        "43534c4501000300020100000000"
        "02"
        "03613a31ac02ffffffff0f008080db85b4e79b060000ffffffffffffffffff01"
        "01620104e80700960196014d"
        "03"
        "010000000200000000000100000000000396000000000000004d000000000000000900000000000000"
        "000000000500000000000200000000000196000000000000004d000000000000000900000000000000"
        "010000000300000001000200000000000596000000000000004d000000000000000900000000000000"
        "02"
        "00046e756c6c0000030000000000000000000601"
        "016b075b312c2278225d0000040000000000010000000400"
        "6ea26bf899874683");
  CHECK(canonical_digest(sample_state()) == 0x79961c087018941a);
}

TEST_CASE("Ledger state binary: round trip: decode(encode(x)) is x, encode(decode(b)) is b (many seeds)",
          "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    INFO("seed " << seed);
    LedgerState state = StateSamples{seed}.next_state();
    for (const std::uint32_t authenticator_bytes : {8u, 9u, 255u, 0u}) {
      const std::string bytes = encode_ledger_state_binary(state, authenticator_bytes);
      const LedgerState again = decoded(bytes);
      if (authenticator_bytes == 0)
        for (Entry& entry : state.entries)
          entry.authenticator = 0;
      REQUIRE(same_state(again, state));
      REQUIRE(again.clock == state.clock);
      REQUIRE(encode_ledger_state_binary(again, authenticator_bytes) == bytes);
    }
  }
}

TEST_CASE("Ledger state binary: size: is what a replica accounts for after any writes and joins (many seeds)",
          "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    const std::uint32_t authenticator_bytes = std::vector<std::uint32_t>{0, 8, 64}[seed % 3];
    StateSamples samples{seed, authenticator_bytes};
    for (int i = 0; i < 4; ++i) {
      const LiteralReplica& replica = samples.next();
      const LedgerState state = replica.state(samples.clock());
      REQUIRE(encode_ledger_state_binary(state, authenticator_bytes).size() == replica.encoded_bytes());
    }
  }
}

TEST_CASE("Ledger state binary: decoded: joins into a replica that then equals the original (many seeds)",
          "[core][ledger][codec][law]") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    INFO("seed " << seed);
    StateSamples samples{seed};
    const LiteralReplica& original = samples.next();
    const LedgerState state = original.state(samples.clock());
    LiteralReplica replica = new_replica(8, samples.authority());
    REQUIRE(replica.join(decoded(encode_ledger_state_binary(state))).ok());
    REQUIRE(same_state(replica.state(state.clock), state));
    REQUIRE(replica.encoded_bytes() == original.encoded_bytes());
    REQUIRE(replica.total_account() == original.total_account());
    REQUIRE_FALSE(replica.join(decoded(encode_ledger_state_binary(state))).value().changed());
  }
}

TEST_CASE("Ledger state binary: bytes and digest: do not depend on the table of owners", "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const auto owners = new_owners();
  for (const char* name : {"z", "nobody", "a:1"})
    owners->intern(owners->names()->intern(name), 7);
  const LedgerState moved = translated(state, owners);
  CHECK(encode_ledger_state_binary(moved) == encode_ledger_state_binary(state));
  CHECK(canonical_digest(moved) == canonical_digest(state));
}

TEST_CASE("Ledger state binary: canonical digest: leaves out the clock and nothing else", "[core][ledger][codec]") {
  const auto digest_after = [](auto change) {
    LedgerState state = sample_state();
    change(state);
    return canonical_digest(state);
  };
  const std::uint64_t digest = canonical_digest(sample_state());
  CHECK(digest_after([](LedgerState& state) { state.clock = HybridTime::at(9999); }) == digest);
  CHECK(digest_after([](LedgerState& state) { state.entries[0].horizon = 1; }) != digest);
  CHECK(digest_after([](LedgerState& state) { state.entries[0].authenticator = 1; }) != digest);
  CHECK(digest_after([](LedgerState& state) { state.rows[0].peer = 1; }) != digest);
  CHECK(digest_after([](LedgerState& state) { state.metadata[1].value = "2"; }) != digest);
}

TEST_CASE("Ledger state binary: every truncation, changed bit and added byte: is refused", "[core][ledger][codec]") {
  const std::string bytes = encode_ledger_state_binary(sample_state(), 10);
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

TEST_CASE("Ledger state binary: with a right checksum: every changed byte and every truncation is refused or encodes "
          "again to the same bytes",
          "[core][ledger][codec]") {
  const std::string bytes = encode_ledger_state_binary(sample_state(), 10);
  const std::string content = bytes.substr(5, bytes.size() - 5 - 8);
  for (std::size_t i = 0; i < content.size(); ++i) {
    refusal(framed(content.substr(0, i)));
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = content;
      changed[i] = static_cast<char>(byte);
      const std::string forged = framed(changed);
      const Result<LedgerState> state = decode_ledger_state_binary(forged, new_owners());
      if (state)
        REQUIRE(encode_ledger_state_binary(state.value(), static_cast<unsigned char>(changed[0])) == forged);
    }
  }
}

TEST_CASE("Ledger state binary: incarnation 0 and names of every letter: are read", "[core][ledger][codec]") {
  const LedgerState state = decoded(state_of({entry("-._:", 0), entry("AZ09az"), entry("__x"), entry("x__")}));
  CHECK(state.owners->incarnation(0) == 0);
  CHECK(state.owners->names()->name(state.owners->identity(0)) == "-._:");
  CHECK(state.entries[0].authenticator == 0x1122334455667788);
}

TEST_CASE("Ledger state binary: malformed frame: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const std::string good = state_of({});
  CHECK(told("") == "malformed: offset 0: found 0 bytes, expected at least 25");
  CHECK(told("XSLE" + good.substr(4)) ==
        "malformed: offset 0: found other bytes, expected \"CSLE\", the start of a corrected ledger");
  CHECK(told("CSLE\x02" + good.substr(5)) == "malformed: offset 4: found version 2, expected 1");
  CHECK(told(good + "x") ==
        "malformed: offset 18: found another checksum than that of the bytes before, expected the same");
  CHECK(told(framed("\x07"s + le(0, 11))) ==
        "malformed: offset 5: authenticator size: found 7, expected 0 or 8 to 255");
  CHECK(told(framed(header + "\x00\x00\x00xy"s)) ==
        "malformed: offset 17: found 2 bytes after the last part, expected none");
  CHECK(told(framed(header + "\x01\x00\x00"s)) ==
        "malformed: offset 17: entry version: found the end after 0 bytes, expected 1");
  CHECK(told(framed(header + "\x80\x00\x00"s)) ==
        "malformed: offset 14: entries: found a number in more bytes than it needs, expected the shortest form");
  CHECK(told(framed(header + "\x00\x01\x00"s)) ==
        "malformed: offset 16: row owner: found the end after 1 bytes, expected 4");
  CHECK(told(framed(header + "\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s)) ==
        "malformed: offset 26: metadata key: found the end after 0 bytes, expected 1");
  CHECK(told(framed("\x0a"s + le(0, 8) + "\x01"s + entry("a") + "\x00\x01\x00\x00"s)) ==
        "malformed: offset 32: entry authenticator padding: found other bytes, expected zeros");
  CHECK(told(framed("\x08"s + le(UINT64_MAX, 8) + "\x00\x00\x00"s)) ==
        "invalid value: offset 6: clock: found 281474976710655 ms, count 65535, expected at most 140737488355327 ms");
}

TEST_CASE("Ledger state binary: malformed entries: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const auto message = [](const std::vector<std::string>& entries) { return told(state_of(entries)); };
  const auto unsafe = [](const std::string& found) {
    return "invalid value: offset 15: entry identity: found " + found +
           R"(, expected 1 to 64 of A-Z a-z 0-9 . _ - :, but not ".", ".." or "__x__")";
  };
  CHECK(message({entry("")}) == unsafe("\"\""));
  CHECK(message({entry(std::string(65, 'n'))}) == unsafe("\"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn..."));
  CHECK(message({entry("a b")}) == unsafe("\"a b\""));
  CHECK(message({entry("a/b")}) == unsafe("\"a/b\""));
  CHECK(message({entry("a\n")}) == unsafe("\"a\\n\""));
  CHECK(message({entry("caf\xc3\xa9")}) == unsafe("\"caf\xc3\xa9\""));
  CHECK(message({entry("a\xff")}) ==
        "malformed: offset 15: entry identity: found bytes that are not UTF-8, expected a text");
  CHECK(message({entry("__proto__")}) == unsafe("\"__proto__\""));
  CHECK(message({entry("..")}) == unsafe("\"..\""));
  CHECK(message({entry("b"), entry("a")}) == "malformed: offset 32: entry identity: found \"a\", incarnation 1 after "
                                             "\"b\", incarnation 1, expected ascending order");
  CHECK(message({entry("a", 2), entry("a", 1)}) == "malformed: offset 32: entry identity: found \"a\", incarnation 1 "
                                                   "after \"a\", incarnation 2, expected ascending order");
  CHECK(message({entry("a"), entry("a")}) == "malformed: offset 32: entry identity: found \"a\", incarnation 1 after "
                                             "\"a\", incarnation 1, expected ascending order");
  CHECK(message({entry("a", 1, 0)}) == "invalid value: offset 15: entry version: found 0, expected at least 1");
  const std::string tail = "\x00\x00\x00\x00"s + le(0, 8);
  CHECK(message({"\x01"s + "a\x01\xff\xff\xff\xff\x1f\x00"s + tail}) ==
        "invalid value: offset 18: entry version: found 8589934591, expected at most 4294967295");
  CHECK(message({"\x01"s + "a\xff\xff\xff\xff\x1f\x01\x00"s + tail}) ==
        "invalid value: offset 17: entry incarnation: found 8589934591, expected at most 4294967295");
  CHECK(message({"\x01"s + "a\x01\x01\x81\x80\xdb\x85\xb4\xe7\x9b\x06"s + tail}) ==
        "invalid value: offset 19: entry granted: found 3500000000000001, expected at most 3500000000000000");
  CHECK(message({"\x01"s + "a\x01\x01\x80\x00"s + tail}) ==
        "malformed: offset 19: entry granted: found a number in more bytes than it needs, expected the shortest form");
}

TEST_CASE("Ledger state binary: malformed rows: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const auto message = [](const std::vector<std::string>& rows) {
    return told(state_of({entry("a", 1, 3), entry("b", 1, 3)}, rows));
  };
  CHECK(message({row({.owner = 2})}) ==
        "invalid value: offset 50: row owner: found index 2, expected one of 2 entries");
  CHECK(message({row({.version = 0})}) ==
        "invalid value: offset 50: row version: found 0, expected 1 to 3, the version of its owner's entry");
  CHECK(message({row({.version = 4})}) ==
        "invalid value: offset 50: row version: found 4, expected 1 to 3, the version of its owner's entry");
  CHECK(
      message({row({.ms = 101})}) ==
      "invalid value: offset 50: row stamp: found 101 ms, count 0, expected no later than the clock, 100 ms, count 0");
  CHECK(message({row({.kind = 6})}) == "malformed: offset 66: row kind: found 6, expected 0 to 5");
  CHECK(message({row({.kind = '\xff'})}) == "malformed: offset 66: row kind: found 255, expected 0 to 5");
  CHECK(message({row({.amount = 3'500'000'000'000'001})}) ==
        "invalid value: offset 67: row amount: found 3500000000000001, expected at most 3500000000000000");
  CHECK(message({row({.amount = UINT64_MAX})}) ==
        "invalid value: offset 67: row amount: found 18446744073709551615, expected at most 3500000000000000");
  CHECK(message({row({.ms = 2}), row({.version = 2, .ms = 1})}) ==
        "malformed: offset 91: row stamp: found 1 ms, count 0 after 2 ms, count 0, expected ascending order of stamp, "
        "owner and version");
  CHECK(message({row({.version = 2}), row({.version = 1})}) ==
        "malformed: offset 91: row stamp: found 1 ms, count 0 after 1 ms, count 0, expected ascending order of stamp, "
        "owner and version");
  CHECK(message({row({}), row({})}) ==
        "malformed: offset 91: row version: found a second row of \"a\", incarnation 1, version 1, expected one");
  CHECK(message({row({}), row({.ms = 2})}) ==
        "malformed: offset 91: row version: found a second row of \"a\", incarnation 1, version 1, expected one");
}

TEST_CASE("Ledger state binary: malformed metadata: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const auto message = [](const std::vector<std::string>& metadata) {
    return told(state_of({entry("a", 1, 3)}, {}, metadata));
  };
  CHECK(message({write({.owner = 1})}) ==
        "invalid value: offset 34: metadata owner: found index 1, expected one of 1 entries");
  CHECK(message({write({.version = 0})}) ==
        "invalid value: offset 34: metadata version: found 0, expected 1 to 3, the version of its owner's entry");
  CHECK(message({write({.version = 4})}) ==
        "invalid value: offset 34: metadata version: found 4, expected 1 to 3, the version of its owner's entry");
  CHECK(message({write({.ms = 101})}) == "invalid value: offset 34: metadata stamp: found 101 ms, count 0, expected no "
                                         "later than the clock, 100 ms, count 0");
  CHECK(message({write({.deleted = 2})}) == "malformed: offset 51: metadata deletion: found 2, expected 0 or 1");
  CHECK(message({write({.deleted = 1})}) ==
        "invalid value: offset 34: metadata value: found a value, expected null in a deleted entry");
  CHECK(message({write({.value = ""})}) ==
        "malformed: offset 34: metadata value: byte 1: found the end, expected JSON");
  CHECK(message({write({.value = "1.0"})}) ==
        "malformed: offset 34: metadata value: found JSON in another form, expected canonical JSON");
  CHECK(message({write({.value = "{"})}) ==
        "malformed: offset 34: metadata value: byte 2: found the end, expected JSON");
  CHECK(message({write({.value = "{\"b\":1,\"a\":1}"})}) ==
        "malformed: offset 34: metadata value: found JSON in another form, expected canonical JSON");
  CHECK(message({write({.value = std::string(61, '[') + std::string(61, ']')})}) ==
        "malformed: offset 34: metadata value: "
        "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]["
        "0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested deeper than 60 levels");
  CHECK(message({write({.key = "b"}), write({.key = "a"})}) ==
        "malformed: offset 52: metadata key: found \"a\" after \"b\", expected ascending order");
  CHECK(message({write({}), write({})}) ==
        "malformed: offset 52: metadata key: found \"k\" after \"k\", expected ascending order");
  CHECK(message({write({.key = "\xff"})}) ==
        "malformed: offset 34: metadata key: found bytes that are not UTF-8, expected a text");
}

TEST_CASE("Ledger state binary: amounts whose sum leaves the range: are refused and leave no trace",
          "[core][ledger][codec]") {
  const std::string most = "\x80\x80\xdb\x85\xb4\xe7\x9b\x06";
  std::string entries = "\xe8\x07"s; // 1000
  for (int i = 0; i < 1000; ++i)
    entries += text("n" + std::to_string(1000 + i)) + "\x01\x01"s + most + most + most + most + '\0' + le(0, 8);
  CHECK(told(framed(header + entries + "\x00\x00"s)) ==
        "overflow: offset 32258: entry refunded: the sum of all amounts up to here leaves the range of credits");
}

TEST_CASE("Ledger state binary: as it comes: a whole state is read whole", "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const auto read = read_ledger_state_as_it_comes(encode_ledger_state_binary(state), state.owners);
  CHECK(!read.error);
  CHECK(read.state.rows == state.rows);
  CHECK(read.state.metadata == state.metadata);
  CHECK(read.state.entries[0] == state.entries[0]);
}

TEST_CASE("Ledger state binary: as it comes: what is cut off is read as far as it goes", "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const std::string bytes = encode_ledger_state_binary(state);
  bool earned_without_spent = false;
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto read = read_ledger_state_as_it_comes(std::string_view{bytes}.substr(0, size), state.owners);
    CHECK(read.error);
    CHECK(read.state.rows.size() <= state.rows.size());
    for (const Entry& entry : read.state.entries)
      earned_without_spent = earned_without_spent || (entry.granted > Credits{} && entry.spent == Credits{});
  }
  CHECK(earned_without_spent); // fault B7
}

TEST_CASE("Ledger state binary: as it comes: any changed byte is read without harm", "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const std::string bytes = encode_ledger_state_binary(state);
  LiteralReplica replica{{.owners = state.owners, .rules = Rules::reference()}};
  for (std::size_t place = 0; place < bytes.size(); ++place)
    for (const int bit : {0, 3, 7}) {
      std::string changed = bytes;
      changed[place] = static_cast<char>(changed[place] ^ (1 << bit));
      const auto read = read_ledger_state_as_it_comes(changed, state.owners);
      static_cast<void>(replica.join(read.state)); // refused or taken, by what it says
      for (const Entry& entry : read.state.entries)
        CHECK(entry.earned.hundredths() <= std::int64_t{1} << 52);
    }
  CHECK(!encode_ledger_state_binary(replica.state(HybridTime{})).empty());
}

} // namespace
} // namespace creditsim::core
