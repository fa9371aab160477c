// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credit_observer.hpp"
#include "core/history.hpp"
#include "core/loose_text.hpp"
#include "core/planted_fault.hpp"
#include "core/posting_watch.hpp"
#include "core/processed_tasks.hpp"
#include "core/rules.hpp"
#include "core/scenario.hpp"
#include "core/task_handler.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// What a payment is for and how much it is before factors.
struct Payment {
  LooseText node = {}; ///< whose account; any but the system's own is refused
  double amount = 0;   ///< credits, before the factors of type and priority
  LooseText task = {};
  LooseText type = {};
  LooseText priority = {};
  LooseText peer = {};        ///< earning: who submitted the task; spending: who is to execute it
  TaskId id = no_task;        ///< the task's number, for ledgers that know tasks (`Dedup::durable`)
  OwnerId peer_id = no_owner; ///< the peer's number, likewise
};

/// What a credit system counted since it was built.
struct CreditStats {
  Credits earned; ///< rewards of tasks and payments; the grant is not one
  Credits spent;  ///< prices, holds included until they are released
  std::uint64_t tasks_executed = 0;
  std::uint64_t tasks_submitted = 0;
  std::uint64_t insufficient_funds = 0;

  friend bool operator==(const CreditStats&, const CreditStats&) = default;
};

struct CreditSummary {
  LooseText node; ///< as the options gave it
  Credits balance;
  Credits total_earned;
  Credits total_spent;
  CreditStats stats;
  bool initialized = false;
  std::vector<HistoryRow> recent; ///< the last 5 rows of the history
};

/// What a credit system is made of.
struct CreditSystemOptions {
  LooseText node = {};                ///< whose payments the system accepts; its text outlives the system
  const CreditRules* rules = nullptr; ///< outlives the system
  /// Of which the system looks at `dedup`, `marking`, `minimum_balance` and `multipliers`; the ledger has its own.
  Rules economy = Rules::reference();
  PlantedFault planted = PlantedFault::none;
  bool grants = true;                 ///< whether the initial credits are given where they are due
  CreditObserver* observer = nullptr; ///< outlives the system and its ledger; null: nobody listens
  PostingWatch* watch = nullptr;      ///< likewise
};

/// The credit system of one node: prices, grant, rewards and charges once per task, history; over a ledger that others
/// own.
///
/// What differs between the reference's economy and a corrected one are the rules, as values (`Rules`). The system
/// decides by some of them: `dedup`, whether its own table tells which tasks are done, in memory only (F1), or the
/// ledger (`CreditLedger::processed`); `marking`, whether that is part of the effect (F6); `minimum_balance` and
/// `multipliers`. Whoever calls the system decides by those of settlement and payment: `spend` and `earn` burn and
/// mint, `hold`, `settle`, `release` and `book` transfer. The ledger decides by all others.
/// Amounts come in as doubles and are exact hundredths from then on. Where the reference returns null and prints a
/// line, the error's context is that line.
class CreditSystem final : private TaskListener {
public:
  /// `ledger` outlives the system; who listened to it is replaced by the observer of the options.
  CreditSystem(CreditLedger& ledger, const CreditSystemOptions& options);
  CreditSystem(const CreditSystem&) = delete;
  CreditSystem& operator=(const CreditSystem&) = delete;

  /// Initialises the ledger unless it is, then grants the initial credits if the ledger finds them due, at every call.
  /// Passes on a refusal of the ledger (`Errc::overflow`).
  Result<void> initialize(std::int64_t now_ms);

  /// Pays this node for a task. The record is the ledger's (`CreditLedger::post`). Refuses another node
  /// (`Errc::foreign_node`), a task that it knows (`Errc::duplicate_task`), and an amount that is not above zero after
  /// rounding (`Errc::invalid_amount`) or out of range (`Errc::overflow`); the task is then not marked.
  /// A task id that is not a text is paid for and marked, and then `Errc::invalid_value` (fault F8).
  Result<const Transaction*> earn(const Payment& payment, std::int64_t now_ms);

  /// Charges this node for a task. Refuses as `earn` does, and what the balance does not cover
  /// (`Errc::insufficient_balance`), or would not leave `CreditRules::minimum_balance` of, where that is kept; else the
  /// minimum only chooses the words of the refusal (fault G3).
  Result<const Transaction*> spend(const Payment& payment, std::int64_t now_ms);

  /// Charges this node the price of a task, as `spend` does, but keeps it for whoever executes the task. Returns the
  /// amount. Refuses as `spend` does.
  Result<Credits> hold(const Payment& payment, std::int64_t now_ms);

  /// Gives what is held for `task` to `worker`. Refuses a task whose hold is closed (`Errc::duplicate_task`), and as
  /// the ledger does.
  Result<void> settle(TaskId task, Credits amount, OwnerId worker, std::int64_t now_ms);

  /// Takes back what is held for `task`. Refuses as `settle` does.
  Result<void> release(TaskId task, Credits amount, std::int64_t now_ms);

  /// Receives for `task` exactly the amount that `payer` settled. Refuses a task that this node has been paid for
  /// (`Errc::duplicate_task`), and as the ledger does.
  Result<void> book(TaskId task, Credits amount, OwnerId payer, std::int64_t now_ms);

  /// Marks a task that was booked, where the effect comes first (`Rules::Marking`): until then it can be booked again.
  void mark_booked(TaskId task, std::int64_t now_ms);

  /// Joins a state into the ledger. Refuses as `CreditLedger::join` does.
  Result<JoinChange> join(const SharedState& state, std::int64_t now_ms);

  /// Saves and stops the ledger, then the system. Refuses as `CreditLedger::shutdown` does.
  Result<void> shutdown(std::int64_t now_ms);

  /// Earns for each task that the handler completes and spends for each that it submits; outlives the handler's events.
  /// Wired twice, it hears of everything twice.
  void wire_to(TaskHandler& handler);

  Credits balance() const { return ledger_.balance(); }

  /// The balance of `node` as the reference answers it: its own for its own id, absent, null and empty; else zero.
  Credits balance_of(LooseText node) const;

  /// Whether the balance covers the final amount. False for an amount that is not a number or has no hundredths and is
  /// positive.
  bool has_sufficient_credits(double amount, LooseText type = {}, LooseText priority = {}) const;

  /// The ledger's history (`CreditLedger::history`), empty for the id of another node.
  Result<std::vector<HistoryRow>> history(LooseText node = {}, std::int64_t limit = 50) const;

  /// Refuses as `history` does.
  Result<CreditSummary> summary() const;

  const CreditStats& stats() const { return stats_; }
  std::uint32_t processed_tasks() const { return processed_ == nullptr ? 0 : processed_->size(); }
  bool initialized() const { return initialized_; }
  const CreditRules& rules() const { return *rules_; }
  LooseText node() const { return node_; }

  /// Who is told of events from now on, those of the ledger included; null is nobody.
  void observe(CreditObserver* observer);

private:
  Result<void> on_task_complete(const TaskCompleted& event, std::int64_t now_ms) override;
  Result<void> on_task_submitted(const TaskSubmitted& event, std::int64_t now_ms) override;

  struct Words;
  struct Paid {
    Credits amount;
    const Transaction* record;
  };

  Result<Paid> pay(const Payment& payment, const Words& words, std::int64_t now_ms);
  Result<void> admit(const Payment& payment, const Words& words) const;
  Result<void> cover(const Payment& payment, Credits amount);
  Result<Paid> move(const Payment& payment, const Words& words, Credits amount, std::int64_t now_ms);
  Result<const Transaction*> post(const Payment& payment, const Words& words, Credits amount, std::int64_t now_ms);
  Result<void> note_paid(const Payment& payment, const Words& words, const Paid& paid, std::int64_t now_ms);
  Result<void> close(const Posting& posting, std::int64_t now_ms);
  Result<const Transaction*> ask_ledger(const Posting& posting, std::int64_t now_ms);
  Result<Credits> final_price(double base, const LooseText& type, const LooseText& priority) const;
  bool ledger_knows(TaskId task) const;
  bool known(Posting::Kind kind, TaskId task, std::string_view name) const;
  void mark(Posting::Kind kind, TaskId task, std::string_view name, std::int64_t now_ms);
  bool is_own(LooseText node) const;
  Error warn(Errc code, std::string line) const;
  Error refusal(const Words& words, const Error& error) const;
  void emit(CreditEvent&& event) const;
  bool log_is_read() const { return observer_ != nullptr && observer_->reads_log(); }

  CreditLedger& ledger_;
  CreditStats stats_;
  const CreditRules* rules_;
  CreditObserver* observer_;
  PostingWatch* watch_;
  LooseText node_;
  Rules::Dedup dedup_;
  Rules::MinimumBalance minimum_balance_;
  Rules::Multipliers multipliers_;
  Rules::Marking marking_;
  PlantedFault planted_;
  bool grants_;
  bool initialized_ = false;
  std::unique_ptr<ProcessedTasks> processed_; // null where the ledger knows tasks, and before the first one
};

/// Builds a system and initialises it, as the reference's factory does. Refuses as `CreditSystem::initialize` does.
Result<std::unique_ptr<CreditSystem>> create_credit_system(CreditLedger& ledger, const CreditSystemOptions& options,
                                                           std::int64_t now_ms);

} // namespace creditsim::core
