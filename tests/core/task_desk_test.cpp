// SPDX-License-Identifier: MIT
#include "core/task_desk.hpp"

#include "core/ledger_factory.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

// One desk, and the test plays everybody else: what is lost, late or repeated is what the test leaves out or says
// again.
namespace {

using namespace creditsim::core;
using Step = TaskReport::Step;

constexpr NodeIndex self = 0;

/// Notes what the desk asks of its node.
class NotedPort final : public DeskPort {
public:
  TimeUs now_us() const override { return time_us; }
  std::int64_t clock_ms() const override { return time_us / 1000; }
  bool works() const override { return true; }
  void unearned(Credits) override {}
  void send_work(NodeIndex to, Payload payload) override { sent.emplace_back(to, std::move(payload)); }
  void set_timer(TimeUs due_us, Payload payload) override { timers.emplace_back(due_us, std::move(payload)); }
  void report(const TaskReport& report) override { reports.push_back(report); }
  void paid() override {}
  void charged() override {}
  void took(LedgerBranch) override {}

  TimeUs time_us = 0;
  std::vector<std::pair<NodeIndex, Payload>> sent;
  std::vector<std::pair<TimeUs, Payload>> timers;
  std::vector<TaskReport> reports;
};

Scenario small_scenario() {
  Scenario scenario;
  scenario.nodes = 4;
  scenario.credits.dedup_window = 3;
  scenario.credits.type_multipliers = {{"compute", 1.0}};
  scenario.task = {.deadline_us = 1'000'000, .resend_us = 100'000, .redispatch = 1};
  return scenario;
}

/// A node with ten credits; a task costs one.
class Desk {
public:
  /// `epoch`: restarts before its store began.
  explicit Desk(std::uint32_t epoch = 0) : epoch_{epoch} {
    system_.emplace(
        *ledger_,
        CreditSystemOptions{.node = world_.names->name(self), .rules = &scenario_.credits, .economy = scenario_.rules});
    CREDITSIM_CHECK(system_->initialize(0).ok());
    desk_.emplace(world_, *system_, *ledger_, figures_, epoch);
  }

  /// Submits a task; the node's other workers wait for a deadline.
  void submit(std::uint32_t task, std::vector<NodeIndex> workers) {
    on(Submission{task_of(task, self), std::move(workers)}, no_node);
  }

  /// Executes a task of node 1, up to its report.
  void work(std::uint32_t task) {
    on(TaskMessage{task_of(task, 1)}, 1);
    on(TaskDone{.task = task_of(task, 1), .epoch = epoch_}, self);
  }

  /// Pays a task that the node reported after `epoch` restarts.
  void pay(std::uint32_t task, std::uint32_t epoch = 0) {
    on(TaskPayment{.task = task_of(task, 1), .amount = Credits::whole(1), .epoch = epoch}, 1);
  }

  template <class What> void on(const What& what, NodeIndex source) { desk_->on(what, source, port_); }

  /// Lets the last timer of a kind ring.
  template <class Timer> void ring() {
    const auto last = std::find_if(port_.timers.rbegin(), port_.timers.rend(),
                                   [](const auto& timer) { return std::holds_alternative<Timer>(timer.second); });
    REQUIRE(last != port_.timers.rend());
    port_.time_us = last->first;
    const auto payload = std::get<Timer>(last->second);
    port_.timers.erase(std::next(last).base());
    on(payload, self);
  }

  void restart() { desk_->restart(++epoch_, port_); }

  /// How many messages of a kind have left for a node since the last question.
  template <class Message> std::size_t sent_to(NodeIndex node) {
    return std::erase_if(port_.sent, [&](const auto& message) {
      return message.first == node && std::holds_alternative<Message>(message.second);
    });
  }

  /// The last message of a kind that has left for a node.
  template <class Message> Message last_sent(NodeIndex node) const {
    const auto last = std::find_if(port_.sent.rbegin(), port_.sent.rend(), [&](const auto& message) {
      return message.first == node && std::holds_alternative<Message>(message.second);
    });
    REQUIRE(last != port_.sent.rend());
    return std::get<Message>(last->second);
  }

  /// What the observer heard last.
  Step last_step() const { return port_.reports.back().step; }

  Credits account() const { return ledger_->account(); }
  std::uint32_t open_work() const { return desk_->open_work(); }

private:
  static Task task_of(std::uint32_t id, NodeIndex submitter) { return {.id = id, .submitter = submitter}; }

  std::uint32_t epoch_;
  Scenario scenario_ = small_scenario();
  Topology topology_ = Topology::make(scenario_.topology, scenario_.nodes, scenario_.seed).value();
  NodeWorld world_ = make_world(scenario_, topology_, {.types = {"compute"}, .priorities = {"medium"}}, false);
  IdSource ids_{1};
  std::unique_ptr<CreditLedger> ledger_ = make_ledger(world_, self, self, ids_);
  std::optional<CreditSystem> system_;
  NodeFigures figures_;
  std::optional<TaskDesk> desk_;
  NotedPort port_;
};

TEST_CASE("Task desk: report: is sent again until it is paid", "[core][tasks]") {
  Desk worker;
  worker.work(7);
  CHECK(worker.sent_to<WorkReport>(1) == 1);
  for (int lost = 0; lost < 3; ++lost) {
    worker.ring<WorkResend>();
    CHECK(worker.sent_to<WorkReport>(1) == 1);
  }
  CHECK(worker.open_work() == 1);
  worker.pay(7);
  CHECK(worker.sent_to<PaymentReceipt>(1) == 1);
  CHECK(worker.account() == Credits::whole(11));
  CHECK(worker.open_work() == 0);
  worker.ring<WorkResend>();
  CHECK(worker.sent_to<WorkReport>(1) == 0);
}

TEST_CASE("Task desk: payment: is sent again until its receipt, and booked once", "[core][tasks]") {
  Desk submitter;
  submitter.submit(7, {2, 3});
  CHECK(submitter.sent_to<TaskMessage>(2) == 1);
  CHECK(submitter.account() == Credits::whole(9));
  submitter.on(WorkReport{.task = 7}, 2);
  CHECK(submitter.last_step() == Step::settled);
  CHECK(submitter.sent_to<TaskPayment>(2) == 1);
  for (int lost = 0; lost < 3; ++lost) {
    submitter.ring<WorkResend>();
    CHECK(submitter.sent_to<TaskPayment>(2) == 1);
  }
  CHECK(submitter.open_work() == 1);
  submitter.on(PaymentReceipt{7}, 2);
  CHECK(submitter.open_work() == 0);
  submitter.ring<WorkResend>();
  CHECK(submitter.sent_to<TaskPayment>(2) == 0);

  Desk worker;
  worker.work(7);
  worker.pay(7);
  worker.pay(7);
  CHECK(worker.last_step() == Step::refused_credited);
  CHECK(worker.sent_to<PaymentReceipt>(1) == 2); // the first may be lost
  CHECK(worker.account() == Credits::whole(11));
}

TEST_CASE("Task desk: payment: names the start of the worker that did the work", "[core][tasks][restart]") {
  Desk submitter;
  submitter.submit(7, {2});
  submitter.on(WorkReport{.task = 7, .epoch = 3}, 2);
  CHECK(submitter.last_sent<TaskPayment>(2).epoch == 3);
  submitter.on(WorkReport{.task = 7, .epoch = 4}, 2); // the worker has started anew, and reports what it did before
  submitter.ring<WorkResend>();
  CHECK(submitter.last_sent<TaskPayment>(2).epoch == 3);
}

TEST_CASE("Task desk: deadline: the next worker gets the task, after the last one the price comes back",
          "[core][tasks]") {
  Desk submitter;
  submitter.submit(7, {2, 3});
  submitter.ring<TaskDeadline>();
  CHECK(submitter.sent_to<TaskMessage>(3) == 1);
  CHECK(submitter.last_step() == Step::redispatched);
  CHECK(submitter.account() == Credits::whole(9));
  submitter.ring<TaskDeadline>();
  CHECK(submitter.last_step() == Step::released);
  CHECK(submitter.account() == Credits::whole(10));
  CHECK(submitter.open_work() == 0);

  submitter.on(WorkReport{.task = 7}, 2);
  CHECK(submitter.last_step() == Step::refused_late);
  CHECK(submitter.sent_to<ReportRefusal>(2) == 1);
  CHECK(submitter.sent_to<TaskPayment>(2) == 0);
}

TEST_CASE("Task desk: settlement: the first that reports is paid, the others are refused", "[core][tasks]") {
  Desk submitter;
  submitter.submit(7, {2, 3});
  submitter.ring<TaskDeadline>();
  submitter.on(WorkReport{.task = 7}, 3);
  CHECK(submitter.sent_to<TaskPayment>(3) == 1);
  submitter.on(WorkReport{.task = 7}, 2);
  CHECK(submitter.last_step() == Step::refused_settled);
  CHECK(submitter.sent_to<ReportRefusal>(2) == 1);
  CHECK(submitter.sent_to<TaskPayment>(2) == 0);
  submitter.ring<TaskDeadline>();
  CHECK(submitter.account() == Credits::whole(9)); // a settled task is not released
}

TEST_CASE("Task desk: closed tasks: are remembered for late reports, one window of them at least", "[core][tasks]") {
  Desk submitter;
  for (std::uint32_t task = 1; task <= 4; ++task) {
    submitter.submit(task, {2, 3});
    submitter.ring<TaskDeadline>(); // both are asked
    submitter.on(WorkReport{.task = task}, 2);
    submitter.on(PaymentReceipt{task}, 2);
  }
  for (std::uint32_t task = 2; task <= 4; ++task) {
    submitter.on(WorkReport{.task = task}, 3);
    CHECK(submitter.last_step() == Step::refused_settled);
  }
  for (std::uint32_t task = 5; task <= 8; ++task) {
    submitter.submit(task, {2, 3});
    submitter.ring<TaskDeadline>(); // both are asked
    submitter.on(WorkReport{.task = task}, 2);
    submitter.on(PaymentReceipt{task}, 2);
  }
  submitter.on(WorkReport{.task = 1}, 3); // memory is bounded
  CHECK(submitter.last_step() == Step::refused_late);
  CHECK(submitter.sent_to<ReportRefusal>(3) == 4);
}

TEST_CASE("Task desk: a payment that is due: is booked though the horizon has passed its task",
          "[core][tasks][dedup]") {
  Desk worker;
  worker.work(1);
  for (std::uint32_t task = 2; task <= 8; ++task) {
    worker.work(task);
    worker.pay(task);
  }
  worker.pay(1);
  CHECK(worker.last_step() == Step::paid);
  CHECK(worker.account() == Credits::whole(18));

  // Once it is refused or booked it is due no more.
  worker.pay(1);
  CHECK(worker.last_step() == Step::refused_credited);
  worker.work(9);
  worker.on(ReportRefusal{9}, 1);
  for (std::uint32_t task = 10; task <= 14; ++task) {
    worker.work(task);
    worker.pay(task);
  }
  worker.pay(9);
  CHECK(worker.last_step() == Step::refused_credited);
}

TEST_CASE("Task desk: work: a task that comes again is executed and reported once", "[core][tasks][dedup]") {
  Desk worker;
  worker.work(7);
  worker.on(TaskMessage{Task{.id = 7, .submitter = 1}}, 1);
  CHECK(worker.open_work() == 1);
  worker.pay(7);
  worker.on(TaskMessage{Task{.id = 7, .submitter = 1}}, 1);
  CHECK(worker.open_work() == 0);
}

TEST_CASE("Task desk: a lost store: payments for work before it are refused, for later work booked", "[core][tasks]") {
  Desk worker{2};
  worker.pay(7, 1);
  CHECK(worker.sent_to<PaymentRefusal>(1) == 1);
  CHECK(worker.sent_to<PaymentReceipt>(1) == 0);
  CHECK(worker.account() == Credits::whole(10));
  worker.work(8);
  worker.pay(8, 2);
  CHECK(worker.account() == Credits::whole(11));

  Desk submitter;
  submitter.submit(7, {2});
  submitter.on(WorkReport{.task = 7, .epoch = 1}, 2);
  submitter.on(PaymentRefusal{7}, 2);
  CHECK(submitter.open_work() == 0);
  submitter.ring<WorkResend>();
  CHECK(submitter.sent_to<TaskPayment>(2) == 1); // the first
}

TEST_CASE("Task desk: restart: reports, payments and holds go on, timed anew", "[core][tasks]") {
  Desk node;
  node.work(1);
  node.submit(2, {2});
  node.on(WorkReport{.task = 2}, 2);
  node.submit(3, {2});
  CHECK(node.sent_to<WorkReport>(1) == 1);
  CHECK(node.sent_to<TaskPayment>(2) == 1);
  node.restart();
  CHECK(node.sent_to<WorkReport>(1) == 1);
  CHECK(node.sent_to<TaskPayment>(2) == 1);
  CHECK(node.open_work() == 3);
  node.ring<TaskDeadline>();
  CHECK(node.last_step() == Step::released);
  CHECK(node.account() == Credits::whole(9));
}

} // namespace
