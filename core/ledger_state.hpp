// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credits.hpp"
#include "core/hybrid_time.hpp"
#include "core/owner_table.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// What one owner says of its account: counters that only grow, and how often it changed them. Version 0 is no entry.
struct Entry {
  Credits granted;               ///< initial credits
  Credits earned;                ///< payments received
  Credits spent;                 ///< holds and prices
  Credits refunded;              ///< holds that were released
  TaskId horizon = 0;            ///< tasks below it are refused: what they were is forgotten
  std::uint64_t authenticator{}; ///< proves that the owner wrote this, see `Authority`
  std::uint32_t version = 0;     ///< changes so far

  /// What this entry adds to its identity's account beside the grant.
  Credits moved() const { return earned + refunded - spent; }

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// What a change of an entry was.
enum class RecordKind : std::uint8_t {
  grant,    ///< initial credits
  earn,     ///< a payment for a task was received
  spend,    ///< a price was paid and is gone
  hold,     ///< the price of a task was set aside
  settle,   ///< a hold went to the worker `peer`
  release,  ///< a hold came back
  metadata, ///< a key was set or deleted; in no list of transactions
};
inline constexpr std::uint8_t record_kinds = 7;

/// One change that an owner made: with (slot, version) it has a name, with its stamp a place in the order of all.
struct LedgerRow {
  HybridTime stamp{};
  Credits amount{};
  TaskId task = no_task;
  std::uint64_t peer = 0; ///< the other side, by the hash of its name (`OwnerTable::name_hash`); 0 is none
  Slot slot = no_slot;    ///< whose change
  std::uint32_t version = 0;
  RecordKind kind = RecordKind::grant;

  friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

/// The latest write to a metadata key.
struct MetadataEntry {
  std::string key{};
  std::string value; ///< canonical JSON text; `null` when deleted
  HybridTime stamp{};
  Slot slot = no_slot; ///< whose write
  std::uint32_t version = 0;
  bool deleted = false;

  friend bool operator==(const MetadataEntry&, const MetadataEntry&) = default;
};

/// The state of a corrected ledger as a value: a version vector over its owners' histories, with what belongs to it.
struct LedgerState {
  std::shared_ptr<OwnerTable> owners;  ///< never null
  std::vector<Entry> entries;          ///< by slot; may be shorter than the table
  std::vector<LedgerRow> rows;         ///< the newest transactions, oldest first
  std::vector<MetadataEntry> metadata; ///< by ascending key
  HybridTime clock{};                  ///< the exporting node's, when it was made
};

/// Whether both hold the same entries, rows in the same order and metadata, owners matched by name and incarnation.
/// Clocks are not compared.
bool same_state(const LedgerState& a, const LedgerState& b);

/// `state` over another table of owners, in which its owners are interned. Costs a look-up an entry.
LedgerState translated(const LedgerState& state, std::shared_ptr<OwnerTable> owners);

/// The part of `state` that a replica lacks which knows of each slot the version in `versions_known`, and of slots
/// beyond it nothing: entries with a later version, and what their owners wrote after the known one. Who joins it holds
/// the same as after joining the whole, as long as all keep equally many rows and each version was written once: what
/// was stamped again, and other content under a known version, travels in whole states only. O(owners).
LedgerState delta_since(const LedgerState& state, std::span<const std::uint32_t> versions_known);

/// The order of all changes everywhere: hybrid time, then owner, then version.
bool row_before(const LedgerRow& a, const LedgerRow& b, const OwnerTable& owners);

/// Sizes in the canonical binary encoding (`ledger_state_binary.hpp`).
/// @{
std::uint64_t entry_bytes(std::string_view name, Incarnation incarnation, const Entry& entry,
                          std::uint32_t authenticator_bytes);
/// What an entry's size grows by, below zero included, when its owner changes `before` to `after`.
std::int64_t entry_bytes_grown(const Entry& before, const Entry& after);
std::uint64_t metadata_bytes(const MetadataEntry& entry);
inline constexpr std::uint64_t row_bytes = 41;
struct StateCounts {
  std::uint64_t entries = 0, entry_bytes = 0, rows = 0, metadata = 0, metadata_bytes = 0;
};
std::uint64_t state_bytes(const StateCounts& counts);
/// @}

/// Authenticity as the model has it: what an owner signs, nobody else can, and everybody can check. The signature is a
/// keyed hash; that nobody uses another's key is up to the model. Its size in messages is a setting.
class Authority {
public:
  explicit Authority(std::uint64_t secret = 0) : secret_{secret} {}

  /// The authenticator of `entry` by the owner at `owner`.
  std::uint64_t sign(const OwnerTable::OrderKey& owner, const Entry& entry) const;

  bool accepts(const OwnerTable::OrderKey& owner, const Entry& entry) const {
    return entry.authenticator == sign(owner, entry);
  }

private:
  std::uint64_t secret_;
};

} // namespace creditsim::core
