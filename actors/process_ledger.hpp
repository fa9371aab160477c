// SPDX-License-Identifier: MIT
#pragma once

#include "actors/replica_session.hpp"
#include "core/credit_ledger.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::actors {

/// A ledger that somebody else wrote: a process of its own, asked through `core/replica_protocol.hpp`.
///
/// Time, network and faults stay outside of it, so a process that answers equally to equal requests gives equal runs.
/// After each request that may have changed it the process is asked once, as soon as somebody wants to know, for what
/// replicas are compared by: its `export` where it says that this is canonical, else what it `read`s. What the node was
/// granted, earned and spent is counted here, by what the process acknowledged. Once it has failed (`failure`) nothing
/// is asked any more.
///
/// Of postings it takes grants, rewards and prices; it knows no holds, metadata and histories.
class ProcessLedger final : public core::CreditLedger {
public:
  ProcessLedger(const ReplicaPart& part, std::int64_t now_ms);
  ~ProcessLedger() override;
  ProcessLedger(const ProcessLedger&) = delete;
  ProcessLedger& operator=(const ProcessLedger&) = delete;

  /// An export as the bytes of a message, and what a replica is given of such bytes (`core::replica_state_of`).
  static std::string bytes_of(const core::SharedState& state);
  static std::shared_ptr<const core::SharedState> state_of(std::string_view bytes);

  void initialize() override { initialized_ = true; }
  bool initialized() const override { return initialized_; }
  core::Credits balance() const override { return account(); }

  /// At most this, by what the processes of the node acknowledged: one that has lost its store hears of its past from
  /// others, and spends again what nobody told it that it had spent. That is debt, not overdraft.
  core::Credits account() const override { return part_.funds->received - part_.funds->spent; }

  /// Once, at the first start of the node: an `add` that is repeated adds twice.
  bool grant_due() const override;

  /// As `CreditLedger::post`; stops the program at postings that the protocol does not have. Where the process refuses:
  /// `Errc::duplicate_task` for Maelstrom's `key-already-exists`, `Errc::insufficient_balance` for
  /// `precondition-failed`, `Errc::invalid_value` for its other definite errors, and `Errc::indefinite` for the others
  /// and when there is no answer.
  core::Result<const core::Transaction*> post(const core::Posting& posting, std::int64_t now_ms) override;
  bool keeps_texts() const override { return false; }

  /// Stops the program: the protocol has no metadata.
  void set_metadata(std::string_view key, std::string value, std::int64_t now_ms) override;
  core::Result<core::JoinChange> join(const core::SharedState& state, std::int64_t now_ms) override;
  std::shared_ptr<const core::SharedState> share(std::int64_t now_ms) const override;
  core::Result<void> shutdown(std::int64_t now_ms) override;
  core::AccountFigures own() const override { return own_; }

  /// Of the own account alone: nobody else's is known.
  core::Credits total_earned() const override { return own_.earned; }
  core::Credits total_spent() const override { return own_.spent; }
  core::Result<std::vector<core::HistoryRow>> history(std::int64_t limit) const override;

  /// What replicas are compared by, as the digest of the counters.
  core::LedgerDigests digests() const override;
  std::uint64_t entries_known() const override { return 0; }

  /// The changes that this process knows to be its node's own; nobody else's are known
  /// (`core::LedgerAbility::entries`).
  std::int64_t progress(core::OwnerId) const override { return changes_; }
  void observe(core::LedgerObserver* observer) override { observer_ = observer; }
  core::LedgerAbilities abilities() const override;
  void read(core::LedgerReading& reading) const override;
  std::string canonical_bytes() const override { return canonical(); }
  std::shared_ptr<const core::LedgerSnapshot> snapshot() const override;
  core::Result<void> restore(const core::LedgerSnapshot& snapshot) override;

  /// In a process of its own, which later trials of this node may use again: it is set back by a `restore` of what it
  /// held at first.
  std::unique_ptr<core::CreditLedger> blank() const override;

  /// Ends the process and starts another, which is given the `snapshot` of the first; from nothing where the process
  /// has none.
  void reboot(std::int64_t now_ms) override;
  const std::string& failure() const override { return *failure_; }

private:
  struct State;
  struct Snapshot;
  struct Trials;

  ProcessLedger(const ProcessLedger& original, std::unique_ptr<ReplicaSession> session);
  core::Result<core::ReplicaAnswer> ask(core::ReplicaRequest request) const;
  core::Result<core::ReplicaAnswer> demand(core::ReplicaCall call) const;
  core::Result<void> restore_text(std::string_view state);
  void forget_looks();
  core::Credits value() const;
  const std::string& canonical() const;
  void note_failure() const;
  void count(const core::Posting& posting);

  ReplicaPart part_;
  std::unique_ptr<ReplicaSession> session_; ///< never null
  std::shared_ptr<std::string> failure_;    ///< of this process or of one of its trials
  std::shared_ptr<Trials> trials_;          ///< processes on which nothing is tried now
  core::AccountFigures own_;
  std::int64_t changes_ = 0; ///< of the node that were acknowledged and that this process remembers
  // What was asked for since the last change.
  mutable std::optional<core::Credits> value_;
  mutable std::optional<std::string> canonical_;
  mutable std::uint64_t digest_ = 0; ///< of `canonical_`
  mutable std::int64_t now_us_ = 0;  ///< the node's clock when it was last told
  core::LedgerObserver* observer_ = nullptr;
  bool trial_ = false;
  bool initialized_ = false;
};

} // namespace creditsim::actors
