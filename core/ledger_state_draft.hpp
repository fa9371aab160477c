// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_state.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A state of the corrected ledger as a decoder finds it, part by part and in canonical order: until it is known to be
/// good as a whole it leaves no trace. Here stands, once for all encodings, what its fields must be to each other; that
/// each is in its own range is up to the decoder.
///
/// What is added is checked against what was added before. The context of an error begins with the field that is wrong,
/// as in `version: found 0, expected at least 1`, so that a decoder puts the place before it. After an error the draft
/// is of no further use.
///
/// Entries come either by name, which fills a table of the draft's own (`add_entry`, `finish`), or by slot of a table
/// that knows their owners already (`set_entries`, `take`).
class LedgerStateDraft {
public:
  LedgerStateDraft();
  explicit LedgerStateDraft(std::shared_ptr<OwnerTable> owners);

  /// Comes before rows and metadata, whose stamps are no later. Refuses a time beyond `HybridTime::ms_max`.
  Result<void> set_clock(HybridTime clock);

  /// Entries come by ascending (bytes of the name, incarnation) and before all else. Refuses what is no identity name
  /// (`is_identity_name`), version 0, the wrong order, and a sum of all amounts that leaves the range of `Credits`
  /// (`Errc::overflow`).
  Result<void> add_entry(std::string_view identity, Incarnation incarnation, const Entry& entry);

  /// All entries by slot, those that are not known with version 0 and nothing else. Refuses the same sum.
  Result<void> set_entries(std::vector<Entry> entries);

  /// Rows come by ascending `row_before`; `slot` is the place of the owner among the entries. Refuses an owner that is
  /// not there, version 0 or one above that of the owner's entry, a second row of one (owner, version), a stamp later
  /// than the clock, and the wrong order.
  Result<void> add_row(const LedgerRow& row);

  /// Metadata comes by ascending key. Refuses of owner, version and stamp the same as `add_row`, and a value that is
  /// not canonical JSON or, if deleted, not `null`.
  Result<void> add_metadata(MetadataEntry entry);

  /// The place of an owner among the entries added so far.
  std::optional<Slot> find(std::string_view identity, Incarnation incarnation) const;

  /// The version of the entry at a place that `find` returned.
  std::uint32_t version(Slot slot) const { return state_.entries[slot].version; }

  /// The state over `owners`, where its owners are interned.
  LedgerState finish(std::shared_ptr<OwnerTable> owners) const { return translated(state_, std::move(owners)); }

  /// The state over the table that the draft was made with. The draft is of no further use.
  LedgerState take() { return std::move(state_); }

private:
  Result<void> add_amounts(const Entry& entry);
  Result<void> check_entry_order(std::string_view identity, Incarnation incarnation) const;
  Result<void> check_write(Slot owner, std::uint32_t version, HybridTime stamp) const;

  LedgerState state_; // over a table of its own the slots count the entries
  Credits sum_;
  std::set<std::pair<Slot, std::uint32_t>> row_names_;
};

} // namespace creditsim::core
