// SPDX-License-Identifier: MIT
#include "core/ledger_adoption.hpp"

#include "core/json_members.hpp"
#include "core/ledger_state_draft.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <string_view>

namespace creditsim::core {

namespace {

constexpr Incarnation adopted_incarnation = 0;
constexpr std::int64_t moved_hundredths_max = std::int64_t{std::numeric_limits<std::uint32_t>::max()} - 1;

struct Counts {
  OwnerId node = no_owner;
  Credits earned;
  Credits spent;
};

// By name, which is the order of entries.
using CountsByName = std::map<std::string_view, Counts>;

std::string shown(std::string_view text) { return shown_json(nlohmann::ordered_json(text)); }

CountsByName collect(const LedgerExport& reference) {
  CountsByName all;
  const auto at = [&](OwnerId node) -> Counts& {
    Counts& counts = all[reference.names->name(node)];
    counts.node = node;
    return counts;
  };
  if (reference.node)
    at(*reference.node);
  if (reference.earned)
    reference.earned->for_each([&](OwnerId node, Credits amount) { at(node).earned = amount; });
  if (reference.spent)
    reference.spent->for_each([&](OwnerId node, Credits amount) { at(node).spent = amount; });
  return all;
}

Result<Entry> adopted_entry(std::string_view name, const Counts& counts) {
  const std::int64_t moved = counts.earned.hundredths() + counts.spent.hundredths(); // at most 3.5e15 each
  if (moved > moved_hundredths_max)
    return Error{Errc::invalid_value, "node " + shown(name) + ": found " + Credits::hundredths(moved).to_string() +
                                          " credits earned and spent, expected at most " +
                                          Credits::hundredths(moved_hundredths_max).to_string()};
  Entry entry;
  entry.earned = counts.earned;
  entry.spent = counts.spent;
  entry.version = static_cast<std::uint32_t>(moved + 1);
  return entry;
}

Result<void> add_entries(const LedgerExport& reference, const Authority& authority, LedgerStateDraft& draft) {
  const OwnerTable hashes{reference.names}; // for the hashes of names only
  for (const auto& [name, counts] : collect(reference)) {
    auto entry = adopted_entry(name, counts);
    if (!entry)
      return entry.error();
    entry.value().authenticator =
        authority.sign({.name_hash = hashes.name_hash(counts.node), .incarnation = adopted_incarnation}, entry.value());
    if (const auto added = draft.add_entry(name, adopted_incarnation, entry.value()); !added)
      return added;
  }
  return {};
}

Result<HybridTime> adopted_time(std::int64_t timestamp_ms, const std::string& place) {
  if (timestamp_ms < 0 || timestamp_ms > HybridTime::ms_max)
    return Error{Errc::invalid_value, place + ": found " + std::to_string(timestamp_ms) + " ms, expected 0 to " +
                                          std::to_string(HybridTime::ms_max)};
  return HybridTime::at(timestamp_ms);
}

std::string place_of(const LwwEntry& entry) { return "metadata " + shown(entry.key); }

Result<HybridTime> adopted_clock(const LedgerExport& reference) {
  Result<HybridTime> clock = adopted_time(reference.timestamp_ms.value_or(0), "timestamp");
  if (!clock || !reference.metadata)
    return clock;
  for (const LwwEntry& entry : reference.metadata->entries()) {
    const auto stamp = adopted_time(entry.timestamp_ms, place_of(entry));
    if (!stamp)
      return stamp;
    clock = std::max(clock.value(), stamp.value());
  }
  return clock;
}

Result<void> add_metadata(const LedgerExport& reference, LedgerStateDraft& draft) {
  if (!reference.metadata || reference.metadata->size() == 0)
    return {};
  if (!reference.node)
    return Error{Errc::invalid_value, "nodeId: found none, expected the node that the metadata is from"};
  const Slot writer = draft.find(reference.names->name(*reference.node), adopted_incarnation).value();
  for (const LwwEntry* entry : reference.metadata->sorted()) {
    const auto added = draft.add_metadata({.key = entry->key,
                                           .value = entry->value.empty() ? "null" : entry->value,
                                           .stamp = HybridTime::at(entry->timestamp_ms),
                                           .slot = writer,
                                           .version = draft.version(writer),
                                           .deleted = entry->deleted});
    if (!added)
      return Error{added.error().code, place_of(*entry) + ": " + added.error().context};
  }
  return {};
}

} // namespace

Result<LedgerState> adopt(const LedgerExport& reference, std::shared_ptr<OwnerTable> owners,
                          const Authority& authority) {
  LedgerStateDraft draft;
  const auto clock = adopted_clock(reference);
  Result<void> done = clock ? draft.set_clock(clock.value()) : clock.error();
  if (done)
    done = add_entries(reference, authority, draft);
  if (done)
    done = add_metadata(reference, draft);
  if (!done)
    return done.error();
  return draft.finish(std::move(owners));
}

} // namespace creditsim::core
