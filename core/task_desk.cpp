// SPDX-License-Identifier: MIT
#include "core/task_desk.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

using Step = TaskReport::Step;

void send_copies(const Task& task, NodeIndex worker, std::uint32_t copies, DeskPort& port) {
  for (std::uint32_t i = 0; i < copies; ++i)
    port.send_work(worker, TaskMessage{task});
}

} // namespace

bool TaskDesk::Submitted::closed() const {
  return released || (!payees.empty() &&
                      std::all_of(payees.begin(), payees.end(), [](const Payee& payee) { return payee.acknowledged; }));
}

TaskDesk::TaskDesk(const NodeWorld& world, CreditSystem& system, CreditLedger& ledger, NodeFigures& figures,
                   std::uint32_t epoch)
    : world_{world}, system_{system}, ledger_{ledger}, figures_{figures}, seen_{world.scenario.credits.dedup_window},
      epoch_{epoch}, since_{epoch} {}

bool TaskDesk::transfers() const { return world_.scenario.rules.payment == Rules::Payment::transfer; }

bool TaskDesk::settles() const { return world_.scenario.rules.settles(); }

Payment TaskDesk::payment_for(const Task& task, NodeIndex peer, Credits base) {
  Payment payment{.node = system_.node(),
                  .amount = base.to_double(),
                  .type = world_.types[task.type],
                  .id = task.id,
                  .peer_id = peer};
  if (ledger_.keeps_texts() || world_.scenario.rules.dedup == Rules::Dedup::pruned_table) {
    name_ = "task-" + std::to_string(task.id);
    payment.task = name_;
    payment.peer = world_.names->name(peer);
  }
  return payment;
}

// Else what the desk knows to be held is held in the ledger.
bool TaskDesk::forgets_holds() const {
  return world_.planted == PlantedFault::dedup_without_kind ||
         world_.scenario.rules.restart == Rules::Restart::replaced;
}

void TaskDesk::on(const Submission& submission, NodeIndex, DeskPort& port) {
  ++figures_.tasks_submitted;
  submit(submission, 0, port);
}

void TaskDesk::on(const SubmissionRetry& retry, NodeIndex, DeskPort& port) {
  if (retry.epoch != epoch_)
    return;
  --open_;
  --retries_;
  submit(retry.submission, retry.attempt, port);
}

Result<Credits> TaskDesk::charge(const Submission& submission, DeskPort& port) {
  const Task& task = submission.task;
  const std::int64_t now_ms = port.clock_ms();
  Payment price = payment_for(task, submission.workers.front(), world_.scenario.credits.submission_cost);
  price.priority = world_.priorities[task.priority];
  if (transfers())
    return system_.hold(price, now_ms);
  const auto spent = system_.spend(price, now_ms);
  return spent ? Result<Credits>{Credits{}} : spent.error();
}

void TaskDesk::submit(const Submission& submission, std::uint32_t attempt, DeskPort& port) {
  const Task& task = submission.task;
  Submitted submitted{.task = task};
  const auto charged = charge(submission, port);
  if (!charged) {
    refuse(submission, attempt, charged.error().code, port);
    return;
  }
  submitted.amount = charged.value();
  port.charged();
  if (transfers())
    port.priced(task, submitted.amount);
  const auto workers = std::min<std::size_t>(world_.scenario.dispatch.workers_per_task, submission.workers.size());
  std::uint32_t copies = 0;
  for (std::size_t i = 0; i < workers; ++i) {
    send_copies(task, submission.workers[i], submission.copies_for(i), port);
    copies += submission.copies_for(i);
  }
  port.report(
      {.task = task.id, .step = settles() ? Step::held : Step::accepted, .copies = copies, .amount = submitted.amount});
  if (!settles())
    return;
  submitted.asked.assign(submission.workers.begin(), submission.workers.begin() + static_cast<std::ptrdiff_t>(workers));
  for (std::size_t i = submission.workers.size(); i > workers; --i)
    submitted.alternates.push_back({submission.workers[i - 1], submission.copies_for(i - 1)});
  ++open_;
  await_report(submitted, port);
  submitted_.emplace(task.id, std::move(submitted));
}

// A task counts as refused once, when it is not tried again; where nothing is marked before, each try counts (G2).
void TaskDesk::refuse(const Submission& submission, std::uint32_t attempt, Errc why, DeskPort& port) {
  const std::uint32_t task = submission.task.id;
  const bool known = why == Errc::duplicate_task;
  const bool again = !known && attempt < world_.scenario.task.retries;
  if (!again || world_.scenario.rules.marking == Rules::Marking::effect_first) {
    ++figures_.tasks_refused;
    port.report({.task = task, .step = known ? Step::refused_charged : Step::refused_insufficient});
  }
  if (!again)
    return;
  ++open_;
  ++retries_;
  port.set_timer(port.now_us() + world_.scenario.task.resend_us,
                 SubmissionRetry{.submission = submission, .attempt = attempt + 1, .epoch = epoch_});
}

void TaskDesk::await_report(const Submitted& submitted, DeskPort& port) {
  port.set_timer(port.now_us() + world_.scenario.task.deadline_us,
                 TaskDeadline{.task = submitted.task.id, .attempt = submitted.attempt, .epoch = epoch_});
}

void TaskDesk::on(const TaskDeadline& deadline, NodeIndex, DeskPort& port) {
  if (deadline.epoch != epoch_)
    return;
  const auto found = submitted_.find(deadline.task);
  if (found == submitted_.end())
    return;
  Submitted& submitted = found->second;
  const bool races = world_.planted == PlantedFault::release_after_settle && !submitted.closed();
  if ((!submitted.open() && !races) || submitted.attempt != deadline.attempt)
    return;
  ++submitted.attempt;
  if (submitted.alternates.empty()) {
    give_up(submitted, port);
    return;
  }
  const Alternate next = submitted.alternates.back();
  submitted.alternates.pop_back();
  submitted.asked.push_back(next.worker);
  send_copies(submitted.task, next.worker, next.copies, port);
  port.report({.task = submitted.task.id, .step = Step::redispatched, .copies = next.copies});
  await_report(submitted, port);
}

// A price that was burned does not come back.
void TaskDesk::give_up(Submitted& submitted, DeskPort& port) {
  if (transfers()) {
    const auto released = system_.release(submitted.task.id, submitted.amount, port.clock_ms());
    CREDITSIM_CHECK(released.ok() || forgets_holds());
    port.paid();
  }
  submitted.released = true;
  port.report({.task = submitted.task.id, .step = Step::released, .amount = submitted.amount});
  note_closed(submitted.task.id, port);
}

void TaskDesk::on(const TaskMessage& message, NodeIndex, DeskPort& port) {
  const Task& task = message.task;
  port.report({.task = task.id, .step = Step::delivered, .copies = 1});
  const bool works = port.works();
  if (!settles()) {
    ++open_;
    executing_.push_back(task.id);
  } else {
    if (worked_.contains(task.id) || seen_.refuses(TaskWindow::Side::earned, task.id) ||
        ledger_.processed(Posting::Kind::earn, task.id))
      return;
    seen_.mark(TaskWindow::Side::earned, task.id);
    worked_.emplace(task.id, Worked{.task = task, .claimed = !works});
    ++open_;
  }
  port.set_timer(port.now_us() + (works ? task.duration_us : 0), TaskDone{.task = task, .epoch = epoch_});
}

void TaskDesk::on(const TaskDone& done, NodeIndex, DeskPort& port) {
  if (done.epoch != epoch_)
    return; // the restart in between ended the execution
  if (!settles()) {
    --open_;
    executing_.erase(std::find(executing_.begin(), executing_.end(), done.task.id));
    const Credits before = ledger_.own().earned;
    const auto rewarded = reward(done.task, port);
    if (port.works())
      ++figures_.tasks_executed;
    else
      port.unearned(ledger_.own().earned - before);
    port.report({.task = done.task.id, .step = rewarded ? Step::paid : Step::refused_credited, .copies = 1});
    return;
  }
  Worked& worked = worked_.at(done.task.id);
  if (!worked.claimed)
    ++figures_.tasks_executed;
  worked.reported = true;
  ledger_.expect(done.task.id);
  send_report(worked, port);
}

void TaskDesk::send_report(const Worked& worked, DeskPort& port) {
  port.send_work(worked.task.submitter, WorkReport{.task = worked.task.id, .epoch = epoch_});
  port.set_timer(port.now_us() + world_.scenario.task.resend_us,
                 WorkResend{.task = worked.task.id, .worker = no_node, .epoch = epoch_});
}

void TaskDesk::claim(std::uint32_t task, NodeIndex submitter, DeskPort& port) {
  if (!settles() || worked_.contains(task) || ledger_.processed(Posting::Kind::earn, task))
    return;
  const auto& worked =
      worked_.emplace(task, Worked{.task = {.id = task, .submitter = submitter}, .reported = true, .claimed = true});
  ++open_;
  ledger_.expect(task);
  send_report(worked.first->second, port);
}

void TaskDesk::on(const WorkReport& report, NodeIndex worker, DeskPort& port) {
  const auto found = submitted_.find(report.task);
  if (found == submitted_.end() || found->second.released) {
    port.report({.task = report.task, .step = Step::refused_late});
    port.send_work(worker, ReportRefusal{report.task});
    return;
  }
  Submitted& submitted = found->second;
  const auto payee = std::find_if(submitted.payees.begin(), submitted.payees.end(),
                                  [&](const Payee& known) { return known.worker == worker; });
  const bool everyone = world_.scenario.rules.settlement == Rules::Settlement::everyone;
  const bool asked = std::find(submitted.asked.begin(), submitted.asked.end(), worker) != submitted.asked.end();
  if (!asked) {
    port.report({.task = report.task, .step = Step::refused_unasked});
    port.send_work(worker, ReportRefusal{report.task});
  } else if (payee != submitted.payees.end()) {
    if (!payee->acknowledged)
      send_payment(submitted, *payee, port);
    else // a worker that has forgotten its payment would ask for ever
      port.send_work(worker, ReportRefusal{report.task});
  } else if (submitted.open() || everyone) {
    pay(submitted, {.worker = worker, .epoch = report.epoch}, port);
  } else {
    port.report({.task = report.task, .step = Step::refused_settled});
    port.send_work(worker, ReportRefusal{report.task});
  }
}

void TaskDesk::pay(Submitted& submitted, Payee payee, DeskPort& port) {
  // The rule that pays everyone has nothing set aside for the second worker.
  if (transfers() && submitted.payees.empty()) {
    const auto settled = system_.settle(submitted.task.id, submitted.amount, payee.worker, port.clock_ms());
    CREDITSIM_CHECK(settled.ok() || forgets_holds());
    port.paid();
  }
  if (submitted.closed())
    ++open_; // the rule that pays everyone: another payment waits for its receipt
  submitted.payees.push_back(payee);
  port.report({.task = submitted.task.id, .step = Step::settled, .amount = submitted.amount});
  send_payment(submitted, payee, port);
  await_receipt(submitted, payee.worker, port);
}

void TaskDesk::await_receipt(const Submitted& submitted, NodeIndex worker, DeskPort& port) {
  port.set_timer(port.now_us() + world_.scenario.task.resend_us,
                 WorkResend{.task = submitted.task.id, .worker = worker, .epoch = epoch_});
}

void TaskDesk::send_payment(const Submitted& submitted, const Payee& payee, DeskPort& port) {
  port.send_work(payee.worker, TaskPayment{.task = submitted.task, .amount = submitted.amount, .epoch = payee.epoch});
}

void TaskDesk::on(const TaskPayment& payment, NodeIndex submitter, DeskPort& port) {
  if (payment.epoch < since_) {
    port.took(LedgerBranch::refused_payment);
    port.send_work(submitter, PaymentRefusal{payment.task.id});
    return;
  }
  if (world_.planted == PlantedFault::early_receipt) {
    defer(payment, submitter, port);
    acknowledge(payment.task.id, submitter, port);
    return;
  }
  const auto booked = book(payment, submitter, port);
  if (booked && transfers() && world_.scenario.rules.marking == Rules::Marking::effect_first)
    defer(payment, submitter, port);
  else
    acknowledge(payment.task.id, submitter, port);
}

Result<void> TaskDesk::book(const TaskPayment& payment, NodeIndex submitter, DeskPort& port) {
  const Task& task = payment.task;
  const Credits before = ledger_.own().earned;
  const Result<void> booked = post_payment(payment, submitter, port);
  if (const auto worked = worked_.find(task.id); worked != worked_.end() && worked->second.claimed)
    port.unearned(ledger_.own().earned - before);
  port.report({.task = task.id, .step = booked ? Step::paid : Step::refused_credited, .amount = payment.amount});
  return booked;
}

void TaskDesk::acknowledge(std::uint32_t task, NodeIndex submitter, DeskPort& port) {
  port.acknowledges(task);
  end_work(task);
  port.send_work(submitter, PaymentReceipt{task});
}

// As long as whoever listens to payments takes: so long the rest of this one waits, and a restart forgets it.
void TaskDesk::defer(const TaskPayment& payment, NodeIndex submitter, DeskPort& port) {
  port.set_timer(port.now_us() + world_.scenario.task.resend_us / 2,
                 PaymentDue{.payment = payment, .submitter = submitter, .epoch = epoch_});
}

void TaskDesk::on(const PaymentDue& due, NodeIndex, DeskPort& port) {
  if (due.epoch != epoch_)
    return;
  if (world_.planted == PlantedFault::early_receipt) {
    static_cast<void>(book(due.payment, due.submitter, port)); // a second one is refused, which is reported
    return;
  }
  system_.mark_booked(due.payment.task.id, port.clock_ms());
  acknowledge(due.payment.task.id, due.submitter, port);
}

Result<void> TaskDesk::post_payment(const TaskPayment& payment, NodeIndex submitter, DeskPort& port) {
  if (!transfers())
    return reward(payment.task, port);
  auto booked = system_.book(payment.task.id, payment.amount, submitter, port.clock_ms());
  if (booked)
    port.paid();
  return booked;
}

// The reward knows nothing of the priority: the reference's completion event does not carry it (fault B4).
Result<void> TaskDesk::reward(const Task& task, DeskPort& port) {
  const auto earned =
      system_.earn(payment_for(task, task.submitter, world_.scenario.credits.completion_reward), port.clock_ms());
  if (!earned)
    return earned.error();
  port.paid();
  return {};
}

void TaskDesk::on(const ReportRefusal& refusal, NodeIndex, DeskPort&) { end_work(refusal.task); }

void TaskDesk::end_work(std::uint32_t task) {
  ledger_.expect_no_more(task);
  if (const auto found = worked_.find(task); found != worked_.end() && found->second.reported) {
    worked_.erase(found);
    --open_;
  }
}

void TaskDesk::on(const PaymentReceipt& receipt, NodeIndex worker, DeskPort& port) {
  close_payment(receipt.task, worker, port);
}

void TaskDesk::on(const PaymentRefusal& refusal, NodeIndex worker, DeskPort& port) {
  close_payment(refusal.task, worker, port);
}

void TaskDesk::close_payment(std::uint32_t task, NodeIndex worker, DeskPort& port) {
  const auto found = submitted_.find(task);
  if (found == submitted_.end() || found->second.closed())
    return;
  for (Payee& payee : found->second.payees)
    payee.acknowledged = payee.acknowledged || payee.worker == worker;
  if (found->second.closed())
    note_closed(task, port);
}

// What is closed answers late reports until so much has been closed since that nobody asks any more.
void TaskDesk::note_closed(std::uint32_t task, DeskPort& port) {
  --open_;
  closed_.push_back(task);
  const std::size_t window = world_.scenario.credits.dedup_window;
  if (closed_.size() < 2 * window)
    return;
  port.took(LedgerBranch::prune);
  const auto end = closed_.begin() + static_cast<std::ptrdiff_t>(window);
  for (auto old = closed_.begin(); old != end; ++old)
    if (const auto found = submitted_.find(*old); found != submitted_.end() && found->second.closed())
      submitted_.erase(found);
  closed_.erase(closed_.begin(), end);
}

void TaskDesk::on(const WorkResend& resend, NodeIndex, DeskPort& port) {
  if (resend.epoch != epoch_)
    return;
  if (resend.worker == no_node)
    resend_report(resend, port);
  else
    resend_payment(resend, port);
}

// That a node left for good is known: nobody waits for its answer.
void TaskDesk::resend_report(const WorkResend& resend, DeskPort& port) {
  const auto worked = worked_.find(resend.task);
  if (worked == worked_.end() || !worked->second.reported)
    return;
  if (world_.churn.gone(worked->second.task.submitter, port.now_us())) {
    end_work(resend.task);
    return;
  }
  port.took(LedgerBranch::resend);
  send_report(worked->second, port);
}

void TaskDesk::resend_payment(const WorkResend& resend, DeskPort& port) {
  const auto submitted = submitted_.find(resend.task);
  if (submitted == submitted_.end())
    return;
  for (const Payee& payee : submitted->second.payees)
    if (payee.worker == resend.worker && !payee.acknowledged) {
      if (world_.churn.gone(payee.worker, port.now_us())) {
        close_payment(resend.task, resend.worker, port);
        return;
      }
      port.took(LedgerBranch::resend);
      send_payment(submitted->second, payee, port);
      await_receipt(submitted->second, payee.worker, port);
    }
}

void TaskDesk::abandon(DeskPort& port) {
  for (const std::uint32_t task : executing_)
    port.report({.task = task, .step = Step::dropped, .copies = 1});
}

void TaskDesk::restart(std::uint32_t epoch, DeskPort& port) {
  epoch_ = epoch;
  abandon(port);
  const auto interrupted = std::erase_if(worked_, [](const auto& worked) { return !worked.second.reported; });
  open_ -= static_cast<std::uint32_t>(executing_.size() + interrupted) + retries_;
  retries_ = 0;
  executing_.clear();
  seen_ = TaskWindow{world_.scenario.credits.dedup_window};
  for (const auto& [id, worked] : worked_)
    send_report(worked, port);
  for (const auto& [id, submitted] : submitted_) {
    if (submitted.open())
      await_report(submitted, port);
    for (const Payee& payee : submitted.payees)
      if (!payee.acknowledged) {
        send_payment(submitted, payee, port);
        await_receipt(submitted, payee.worker, port);
      }
  }
}

} // namespace creditsim::core
