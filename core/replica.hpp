// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/ledger_state.hpp"
#include "core/metadata_map.hpp"
#include "core/planted_fault.hpp"
#include "core/rules.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace creditsim::core {

/// How the replicas of a corrected ledger behave; the same for all that exchange states.
struct ReplicaOptions {
  std::shared_ptr<OwnerTable> owners{};
  Rules rules{};                         ///< of these: ties, order, counters, writers, grant, clock
  std::uint32_t rows_max = 1000;         ///< newest transactions that are kept; at least 1
  std::uint32_t authenticator_bytes = 8; ///< size of an entry's authenticator in messages; 0 is none
  Authority authority{};
  /// Owners may write two things under one version: digests tell these apart, and cost more.
  bool forks = false;
  PlantedFault planted = PlantedFault::none; ///< literal replicas only
};

/// One change that an owner makes to its own entry.
struct OwnChange {
  Entry after;                          ///< one version later than before, signed
  LedgerRow row;                        ///< what changed
  const MetadataEntry* write = nullptr; ///< `RecordKind::metadata`: what was written
};

/// Refuses an entry that its owner did not write (`Errc::not_authentic`), under whatever rule.
Result<void> check_authentic(const ReplicaOptions& options, Slot slot, const Entry& entry);

/// The state of a replica in messages.
class ReplicaState : public SharedState {
public:
  /// The clock of the node that made it: no stamp in it is later.
  HybridTime clock() const { return clock_; }

protected:
  explicit ReplicaState(HybridTime clock) : clock_{clock} {}

private:
  HybridTime clock_;
};

/// One replica of the corrected ledger: what it knows of every owner's history. A join keeps of each (identity,
/// incarnation) the entry with the higher version, so replicas that know the same versions hold the same, whatever the
/// order of arrival (version vectors: Parker et al.: Detection of mutual inconsistency in distributed systems; IEEE TSE
/// 9(3), 1983; joins: Shapiro et al., INRIA RR-7506, 2011).
class Replica {
public:
  virtual ~Replica() = default;

  /// The same replica again, for a snapshot.
  virtual std::unique_ptr<Replica> clone() const = 0;

  /// A replica of the same kind and options that knows nothing.
  virtual std::unique_ptr<Replica> blank() const = 0;

  /// Records a change of an owner that writes here.
  virtual void write(const OwnChange& change) = 0;

  /// Raises this replica to the least upper bound of itself and `state`, whole or not at all. Refuses an entry that its
  /// owner did not write (`Errc::not_authentic`) under the rule that asks for it, and what would leave no sum of all
  /// amounts in the range of `Credits` (`Errc::overflow`).
  virtual Result<JoinChange> join(const ReplicaState& state) = 0;

  /// Forgets rows and metadata with a later stamp than `limit`, but for those that `identity` wrote: they get new
  /// stamps, in their order, later than `from` and all that stays. Returns the last stamp there is, `from` at least.
  /// Versions and accounts do not change.
  virtual HybridTime restamp(HybridTime limit, OwnerId identity, HybridTime from) = 0;

  /// The state as messages of one process carry it, made at `clock`.
  virtual std::shared_ptr<const ReplicaState> share(HybridTime clock) const = 0;

  /// The state as a value. Linear in what is known.
  virtual LedgerState state(HybridTime clock) const = 0;

  /// What is known of an owner; version 0 when nothing is. Valid until the replica changes.
  virtual const Entry& entry(Slot slot) const = 0;
  virtual std::uint32_t version(Slot slot) const { return entry(slot).version; }

  /// Equal for replicas of one table that know the same versions and hold the same metadata; with
  /// `ReplicaOptions::forks`, that hold the same.
  virtual LedgerDigests digests() const = 0;

  /// Size of the state in the canonical binary encoding.
  virtual std::uint64_t encoded_bytes() const = 0;

  /// Number of entries and of metadata keys known.
  virtual std::uint64_t entries_known() const = 0;

  /// As `CreditLedger::entry_memory_bytes`.
  virtual std::uint64_t entry_memory_bytes() const = 0;

  virtual const MetadataMap& metadata() const = 0;

  /// The newest transactions of all owners, `ReplicaOptions::rows_max` at most, oldest first.
  virtual std::vector<LedgerRow> newest_rows() const = 0;

  /// Of these, the last `limit` of an identity.
  std::vector<LedgerRow> newest_rows_of(OwnerId identity, std::size_t limit) const;

  /// Different entries that were seen under one version of one owner.
  virtual std::uint64_t equivocations() const = 0;

  /// The account of an identity, as far as is known: its grant once, and what all its incarnations moved.
  /// O(incarnations).
  Credits account(OwnerId identity) const;

  /// The sum of all accounts, as far as is known. O(owners).
  virtual Credits total_account() const = 0;

  const ReplicaOptions& options() const { return *options_; }

  /// The same, for another replica like this one.
  const std::shared_ptr<const ReplicaOptions>& shared_options() const { return options_; }

protected:
  /// What is known of an owner of whom nothing is known.
  static inline const Entry no_entry{};

  explicit Replica(std::shared_ptr<const ReplicaOptions> options) : options_{std::move(options)} {}

private:
  std::shared_ptr<const ReplicaOptions> options_; // never null; one for the replicas of a run
};

} // namespace creditsim::core
