// SPDX-License-Identifier: MIT
#include "core/ledger_state_draft.hpp"

#include "core/identity_name.hpp"
#include "core/json_members.hpp"
#include "core/lww_map.hpp"
#include "core/strict_json.hpp"

#include <string>
#include <tuple>

namespace creditsim::core {

namespace {

std::string shown(std::string_view text) { return shown_json(nlohmann::ordered_json(text)); }

std::string shown(std::string_view identity, Incarnation incarnation) {
  return shown(identity) + ", incarnation " + std::to_string(incarnation);
}

std::string shown(HybridTime stamp) {
  return std::to_string(stamp.ms()) + " ms, count " +
         std::to_string(stamp.bits & ((std::uint64_t{1} << HybridTime::count_bits) - 1));
}

std::string_view name_of(const OwnerTable& owners, Slot slot) { return owners.names()->name(owners.identity(slot)); }

Result<void> check_value(const MetadataEntry& entry) {
  if (entry.deleted && entry.value != "null")
    return Error{Errc::invalid_value, "value: found a value, expected null in a deleted entry"};
  const auto json = parse_strict_json(entry.value, metadata_depth_max);
  if (!json)
    return Error{Errc::malformed, "value: " + json.error().context};
  if (canonical_json(json.value()) != entry.value)
    return Error{Errc::malformed, "value: found JSON in another form, expected canonical JSON"};
  return {};
}

} // namespace

LedgerStateDraft::LedgerStateDraft() : LedgerStateDraft{std::make_shared<OwnerTable>(std::make_shared<NodeNames>())} {}

LedgerStateDraft::LedgerStateDraft(std::shared_ptr<OwnerTable> owners)
    : state_{.owners = std::move(owners), .entries = {}, .rows = {}, .metadata = {}, .clock = {}} {}

Result<void> LedgerStateDraft::set_clock(HybridTime clock) {
  if (clock.ms() > HybridTime::ms_max)
    return Error{Errc::invalid_value,
                 "clock: found " + shown(clock) + ", expected at most " + std::to_string(HybridTime::ms_max) + " ms"};
  state_.clock = clock;
  return {};
}

Result<void> LedgerStateDraft::add_entry(std::string_view identity, Incarnation incarnation, const Entry& entry) {
  if (!is_identity_name(identity))
    return Error{Errc::invalid_value,
                 "identity: found " + shown(identity) + ", expected " + std::string{identity_name_expected}};
  if (const auto ordered = check_entry_order(identity, incarnation); !ordered)
    return ordered;
  if (entry.version == 0)
    return Error{Errc::invalid_value, "version: found 0, expected at least 1"};
  if (auto added = add_amounts(entry); !added)
    return added;
  state_.owners->intern(state_.owners->names()->intern(identity), incarnation);
  state_.entries.push_back(entry);
  return {};
}

Result<void> LedgerStateDraft::set_entries(std::vector<Entry> entries) {
  for (Slot slot = 0; slot < entries.size(); ++slot)
    if (const auto added = add_amounts(entries[slot]); !added)
      return Error{added.error().code, "at slot " + std::to_string(slot) + ": " + added.error().context};
  state_.entries = std::move(entries);
  return {};
}

// Accounts and their total are sums of these, so none of them can leave the range.
Result<void> LedgerStateDraft::add_amounts(const Entry& entry) {
  for (const auto& [field, amount] : {std::pair{"granted", entry.granted},
                                      {"earned", entry.earned},
                                      {"spent", entry.spent},
                                      {"refunded", entry.refunded}}) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(sum_.hundredths(), amount.hundredths(), &sum))
      return Error{Errc::overflow,
                   std::string{field} + ": the sum of all amounts up to here leaves the range of credits"};
    sum_ = Credits::hundredths(sum);
  }
  return {};
}

Result<void> LedgerStateDraft::check_entry_order(std::string_view identity, Incarnation incarnation) const {
  if (state_.entries.empty())
    return {};
  const Slot last = state_.owners->size() - 1;
  const std::string_view last_identity = name_of(*state_.owners, last);
  const Incarnation last_incarnation = state_.owners->incarnation(last);
  if (std::tuple{last_identity, last_incarnation} < std::tuple{identity, incarnation})
    return {};
  return Error{Errc::malformed, "identity: found " + shown(identity, incarnation) + " after " +
                                    shown(last_identity, last_incarnation) + ", expected ascending order"};
}

// What an owner wrote: it has an entry, which counted it, and no stamp is later than the clock.
Result<void> LedgerStateDraft::check_write(Slot owner, std::uint32_t version, HybridTime stamp) const {
  if (owner >= state_.entries.size())
    return Error{Errc::invalid_value, "owner: found index " + std::to_string(owner) + ", expected one of " +
                                          std::to_string(state_.entries.size()) + " entries"};
  if (state_.entries[owner].version == 0)
    return Error{Errc::invalid_value, "owner: found slot " + std::to_string(owner) + ", expected one with an entry"};
  if (version == 0 || version > state_.entries[owner].version)
    return Error{Errc::invalid_value, "version: found " + std::to_string(version) + ", expected 1 to " +
                                          std::to_string(state_.entries[owner].version) +
                                          ", the version of its owner's entry"};
  if (stamp > state_.clock)
    return Error{Errc::invalid_value,
                 "stamp: found " + shown(stamp) + ", expected no later than the clock, " + shown(state_.clock)};
  return {};
}

Result<void> LedgerStateDraft::add_row(const LedgerRow& row) {
  if (auto checked = check_write(row.slot, row.version, row.stamp); !checked)
    return checked;
  const OwnerTable& owners = *state_.owners;
  if (!row_names_.emplace(row.slot, row.version).second)
    return Error{Errc::malformed, "version: found a second row of " +
                                      shown(name_of(owners, row.slot), owners.incarnation(row.slot)) + ", version " +
                                      std::to_string(row.version) + ", expected one"};
  if (!state_.rows.empty() && !row_before(state_.rows.back(), row, owners))
    return Error{Errc::malformed, "stamp: found " + shown(row.stamp) + " after " + shown(state_.rows.back().stamp) +
                                      ", expected ascending order of stamp, owner and version"};
  state_.rows.push_back(row);
  return {};
}

Result<void> LedgerStateDraft::add_metadata(MetadataEntry entry) {
  if (!state_.metadata.empty() && entry.key <= state_.metadata.back().key)
    return Error{Errc::malformed, "key: found " + shown(entry.key) + " after " + shown(state_.metadata.back().key) +
                                      ", expected ascending order"};
  if (auto checked = check_value(entry); !checked)
    return checked;
  if (auto checked = check_write(entry.slot, entry.version, entry.stamp); !checked)
    return checked;
  state_.metadata.push_back(std::move(entry));
  return {};
}

std::optional<Slot> LedgerStateDraft::find(std::string_view identity, Incarnation incarnation) const {
  const auto known = state_.owners->names()->find(identity);
  return known ? state_.owners->find(*known, incarnation) : std::nullopt;
}

} // namespace creditsim::core
