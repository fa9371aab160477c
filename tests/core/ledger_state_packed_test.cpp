// SPDX-License-Identifier: MIT
#include "core/ledger_state_packed.hpp"

#include "core/hash.hpp"
#include "core/number_column.hpp"
#include "tests/catch.hpp"
#include "tests/core/hex_text.hpp"
#include "tests/core/state_samples.hpp"

#include <array>
#include <rapidcheck.h>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {
namespace {

using namespace std::string_literals;

std::string le(std::uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i)
    bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

std::shared_ptr<OwnerTable> owners_named(const std::vector<std::string>& names) {
  const auto owners = new_owners();
  for (const auto& name : names)
    owners->intern(owners->names()->intern(name), 1);
  return owners;
}

// `content` (what follows the magic and version) with its frame and a right checksum.
std::string framed(const std::string& content) {
  const std::string bytes = "CSLP\x01" + content;
  return bytes + le(hash64(bytes));
}

std::string column(const std::vector<std::uint64_t>& numbers) {
  ByteWriter writer{0};
  write_column(writer, numbers);
  return writer.take();
}

// The columns of one block, each of as many numbers.
std::string block(const std::vector<std::vector<std::uint64_t>>& columns) {
  std::string bytes(1, static_cast<char>(columns.front().size()));
  for (const auto& numbers : columns)
    bytes += column(numbers);
  return bytes;
}

// The parts of a malformed state over the owners a, b and c, without authenticators, the clock at 100 ms; all of them
// good but for what a case changes.
const std::shared_ptr<OwnerTable> abc = owners_named({"a", "b", "c"});

std::string header(char slots = 3) {
  return "\x00"s + le(100 << 16) + slots + le(abc->directory_digest(static_cast<std::uint32_t>(slots)));
}

struct Entries {
  std::vector<std::uint64_t> skipped{0, 1}, versions{3, 3}, granted{1, 1}, earned{0, 9}, spent{0, 0}, refunded{0, 0},
      horizons{0, 0};
};

std::string entries(const Entries& of) {
  return block({of.skipped, of.versions, of.granted, of.earned, of.spent, of.refunded, of.horizons});
}

struct Rows {
  std::vector<std::uint64_t> owners{0, 2}, versions{1, 1}, stamps{1 << 16, 2 << 16}, kinds{0, 0}, amounts{5, 5},
      tasks{7, 7}, peers{8, 8};
};

std::string rows(const Rows& of) {
  return block({of.owners, of.versions, of.stamps, of.kinds, of.amounts, of.tasks, of.peers});
}

const std::string none("\0", 1);

// What kind of refusal it is, and the message; the table stays as it was.
std::string told(const std::string& bytes, const std::shared_ptr<OwnerTable>& owners = abc) {
  const std::uint32_t known = owners->size();
  const Result<LedgerState> state = decode_ledger_state_packed(bytes, owners);
  REQUIRE_FALSE(state.ok());
  CHECK(owners->size() == known);
  const Error& error = state.error();
  const char* const kind = error.code == Errc::malformed       ? "malformed"
                           : error.code == Errc::invalid_value ? "invalid value"
                           : error.code == Errc::overflow      ? "overflow"
                                                               : "other";
  return kind + (": " + error.context);
}

std::string told_of_entries(const Entries& of) { return told(framed(header() + entries(of) + none + none)); }
std::string told_of_rows(const Rows& of) { return told(framed(header() + entries({}) + rows(of) + none)); }

LedgerState without_authenticators(LedgerState state) {
  for (Entry& entry : state.entries)
    entry.authenticator = 0;
  return state;
}

// Comes back whole, from bytes of one form.
void assert_round_trip(const LedgerState& state) {
  for (const std::uint32_t authenticator_bytes : {8U, 0U}) {
    const std::string bytes = encode_ledger_state_packed(state, authenticator_bytes);
    const Result<LedgerState> again = decode_ledger_state_packed(bytes, state.owners);
    RC_ASSERT(again.ok());
    RC_ASSERT(same_state(again.value(), authenticator_bytes > 0 ? state : without_authenticators(state)));
    RC_ASSERT(again.value().owners == state.owners);
    RC_ASSERT(again.value().clock == state.clock);
    RC_ASSERT(encode_ledger_state_packed(again.value(), authenticator_bytes) == bytes);
  }
}

// Any entries in several blocks, of every width, and any rows of theirs.
LedgerState any_state() {
  LedgerState state{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  const auto slots = *rc::gen::inRange<Slot>(0, 300);
  const auto odds = *rc::gen::inRange(1, 20);
  const auto shifts = *rc::gen::container<std::array<int, 7>>(rc::gen::inRange(0, 64));
  Samples samples{*rc::gen::arbitrary<std::uint64_t>()};
  const auto number = [&](std::size_t column) { return samples.bits() >> shifts[column]; };
  const auto amount = [&](std::size_t column) {
    return Credits::hundredths(static_cast<std::int64_t>(number(column) % 3'500'000'000'000'001));
  };
  state.entries.resize(slots);
  for (Slot slot = 0; slot < slots; ++slot) {
    state.owners->intern(state.owners->names()->intern("n" + std::to_string(slot)), 1);
    if (samples.below(static_cast<std::uint64_t>(odds)) > 0)
      continue;
    state.entries[slot] = {.granted = amount(0),
                           .earned = amount(1),
                           .spent = amount(2),
                           .refunded = amount(3),
                           .horizon = number(4),
                           .authenticator = samples.bits(),
                           .version = static_cast<std::uint32_t>(1 + number(5) % UINT32_MAX)};
  }
  std::set<std::pair<Slot, std::uint32_t>> names;
  for (auto left = *rc::gen::inRange(0, 300); left > 0 && slots > 0; --left) {
    const auto slot = static_cast<Slot>(samples.below(slots));
    if (state.entries[slot].version == 0)
      continue;
    const auto version = static_cast<std::uint32_t>(1 + samples.below(state.entries[slot].version));
    if (!names.emplace(slot, version).second)
      continue;
    state.clock.bits += 1 + samples.below(std::uint64_t{1} << 30);
    state.rows.push_back({.stamp = state.clock,
                          .amount = amount(6),
                          .task = number(4),
                          .peer = samples.bits(),
                          .slot = slot,
                          .version = version,
                          .kind = static_cast<RecordKind>(samples.below(record_kinds - 1))});
  }
  return state;
}

TEST_CASE("Ledger state packed: golden bytes: do not change within version 1", "[core][ledger][codec][golden]") {
  const LedgerState empty{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  CHECK(hex(encode_ledger_state_packed(empty)) ==
        "43534c50010800000000000000000000000000000000000000003407fbe38e154817");
  CHECK(hex(encode_ledger_state_packed(sample_state())) == "43534c500108030002010000000003f7422128c0bfe1e5"
                                                           "02"
                                                           "000102"
                                                           "042000000000fbffffff"
                                                           "000ae80300"
                                                           "003400000000000000006c0bb4f3c6"
                                                           "00089600"
                                                           "00089600"
                                                           "4d400000000000000000b2ffffffffffffff"
                                                           "0807060504030201ffffffffffffffff"
                                                           "03"
                                                           "000208"
                                                           "02021c"
                                                           "8080041100000000060004"
                                                           "01030201"
                                                           "960100"
                                                           "4d00"
                                                           "0900"
                                                           "02"
                                                           "00046e756c6c0000030000000000020000000601"
                                                           "016b075b312c2278225d0000040000000000000000000400"
                                                           "472a26637514a39e");
  CHECK(hex(encode_ledger_state_packed(sample_state(), 0)) == "43534c500100030002010000000003f7422128c0bfe1e5"
                                                              "02"
                                                              "000102"
                                                              "042000000000fbffffff"
                                                              "000ae80300"
                                                              "003400000000000000006c0bb4f3c6"
                                                              "00089600"
                                                              "00089600"
                                                              "4d400000000000000000b2ffffffffffffff"
                                                              "03"
                                                              "000208"
                                                              "02021c"
                                                              "8080041100000000060004"
                                                              "01030201"
                                                              "960100"
                                                              "4d00"
                                                              "0900"
                                                              "02"
                                                              "00046e756c6c0000030000000000020000000601"
                                                              "016b075b312c2278225d0000040000000000000000000400"
                                                              "e8be4150a7943e10");
}

TEST_CASE("Ledger state packed: round trip: decode(encode(x)) is x, encode(decode(b)) is b for entries and rows of any "
          "width in any blocks",
          "[core][ledger][codec][law]") {
  CHECK(rc::check([] { assert_round_trip(any_state()); }));
}

TEST_CASE("Ledger state packed: round trip: decode(encode(x)) is x, encode(decode(b)) is b for what replicas hold",
          "[core][ledger][codec][law]") {
  CHECK(rc::check([] {
    StateSamples samples{*rc::gen::arbitrary<std::uint64_t>()};
    for (auto rounds = *rc::gen::inRange(1, 4); rounds > 0; --rounds)
      assert_round_trip(samples.next_state());
  }));
}

TEST_CASE("Ledger state packed: decoded: joins into a replica that then equals the original",
          "[core][ledger][codec][law]") {
  CHECK(rc::check([] {
    StateSamples samples{*rc::gen::arbitrary<std::uint64_t>()};
    const LedgerState state = samples.next_state();
    LiteralReplica replica = new_replica(8, samples.authority());
    const Result<LedgerState> decoded = decode_ledger_state_packed(encode_ledger_state_packed(state), state.owners);
    RC_ASSERT(decoded.ok());
    RC_ASSERT(replica.join(decoded.value()).ok());
    RC_ASSERT(same_state(replica.state(state.clock), state));
  }));
}

TEST_CASE("Ledger state packed: every truncation, changed bit and added byte: is refused", "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const std::string bytes = encode_ledger_state_packed(state);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK_FALSE(decode_ledger_state_packed(bytes.substr(0, length), state.owners).ok());
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(decode_ledger_state_packed(changed, state.owners).ok());
  }
  for (int byte = 0; byte < 256; ++byte)
    CHECK_FALSE(decode_ledger_state_packed(bytes + static_cast<char>(byte), state.owners).ok());
}

TEST_CASE("Ledger state packed: with a right checksum: every changed byte and every truncation is refused or encodes "
          "again to the same bytes",
          "[core][ledger][codec]") {
  const LedgerState state = sample_state();
  const std::string bytes = encode_ledger_state_packed(state);
  const std::string content = bytes.substr(5, bytes.size() - 5 - 8);
  for (std::size_t i = 0; i < content.size(); ++i) {
    CHECK_FALSE(decode_ledger_state_packed(framed(content.substr(0, i)), state.owners).ok());
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = content;
      changed[i] = static_cast<char>(byte);
      const std::string forged = framed(changed);
      const Result<LedgerState> again = decode_ledger_state_packed(forged, state.owners);
      if (again)
        REQUIRE(encode_ledger_state_packed(again.value(), static_cast<unsigned char>(changed[0])) == forged);
    }
  }
}

TEST_CASE("Ledger state packed: size: what is equal in a block, or not known, takes no room", "[core][ledger][codec]") {
  LedgerState state{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  for (int i = 0; i < 1024; ++i)
    state.owners->intern(state.owners->names()->intern("n" + std::to_string(i)), 1);
  const std::size_t empty_bytes = encode_ledger_state_packed(state, 0).size();
  Entry granted;
  granted.granted = Credits::whole(10);
  granted.version = 1;
  state.entries = {granted};
  const std::size_t one = encode_ledger_state_packed(state, 0).size() - empty_bytes;
  CHECK(one == 7 * 2 + 1); // a minimum and a width each, and the grant takes a byte more
  state.entries.assign(1024, granted);
  CHECK(encode_ledger_state_packed(state, 0).size() - empty_bytes == 8 * one + 2); // slots and count take a byte more
  CHECK(encode_ledger_state_packed(state).size() - empty_bytes == 8 * one + 2 + 8 * 1024);
  std::fill(state.entries.begin(), state.entries.end() - 1, Entry{});
  CHECK(encode_ledger_state_packed(state, 0).size() - empty_bytes == one + 2); // slots, and slots skipped
}

TEST_CASE("Ledger state packed: bytes of another table of owners: are refused", "[core][ledger][codec]") {
  LedgerState state = sample_state();
  const std::string bytes = encode_ledger_state_packed(state);
  const auto table = [](const std::vector<std::pair<std::string, Incarnation>>& all) {
    const auto owners = new_owners();
    for (const auto& [name, incarnation] : all)
      owners->intern(owners->names()->intern(name), incarnation);
    return owners;
  };
  const std::string other = "invalid value: offset 15: directory: found the digest of other owners, expected that of "
                            "the first 3 of the table of owners";
  CHECK(told(bytes, table({{"b", 1}, {"nobody", 1}, {"a:1", 301}})) == other);
  CHECK(told(bytes, table({{"b", 1}, {"nobody", 1}, {"a:2", 300}})) == other);
  CHECK(told(bytes, table({{"nobody", 1}, {"b", 1}, {"a:1", 300}})) == other);
  CHECK(told(bytes, table({{"b", 1}, {"nobody", 1}})) ==
        "invalid value: offset 14: slots: found 3, expected at most 2, those of the table of owners");
  const auto longer = table({{"b", 1}, {"nobody", 1}, {"a:1", 300}, {"z", 1}});
  const Result<LedgerState> decoded = decode_ledger_state_packed(bytes, longer);
  REQUIRE(decoded.ok());
  CHECK(same_state(decoded.value(), state));
  // Nor do the encoder's owners without an entry after the last one with an entry matter.
  state.owners->intern(state.owners->names()->intern("y"), 1);
  CHECK(encode_ledger_state_packed(state) == bytes);
}

TEST_CASE("Ledger state packed: malformed frame: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const std::string good = framed(header(0) + none + none + none);
  REQUIRE(decode_ledger_state_packed(good, abc).ok());
  CHECK(told("") == "malformed: offset 0: found 0 bytes, expected at least 34");
  CHECK(told("CSLE" + good.substr(4)) ==
        "malformed: offset 0: found other bytes, expected \"CSLP\", the start of a packed ledger");
  CHECK(told("CSLP\x02" + good.substr(5)) == "malformed: offset 4: found version 2, expected 1");
  CHECK(told(good + "x") ==
        "malformed: offset 27: found another checksum than that of the bytes before, expected the same");
  CHECK(told(framed("\x09"s + (header(0) + none + none + none).substr(1))) ==
        "malformed: offset 5: authenticator size: found 9, expected 0 or 8");
  CHECK(told(framed("\x00"s + le(UINT64_MAX) + header(0).substr(9) + none + none + none)) ==
        "invalid value: offset 6: clock: found 281474976710655 ms, count 65535, expected at most 140737488355327 ms");
  CHECK(told(framed(header(0) + none + none + none + "xy")) ==
        "malformed: offset 26: found 2 bytes after the last part, expected none");
}

TEST_CASE("Ledger state packed: malformed entries: the message names offset, found and expected",
          "[core][ledger][codec]") {
  REQUIRE(decode_ledger_state_packed(framed(header() + entries({}) + none + none), abc).ok());
  CHECK(told(framed(header() + "\x04" + none + none)) ==
        "invalid value: offset 23: entries: found 4, expected at most 3");
  CHECK(told(framed(header() + none + none + none)) ==
        "malformed: offset 23: entries: found 0 slots up to the last entry, expected 3");
  CHECK(told_of_entries({.skipped = {0, 0}}) ==
        "malformed: offset 39: entries: found 2 slots up to the last entry, expected 3");
  CHECK(told_of_entries({.skipped = {1, 1}}) ==
        "malformed: offset 26: entry slots skipped: found an entry at slot 3, expected one below 3");
  CHECK(told_of_entries({.skipped = {4, 0}}) ==
        "invalid value: offset 26: entry slots skipped: found 0 + 4, expected at most 3");
  CHECK(told_of_entries({.versions = {0, 3}}) ==
        "invalid value: offset 27: entry version: found 0, expected at least 1");
  CHECK(told_of_entries({.versions = {1, std::uint64_t{UINT32_MAX} + 1}}) ==
        "invalid value: offset 29: entry version: found 1 + 4294967295, expected at most 4294967295");
  CHECK(told_of_entries({.granted = {3'500'000'000'000'001, 3'500'000'000'000'001}}) ==
        "invalid value: offset 29: entry granted: found 3500000000000001, expected at most 3500000000000000");
  CHECK(told_of_entries({.refunded = {0, 3'500'000'000'000'001}}) ==
        "invalid value: offset 38: entry refunded: found 0 + 3500000000000001, expected at most 3500000000000000");
  CHECK(told(framed("\x08"s + header().substr(1) + entries({}) + none + none)) ==
        "malformed: offset 40: entry authenticator: found the end after 2 bytes, expected 8");
}

TEST_CASE("Ledger state packed: malformed rows: the message names offset, found and expected",
          "[core][ledger][codec]") {
  REQUIRE(decode_ledger_state_packed(framed(header() + entries({}) + rows({}) + none), abc).ok());
  CHECK(told_of_rows({.owners = {0, 1}}) ==
        "invalid value: offset 41: row 2 of the block: owner: found slot 1, expected one with an entry");
  CHECK(told_of_rows({.owners = {3, 0}}) ==
        "invalid value: offset 41: row 1 of the block: owner: found index 3, expected one of 3 entries");
  CHECK(told_of_rows({.versions = {0, 1}}) == "invalid value: offset 41: row 1 of the block: version: found 0, "
                                              "expected 1 to 3, the version of its owner's entry");
  CHECK(told_of_rows({.versions = {1, 4}}) == "invalid value: offset 41: row 2 of the block: version: found 4, "
                                              "expected 1 to 3, the version of its owner's entry");
  CHECK(told_of_rows({.stamps = {1, 101 << 16}}) ==
        "invalid value: offset 41: row 2 of the block: stamp: found 101 ms, count 0, expected no later than the clock, "
        "100 ms, count 0");
  CHECK(told_of_rows({.stamps = {2 << 16, 1 << 16}}) ==
        "malformed: offset 41: row 2 of the block: stamp: found 1 ms, count 0 after 2 ms, count 0, expected ascending "
        "order of stamp, owner and version");
  CHECK(told_of_rows({.owners = {0, 0}}) ==
        "malformed: offset 41: row 2 of the block: version: found a second row of \"a\", incarnation 1, version 1, "
        "expected one");
  CHECK(told_of_rows({.kinds = {0, 6}}) == "invalid value: offset 57: row kind: found 0 + 6, expected at most 5");
  CHECK(told_of_rows({.amounts = {3'500'000'000'000'001, 3'500'000'000'000'001}}) ==
        "invalid value: offset 57: row amount: found 3500000000000001, expected at most 3500000000000000");
}

TEST_CASE("Ledger state packed: malformed metadata: the message names offset, found and expected",
          "[core][ledger][codec]") {
  const auto write = [](char owner, char version) {
    return "\x01\x01k\x01"s + "1" + le(1 << 16) + owner + "\x00\x00\x00"s + version + "\x00"s;
  };
  const auto bytes = [&](char owner, char version) {
    return framed(header() + entries({}) + none + write(owner, version));
  };
  REQUIRE(decode_ledger_state_packed(bytes(2, 3), abc).ok());
  CHECK(told(bytes(1, 1)) == "invalid value: offset 42: metadata owner: found slot 1, expected one with an entry");
  CHECK(told(bytes(2, 4)) == "invalid value: offset 42: metadata version: found 4, expected 1 to 3, the version of its "
                             "owner's entry");
}

TEST_CASE("Ledger state packed: amounts whose sum leaves the range: are refused", "[core][ledger][codec]") {
  LedgerState state{.owners = new_owners(), .entries = {}, .rows = {}, .metadata = {}, .clock = {}};
  const Credits most = Credits::hundredths(3'500'000'000'000'000);
  for (int i = 0; i < 1000; ++i) {
    state.owners->intern(state.owners->names()->intern("n" + std::to_string(i)), 1);
    state.entries.push_back({.granted = most, .earned = most, .spent = most, .refunded = most, .version = 1});
  }
  CHECK(told(encode_ledger_state_packed(state), state.owners) ==
        "overflow: offset 24: entry at slot 658: refunded: the sum of all amounts up to here leaves the range of "
        "credits");
}

} // namespace
} // namespace creditsim::core
