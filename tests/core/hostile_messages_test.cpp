// SPDX-License-Identifier: MIT
#include "core/byte_writer.hpp"
#include "core/entry_ledger.hpp"
#include "core/hash.hpp"
#include "core/ledger_state_binary.hpp"
#include "tests/catch.hpp"
#include "tests/core/state_samples.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Messages that nobody should send: whatever arrives, a ledger takes it whole or stays as it was, to the byte.
namespace {

using namespace creditsim::core;

/// A state as its encoding lists it, in which anything may stand in any order.
struct RawState {
  struct RawEntry {
    std::string name;
    Incarnation incarnation = 0;
    Entry entry;
  };
  HybridTime clock;
  std::vector<RawEntry> entries;
  std::vector<LedgerRow> rows; // `slot` is the place of the owner among the entries
  std::vector<MetadataEntry> metadata;
};

RawState raw_of(const LedgerState& state) {
  RawState raw{.clock = state.clock, .entries = {}, .rows = state.rows, .metadata = state.metadata};
  std::map<Slot, Slot> places;
  for (const Slot slot : canonical_owners(state)) {
    places[slot] = static_cast<Slot>(raw.entries.size());
    raw.entries.push_back({state.owners->names()->name(state.owners->identity(slot)), state.owners->incarnation(slot),
                           state.entries[slot]});
  }
  for (auto& row : raw.rows)
    row.slot = places.at(row.slot);
  for (auto& entry : raw.metadata)
    entry.slot = places.at(entry.slot);
  return raw;
}

std::uint64_t bits_of(Credits amount) { return static_cast<std::uint64_t>(amount.hundredths()); }

std::string with_checksum(std::string_view bytes) {
  ByteWriter writer{bytes.size() + 8};
  writer.raw(bytes);
  writer.fixed64(hash64(bytes));
  return writer.take();
}

std::string encoded(const RawState& raw) {
  ByteWriter writer{256};
  writer.raw("CSLE");
  writer.byte(1);
  writer.byte(8);
  writer.fixed64(raw.clock.bits);
  writer.varint(raw.entries.size());
  for (const auto& [name, incarnation, entry] : raw.entries) {
    writer.text(name);
    writer.varint(incarnation);
    writer.varint(entry.version);
    for (const Credits amount : {entry.granted, entry.earned, entry.spent, entry.refunded})
      writer.varint(bits_of(amount));
    writer.varint(entry.horizon);
    writer.fixed64(entry.authenticator);
  }
  writer.varint(raw.rows.size());
  for (const auto& row : raw.rows) {
    writer.fixed32(row.slot);
    writer.fixed32(row.version);
    writer.fixed64(row.stamp.bits);
    writer.byte(static_cast<unsigned>(row.kind));
    for (const std::uint64_t number : {bits_of(row.amount), row.task, row.peer})
      writer.fixed64(number);
  }
  writer.varint(raw.metadata.size());
  for (const auto& entry : raw.metadata) {
    writer.text(entry.key);
    writer.text(entry.value);
    writer.fixed64(entry.stamp.bits);
    writer.fixed32(entry.slot);
    writer.varint(entry.version);
    writer.byte(entry.deleted ? 1 : 0);
  }
  return with_checksum(writer.take());
}

/// Changes states and their bytes at every level.
class Mutator {
public:
  explicit Mutator(std::uint64_t seed) : samples_{seed} {}

  std::string message(const LedgerState& state) {
    RawState raw = raw_of(state);
    for (std::uint64_t left = samples_.below(4); left > 0; --left)
      change(raw);
    std::string bytes = encoded(raw);
    if (samples_.one_in(3))
      for (std::uint64_t left = 1 + samples_.below(3); left > 0; --left)
        change(bytes);
    return bytes;
  }

private:
  std::uint64_t number() {
    const std::array<std::uint64_t, 6> edges{0, 1, UINT32_MAX, INT64_MAX, UINT64_MAX, 3'500'000'000'000'000};
    return samples_.one_in(2) ? edges[samples_.below(edges.size())] : samples_.bits() >> samples_.below(64);
  }
  Credits amount() {
    return Credits::hundredths(static_cast<std::int64_t>(number() & static_cast<std::uint64_t>(INT64_MAX)));
  }
  std::uint32_t number32() { return static_cast<std::uint32_t>(number()); }

  // Most changes are small, so that most of what is wrong is found late.
  std::uint32_t near(std::uint32_t value) {
    return samples_.one_in(4) ? number32() : value + static_cast<std::uint32_t>(samples_.below(3)) - 1;
  }
  HybridTime near(HybridTime stamp) {
    return samples_.one_in(4) ? HybridTime{number()} : HybridTime{stamp.bits + samples_.below(3) - 1};
  }
  Credits near(Credits value) {
    if (samples_.one_in(4) || value.hundredths() >= INT64_MAX - 1)
      return amount();
    return Credits::hundredths(
        std::max<std::int64_t>(0, value.hundredths() + static_cast<std::int64_t>(samples_.below(3)) - 1));
  }

  void change(RawState& raw) {
    switch (samples_.below(8)) {
    case 0:
      raw.clock = near(raw.clock);
      break;
    case 1:
    case 2:
      if (!raw.entries.empty())
        change(raw.entries[samples_.below(raw.entries.size())]);
      break;
    case 3:
      if (!raw.rows.empty())
        change(raw.rows[samples_.below(raw.rows.size())]);
      break;
    case 4:
      if (!raw.metadata.empty())
        change(raw.metadata[samples_.below(raw.metadata.size())]);
      break;
    case 5:
      reorder(raw.entries);
      break;
    case 6:
      reorder(raw.rows);
      break;
    default:
      reorder(raw.metadata);
    }
  }

  void change(RawState::RawEntry& raw) {
    Entry& entry = raw.entry;
    switch (samples_.below(9)) {
    case 0:
      raw.name = samples_.one_in(2) ? "n" + std::to_string(samples_.below(300)) : std::string(samples_.below(70), 'x');
      break;
    case 1:
      raw.incarnation = near(raw.incarnation);
      break;
    case 2:
      entry.version = near(entry.version);
      break;
    case 3:
      entry.granted = near(entry.granted);
      break;
    case 4:
      entry.earned = near(entry.earned);
      break;
    case 5:
      entry.spent = near(entry.spent);
      break;
    case 6:
      entry.refunded = near(entry.refunded);
      break;
    case 7:
      entry.horizon = number();
      break;
    default:
      entry.authenticator ^= std::uint64_t{1} << samples_.below(64);
    }
  }

  void change(LedgerRow& row) {
    switch (samples_.below(7)) {
    case 0:
      row.slot = near(row.slot);
      break;
    case 1:
      row.version = near(row.version);
      break;
    case 2:
      row.stamp = near(row.stamp);
      break;
    case 3:
      row.kind = static_cast<RecordKind>(samples_.below(256));
      break;
    case 4:
      row.amount = near(row.amount);
      break;
    case 5:
      row.task = number();
      break;
    default:
      row.peer = number();
    }
  }

  void change(MetadataEntry& entry) {
    switch (samples_.below(6)) {
    case 0:
      entry.key += static_cast<char>(samples_.below(256));
      break;
    case 1:
      entry.value = samples_.one_in(2) ? "[" : entry.value + " ";
      break;
    case 2:
      entry.stamp = near(entry.stamp);
      break;
    case 3:
      entry.slot = near(entry.slot);
      break;
    case 4:
      entry.version = near(entry.version);
      break;
    default:
      entry.deleted = !entry.deleted;
    }
  }

  template <class Item> void reorder(std::vector<Item>& items) {
    if (items.empty())
      return;
    const auto at = [&] { return items.begin() + static_cast<std::ptrdiff_t>(samples_.below(items.size())); };
    switch (samples_.below(3)) {
    case 0:
      std::iter_swap(at(), at());
      break;
    case 1:
      items.erase(at());
      break;
    default: {
      const Item copy = *at();
      items.insert(at(), copy);
    }
    }
  }

  void change(std::string& bytes) {
    if (bytes.empty())
      return;
    const auto at = samples_.below(bytes.size());
    switch (samples_.below(5)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes.insert(at, 1, static_cast<char>(samples_.below(256)));
      break;
    case 2:
      bytes.erase(at, 1 + samples_.below(4));
      break;
    default:
      bytes[at] = static_cast<char>(samples_.below(256));
    }
    if (bytes.size() > 8 && !samples_.one_in(3)) { // so that more than the checksum is looked at
      bytes.resize(bytes.size() - 8);
      bytes = with_checksum(bytes);
    }
  }

  Samples samples_;
};

struct Outcomes {
  std::uint64_t joined = 0;
  std::uint64_t changed = 0;
  std::map<Errc, std::uint64_t> undecoded;
  std::map<Errc, std::uint64_t> refused;
};

std::string bytes_of(const EntryLedger& ledger) { return encode_ledger_state_binary(ledger.replica().state({})); }

EntryLedger receiver(const Authority& authority) {
  const auto owners = new_owners();
  const Slot slot = owners->intern(owners->names()->intern("receiver"), 1);
  return EntryLedger{{.slot = slot,
                      .replica = std::make_unique<LiteralReplica>(
                          ReplicaOptions{.owners = owners, .authority = authority, .forks = true})}};
}

/// One population's messages, `count` of them, against a ledger that hears the truth now and then.
void attack(std::uint64_t seed, std::uint64_t count, Outcomes& outcomes) {
  StateSamples population{seed};
  Mutator mutator{seed};
  EntryLedger ledger = receiver(population.authority());
  CREDITSIM_CHECK(ledger.post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, 1).ok());
  LedgerState truth = population.next_state();
  std::string before = bytes_of(ledger);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 16 == 0)
      truth = population.next_state();
    const std::uint32_t owners = ledger.replica().options().owners->size();
    const std::string message = mutator.message(truth);
    auto decoded = decode_ledger_state_binary(message, ledger.replica().options().owners);
    if (!decoded) {
      ++outcomes.undecoded[decoded.error().code];
      CREDITSIM_CHECK(ledger.replica().options().owners->size() == owners);
      continue;
    }
    const auto joined = ledger.join(LiteralState{std::move(decoded).value(), message.size()}, 100);
    const std::string after = bytes_of(ledger);
    if (!joined) {
      ++outcomes.refused[joined.error().code];
      CREDITSIM_CHECK(after == before);
      continue;
    }
    ++outcomes.joined;
    outcomes.changed += after == before ? 0 : 1;
    CREDITSIM_CHECK(ledger.account() == Credits::whole(10));
    before = after;
  }
  // What it has become is a state that others can read.
  const auto again = decode_ledger_state_binary(encode_ledger_state_binary(ledger.state(100)), new_owners());
  CREDITSIM_CHECK(again.ok() && same_state(again.value(), ledger.state(100)));
}

Outcomes attack_with(std::uint64_t messages) {
  constexpr std::uint64_t each = 500;
  Outcomes outcomes;
  for (std::uint64_t population = 0; population < messages / each; ++population)
    attack(population, each, outcomes);
  UNSCOPED_INFO("joined " << outcomes.joined << ", of these with a change " << outcomes.changed);
  for (const auto& [code, count] : outcomes.undecoded)
    UNSCOPED_INFO("undecoded, code " << static_cast<int>(code) << ": " << count);
  for (const auto& [code, count] : outcomes.refused)
    UNSCOPED_INFO("refused, code " << static_cast<int>(code) << ": " << count);
  return outcomes;
}

TEST_CASE("Hostile messages: taken whole or not at all", "[core][ledger][hostile]") {
  const Outcomes outcomes = attack_with(20'000);
  CHECK(outcomes.joined > 1'000);
  CHECK(outcomes.changed > 100);
  for (const Errc code : {Errc::malformed, Errc::invalid_value})
    CHECK(outcomes.undecoded.contains(code));
  for (const Errc code : {Errc::not_authentic, Errc::stamp_ahead})
    CHECK(outcomes.refused.contains(code));
}

TEST_CASE("Hostile messages: a million", "[.slow][core][ledger][hostile]") {
  const Outcomes outcomes = attack_with(1'000'000);
  CHECK(outcomes.joined > 50'000);
  SUCCEED();
}

} // namespace
