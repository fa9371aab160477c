// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_system.hpp"
#include "core/event.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"
#include "core/task_window.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace creditsim::core {

/// What a desk asks of its node while it handles one event.
class DeskPort {
public:
  virtual ~DeskPort() = default;
  virtual TimeUs now_us() const = 0;

  /// What the node reads as the time, for stamps.
  virtual std::int64_t clock_ms() const = 0;

  /// Whether the node does the work that it reports; else it is hostile, and `unearned` tells what it was paid for it.
  virtual bool works() const = 0;
  virtual void unearned(Credits amount) = 0;

  /// A message of a task's life to another node.
  virtual void send_work(NodeIndex to, Payload payload) = 0;
  virtual void set_timer(TimeUs due_us, Payload payload) = 0;

  /// For the observer; the time is filled in.
  virtual void report(const TaskReport& report) = 0;

  /// The own account has changed; `charged`: it has paid.
  virtual void paid() = 0;
  virtual void charged() = 0;

  /// What a task was charged; where prices are burned, nothing is told.
  virtual void priced(const Task& /*task*/, Credits /*amount*/) {}

  /// The submitter of a task is about to be told that its payment is booked.
  virtual void acknowledges(std::uint32_t /*task*/) {}

  /// For coverage.
  virtual void took(LedgerBranch branch) = 0;
};

/// A node's part in the life of tasks: those that it submits and those that it executes.
///
/// Where prices are burned and every worker is rewarded, a task is paid for when it leaves and rewarded when it is
/// done. Else its price is held (or burned) when it leaves; the worker reports, the submitter settles with one worker
/// and sends the payment, the worker books it and acknowledges. What waits for an answer is sent again until one comes:
/// reports and payments. Without a report by the deadline the task goes to the next worker, and after the last one the
/// hold is released; a report after that is refused.
///
/// What is open here is stored with the ledger. A restart with the newest store loses what was being executed, nothing
/// else. A desk that was made after the store was lost goes on with nothing: it cannot know which payments for earlier
/// work were booked, so it refuses them all, and their submitters close them as not booked.
class TaskDesk {
public:
  /// All outlive the desk.
  TaskDesk(const NodeWorld& world, CreditSystem& system, CreditLedger& ledger, NodeFigures& figures,
           std::uint32_t epoch);

  /// What comes from `source`: the scheduler, another node, or a timer of this one.
  void on(const Submission& submission, NodeIndex source, DeskPort& port);
  void on(const TaskMessage& message, NodeIndex source, DeskPort& port);
  void on(const TaskDone& done, NodeIndex source, DeskPort& port);
  void on(const WorkReport& report, NodeIndex worker, DeskPort& port);
  void on(const TaskPayment& payment, NodeIndex submitter, DeskPort& port);
  void on(const ReportRefusal& refusal, NodeIndex source, DeskPort& port);
  void on(const PaymentReceipt& receipt, NodeIndex worker, DeskPort& port);
  void on(const PaymentRefusal& refusal, NodeIndex worker, DeskPort& port);
  void on(const TaskDeadline& deadline, NodeIndex source, DeskPort& port);
  void on(const WorkResend& resend, NodeIndex source, DeskPort& port);
  void on(const PaymentDue& due, NodeIndex source, DeskPort& port);
  void on(const SubmissionRetry& retry, NodeIndex source, DeskPort& port);

  /// A hostile node reports work on a task of `submitter` of which it has only heard; it goes on as if it had done it.
  void claim(std::uint32_t task, NodeIndex submitter, DeskPort& port);

  /// The node comes back in `epoch`, its restarts so far: executions are gone, everything else that is open goes on,
  /// timed from now.
  void restart(std::uint32_t epoch, DeskPort& port);

  /// The node has lost everything: reports what was being executed as lost. The desk is of no use any more.
  void abandon(DeskPort& port);

  /// Tasks that are executed here, reports and payments that wait for an answer, and holds that are open.
  std::uint32_t open_work() const { return open_; }

private:
  // A worker that the submitter settled with.
  struct Payee {
    NodeIndex worker = no_node;
    std::uint32_t epoch = 0;   // as it reported
    bool acknowledged = false; // or refused, or gone for good: there is nothing to wait for
  };
  // A worker that is asked after a deadline, and the messages that it then gets.
  struct Alternate {
    NodeIndex worker = no_node;
    std::uint32_t copies = 1;
  };
  // A task that this node submitted and has not forgotten.
  struct Submitted {
    Task task;
    Credits amount{};                    // of a payment; zero where the worker's reward is minted
    std::vector<Alternate> alternates{}; // who gets it after a deadline, the next one last
    std::vector<NodeIndex> asked{};      // who got it: nobody else is paid
    std::vector<Payee> payees{};         // more than one only under the rule that pays everyone
    std::uint32_t attempt = 0;           // deadlines that passed
    bool released = false;

    bool open() const { return payees.empty() && !released; }
    bool closed() const;
  };
  // A task that this node executes, or has reported and is not paid for.
  struct Worked {
    Task task;
    bool reported = false;
    bool claimed = false; // not done
  };

  bool settles() const;
  bool forgets_holds() const;
  bool transfers() const;
  Result<Credits> charge(const Submission& submission, DeskPort& port);
  void submit(const Submission& submission, std::uint32_t attempt, DeskPort& port);
  void refuse(const Submission& submission, std::uint32_t attempt, Errc why, DeskPort& port);
  Payment payment_for(const Task& task, NodeIndex peer, Credits base);
  void await_report(const Submitted& submitted, DeskPort& port);
  void pay(Submitted& submitted, Payee payee, DeskPort& port);
  void await_receipt(const Submitted& submitted, NodeIndex worker, DeskPort& port);
  void send_payment(const Submitted& submitted, const Payee& payee, DeskPort& port);
  void resend_report(const WorkResend& resend, DeskPort& port);
  void resend_payment(const WorkResend& resend, DeskPort& port);
  void close_payment(std::uint32_t task, NodeIndex worker, DeskPort& port);
  void send_report(const Worked& worked, DeskPort& port);
  void give_up(Submitted& submitted, DeskPort& port);
  void note_closed(std::uint32_t task, DeskPort& port);
  void end_work(std::uint32_t task);
  Result<void> book(const TaskPayment& payment, NodeIndex submitter, DeskPort& port);
  void acknowledge(std::uint32_t task, NodeIndex submitter, DeskPort& port);
  void defer(const TaskPayment& payment, NodeIndex submitter, DeskPort& port);
  Result<void> reward(const Task& task, DeskPort& port);
  Result<void> post_payment(const TaskPayment& payment, NodeIndex submitter, DeskPort& port);

  const NodeWorld& world_;
  CreditSystem& system_;
  CreditLedger& ledger_;
  NodeFigures& figures_;
  std::map<std::uint32_t, Submitted> submitted_;
  std::vector<std::uint32_t> closed_; // of these, those that are only kept for late reports, the oldest first
  std::map<std::uint32_t, Worked> worked_;
  std::vector<std::uint32_t> executing_; // where every worker is rewarded when it is done: one for each copy
  TaskWindow seen_;                      // tasks that came here, for a message that comes again
  std::string name_;                     // of the task at hand, where texts are kept
  std::uint32_t open_ = 0;
  std::uint32_t retries_ = 0; // of these, submissions that will be tried again
  std::uint32_t epoch_;       // restarts so far: timers of earlier ones have no meaning
  std::uint32_t since_;       // of these, those before the store began that this desk goes on with
};

} // namespace creditsim::core
