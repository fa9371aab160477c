// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/hybrid_time.hpp"
#include "core/replica.hpp"
#include "core/task_window.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// What a corrected ledger is made of.
struct EntryLedgerOptions {
  Slot slot = no_slot;                  ///< whose entry it writes: an owner of the replica's table
  std::unique_ptr<Replica> replica{};   ///< what it knows; never null
  std::uint32_t window = 10'000;        ///< marks that deduplication remembers; at least 1
  std::int64_t stamp_ahead_ms = 60'000; ///< states whose clock is further ahead of the own are refused
};

/// The corrected credit ledger of one node: the account of an identity inside a replica of everybody's.
///
/// Only the owner changes its entry, one version a change, each signed and stamped by a hybrid logical clock; what it
/// may spend is its own identity's account. Holds, marks of processed tasks and the clock are part of the ledger: a
/// restart with the newest state (`restart`) knows all of them.
class EntryLedger final : public CreditLedger {
public:
  explicit EntryLedger(EntryLedgerOptions options);

  /// The same ledger again, as a snapshot would restore it.
  EntryLedger(const EntryLedger& other);
  EntryLedger& operator=(const EntryLedger&) = delete;

  void initialize() override { initialized_ = true; }
  bool initialized() const override { return initialized_; }
  Credits balance() const override;
  bool grant_due() const override;

  /// As `CreditLedger::post`. A settlement or release needs the task's open hold (`Errc::not_found`). Always returns a
  /// null record.
  Result<const Transaction*> post(const Posting& posting, std::int64_t now_ms) override;
  bool processed(Posting::Kind kind, TaskId task) const override;
  bool keeps_texts() const override { return false; }
  void mark_earned(TaskId task) override;
  void set_metadata(std::string_view key, std::string value, std::int64_t now_ms) override;
  void delete_metadata(std::string_view key, std::int64_t now_ms) override;
  std::optional<std::string> metadata_value(std::string_view key) const override;

  /// Refuses, too, a state from too far ahead (`Errc::stamp_ahead`).
  Result<JoinChange> join(const SharedState& state, std::int64_t now_ms) override;
  bool correct_stamps(std::int64_t now_ms) override;
  std::shared_ptr<const SharedState> share(std::int64_t now_ms) const override;
  Result<void> shutdown(std::int64_t now_ms) override;
  Credits total_earned() const override;
  Credits total_spent() const override;
  Result<std::vector<HistoryRow>> history(std::int64_t limit) const override;
  LedgerDigests digests() const override { return replica_->digests(); }
  std::uint64_t entries_known() const override { return replica_->entries_known(); }
  std::uint64_t entry_memory_bytes() const override { return replica_->entry_memory_bytes(); }
  std::int64_t progress(OwnerId slot) const override { return replica_->version(slot); }
  void observe(LedgerObserver* observer) override { observer_ = observer; }
  AccountFigures own() const override;
  LedgerAbilities abilities() const override;

  /// Entries by slot. The value is the account of the own identity.
  void read(LedgerReading& reading) const override;
  RowsReading read_rows() const override;

  /// The binary encoding of the state, at no clock.
  std::string canonical_bytes() const override;

  /// Of the replica, the holds, the marks of processed tasks and the clock. Whoever goes on from one that is not the
  /// newest does so as another incarnation (`restart`): an owner writes each version once.
  std::shared_ptr<const LedgerSnapshot> snapshot() const override;
  Result<void> restore(const LedgerSnapshot& snapshot) override;
  std::unique_ptr<CreditLedger> blank() const override;

  /// As `CreditLedger::expect`: even when the horizon has passed the task.
  void expect(TaskId task) override { work().expected.insert(task); }
  void expect_no_more(TaskId task) override;

  /// From now on accepts what the account does not cover: a dishonest owner.
  void set_overspending(bool overspends) { overspends_ = overspends; }

  /// Goes on as another incarnation of the same identity, from all that this ledger knows.
  void restart(Slot slot);

  /// Likewise from a store that is not the newest: what was open in it may be closed by now, so no hold is taken over
  /// and no payment is due.
  void restart_without_work(Slot slot);

  /// What a restart does under `Rules::Restart::replaced`. From now on the ledger is what `stored` was; or it is what
  /// stood before the tear in its own store: what was granted and earned, nothing that was spent, no rows, no keys. Of
  /// literal replicas only.
  /// @{
  void replace_by(const EntryLedger& stored);
  void read_half();
  /// @}

  /// The identity's, over all its incarnations that are known here.
  Credits account() const override { return account_; }

  /// The sum of the open holds.
  Credits held() const { return work_ == nullptr ? Credits{} : work_->held; }

  /// What `share` carries, as a value.
  LedgerState state(std::int64_t now_ms) const { return replica_->state(export_clock(now_ms)); }

  const Replica& replica() const { return *replica_; }
  Slot slot() const { return slot_; }
  OwnerId identity() const { return owners().identity(slot_); }

private:
  struct Snapshot;

  /// What has begun and is not over.
  struct Work {
    std::map<TaskId, Credits> holds;
    std::set<TaskId> expected;
    Credits held; ///< the sum of `holds`
  };
  Work& work();
  std::unique_ptr<Work> copy_of_work() const { return work_ == nullptr ? nullptr : std::make_unique<Work>(*work_); }
  bool expects(TaskId task) const { return work_ != nullptr && work_->expected.contains(task); }
  const Credits* hold_of(TaskId task) const;

  const OwnerTable& owners() const { return *replica_->options().owners; }
  const Rules& rules() const { return replica_->options().rules; }
  HybridTime export_clock(std::int64_t now_ms) const { return std::max(clock_.last(), HybridTime::at(now_ms)); }
  PlantedFault planted() const { return replica_->options().planted; }
  bool follows_others() const { return rules().clock == Rules::Clock::hybrid; }
  Result<void> admit(const Posting& posting) const;
  void change_hold(const Posting& posting);
  void write(OwnChange& change, std::int64_t now_ms, MetadataEntry* metadata = nullptr);
  void replica_changed() { account_ = replica_->account(identity()); }

  // What every change touches comes first: of a ledger among many, each line of the cache is waited for.
  std::unique_ptr<Replica> replica_;
  OwnerTable::OrderKey key_; // of the slot: every change is signed with it
  HybridClock clock_;
  Credits account_; // as the replica has it
  std::int64_t stamp_ahead_ms_;
  Slot slot_;
  bool initialized_ = false;
  bool overspends_ = false;
  TaskWindow window_;
  std::unique_ptr<Work> work_; // null until something begins, as on most nodes of a large network
  LedgerObserver* observer_ = nullptr;
};

} // namespace creditsim::core
