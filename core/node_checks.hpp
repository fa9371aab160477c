// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_account_rules.hpp"
#include "core/check_history.hpp"
#include "core/check_join_laws.hpp"
#include "core/check_records.hpp"
#include "core/check_rejected_input.hpp"
#include "core/node_world.hpp"
#include "core/owner_labels.hpp"
#include "core/posting_watch.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace creditsim::core {

/// The checks of one node: they see every operation that its ledger is asked for and every state that it is given, and
/// read the replica after each event that may have changed it. They never change it.
///
/// For each event: `begin`, then whatever happens, then `end`.
class NodeChecks final : public PostingWatch {
public:
  /// `world` has records and outlives the checks.
  NodeChecks(const NodeWorld& world, NodeIndex self);

  /// From now on the node's ledger is this one, in which it writes as `owner`. It outlives the next call.
  void watch(const CreditLedger& ledger, OwnerId owner);

  void begin(TimeUs now_us, CheckNotes& notes);
  void posted(const Posting& posting, const Result<const Transaction*>& answer) override;

  /// The node has written its own entry.
  void wrote();

  /// The node is about to join a state, or to decode one; then, what came of it.
  void before_input();
  void joined(const std::shared_ptr<const SharedState>& state);
  void refused(std::string_view reason);

  /// A task of these terms was charged `amount`, or `refused` for good.
  void charged(TaskId task, Credits amount, PriceTerms terms);
  void refused_task(TaskId task);

  /// The node has started for the first time, and is one that is granted the initial credits.
  void granted_at_start();

  /// The node tells the submitter of `task` that its payment is booked.
  void acknowledges(TaskId task);

  /// A state has arrived that had `bytes` when it left.
  void arrived(const SharedState& state, std::uint64_t bytes);

  /// The workload is about to write a key of the metadata, or to delete it.
  void writes_metadata(std::string_view key, std::optional<std::string> value);

  /// The node has started: `older` from a store that may lack what it did before. What `watch` was told is new already.
  void restarted(bool older);

  /// The node is gone for good, with its store.
  void left();

  void end();

  /// Looks at what is too much for each event: on a few nodes each time, at the end (`last`) on all.
  void sample(TimeUs now_us, bool last, CheckNotes& notes);

private:
  bool looks_for(Checker checker) const;
  void report(Checker checker, std::optional<std::string> fault);
  bool honest(OwnerId owner) const;
  bool lists_all(OwnerId owner) const;
  bool is_own(OwnerId owner) const;
  void read();
  void note_loss();
  void compare(const LedgerReading& before);
  void look_at(const EntryReading& entry);
  void look_at_history();
  void look_at_shown();
  void look_at_metadata();

  const NodeWorld& world_;
  CheckRecords& records_;
  NodeRecord& record_;
  OwnerLabels labels_;
  const CreditLedger* ledger_ = nullptr;
  CheckNotes* notes_ = nullptr;
  LedgerReading before_; // scratch
  HistoryCheck history_;
  JoinLawsCheck join_laws_;
  RejectedInputCheck rejected_input_;
  AccountRulesCheck account_rules_;
  std::set<TaskId> booked_; // tasks that the node was ever paid for
  CheckerSet found_;        // what was broken here before is not looked for again
  TimeUs now_us_ = 0;
  NodeIndex self_;
  OwnerId owner_ = no_owner;
  bool touched_ = false; // the replica may have changed in this event
};

} // namespace creditsim::core
