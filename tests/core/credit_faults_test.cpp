// SPDX-License-Identifier: MIT
#include "core/credit_system.hpp"

#include "core/memory_store.hpp"
#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/credit_recorder.hpp"

#include <memory>

// The faults of the reference's credit system, each as behaviour of the reference profile.
namespace creditsim::core {
namespace {

constexpr std::int64_t start_ms = 1'700'000'000'000;

/// A node of the reference: a credit system that can be restarted on its store.
struct Node {
  explicit Node(const char* node, CreditRules given = {}, CreditObserver* observer = nullptr)
      : name{node}, rules{std::move(given)}, listener{observer}, ids{static_cast<std::uint64_t>(node[0]) << 32U} {
    restart();
  }

  void restart() {
    system = nullptr;
    ledger = std::make_unique<ReferenceLedger>(
        ReferenceLedgerOptions{.node = name, .max_transactions = rules.history, .ids = &ids, .store = &store});
    system = std::make_unique<CreditSystem>(*ledger,
                                            CreditSystemOptions{.node = name, .rules = &rules, .observer = listener});
  }
  Node& initialized() {
    REQUIRE(system->initialize(start_ms).ok());
    return *this;
  }
  Result<const Transaction*> earn(LooseText task, double amount, std::int64_t now_ms = start_ms) {
    return system->earn({.node = name, .amount = amount, .task = task}, now_ms);
  }
  Result<const Transaction*> spend(LooseText task, double amount, std::int64_t now_ms = start_ms) {
    return system->spend({.node = name, .amount = amount, .task = task}, now_ms);
  }
  void join(const Node& other) { REQUIRE(system->join(*other.ledger->share(start_ms), start_ms).ok()); }
  Credits balance() const { return system->balance(); }

  const char* name;
  CreditRules rules;
  CreditObserver* listener;
  IdSource ids; // of each node its own range, as if they were random
  MemoryStore store;
  std::unique_ptr<ReferenceLedger> ledger;
  std::unique_ptr<CreditSystem> system;
};

/// Stands in for a task handler; keeps what its listeners threw.
struct Handler final : TaskHandler {
  void add_listener(TaskListener& listener) override { listeners.push_back(&listener); }
  Result<void> complete(const TaskCompleted& event) {
    for (TaskListener* listener : listeners)
      if (auto heard = listener->on_task_complete(event, start_ms); !heard)
        return heard;
    return {};
  }
  Result<void> submit(const TaskSubmitted& event) {
    for (TaskListener* listener : listeners)
      if (auto heard = listener->on_task_submitted(event, start_ms); !heard)
        return heard;
    return {};
  }
  std::vector<TaskListener*> listeners;
};

Credits whole(std::int64_t count) { return Credits::whole(count); }

CreditRules granting(std::int64_t credits) {
  CreditRules rules;
  rules.initial_credits = whole(credits);
  return rules;
}

TEST_CASE("Reference credits: A1: joining another node's state changes one's own balance", "[core][credit][fault]") {
  Node a{"a"}, b{"b"};
  a.initialized().join(b.initialized());
  b.join(a);
  CHECK(a.balance() == whole(20));
  CHECK(b.balance() == whole(20));
  CHECK(b.system->balance_of("a") == whole(0));
}

TEST_CASE("Reference credits: A2: two nodes spend the pooled balance at once", "[core][credit][fault]") {
  Node a{"a", granting(0)}, b{"b", granting(0)};
  REQUIRE(a.earn("work", 10).ok());
  b.join(a);
  REQUIRE(a.spend("x", 10).ok());
  REQUIRE(b.spend("y", 10).ok());
  a.join(b);
  b.join(a);
  CHECK(a.balance() == whole(-10));
  CHECK(b.balance() == whole(-10));
}

TEST_CASE("Reference credits: A3: one node spends what only another earned", "[core][credit][fault]") {
  Node a{"a", granting(0)}, b{"b", granting(0)};
  REQUIRE(a.earn("work", 10).ok());
  b.join(a);
  REQUIRE(b.spend("x", 7).ok());
  a.join(b);
  CHECK(a.balance() == whole(3));
  CHECK(b.ledger->own_earned() == whole(0));
  CHECK(b.ledger->own_spent() == whole(7));
}

TEST_CASE("Reference credits: A4: the history lists other nodes' transactions as one's own", "[core][credit][fault]") {
  Node a{"a"}, b{"b"};
  b.initialized().join(a.initialized());
  const auto rows = b.system->history();
  REQUIRE(rows.value().size() == 2);
  for (const HistoryRow& row : rows.value())
    CHECK(row.details["memo"] == "Initial bootstrap credits");
}

TEST_CASE("Reference credits: B1: the grant comes at every start with balance 0", "[core][credit][fault]") {
  Node a{"a"};
  for (const char* task : {"1", "2", "3", "4", "5"}) {
    a.initialized();
    REQUIRE(a.spend(task, 10).ok());
    REQUIRE(a.system->shutdown(start_ms).ok());
    a.restart();
  }
  a.initialized();
  CHECK(a.ledger->total_earned() == whole(60));
  REQUIRE(a.spend("6", 10).ok());
  a.initialized(); // in one process too
  CHECK(a.ledger->total_earned() == whole(70));
}

TEST_CASE("Reference credits: B2: no grant where foreign state was joined first", "[core][credit][fault]") {
  Node a{"a"}, b{"b"};
  REQUIRE(b.ledger->join(a.initialized().ledger->export_state(start_ms), start_ms).ok());
  b.initialized();
  CHECK(b.balance() == whole(10));
  CHECK(!b.ledger->earned().entry(b.ledger->node_id()));
}

TEST_CASE("Reference credits: B4: the reward ignores priority and what was paid", "[core][credit][fault]") {
  Node submitter{"a"}, worker{"w", granting(0)};
  Handler submits, executes;
  submitter.initialized().system->wire_to(submits);
  worker.system->wire_to(executes);
  for (const char* task : {"1", "2", "3", "4", "5"}) {
    REQUIRE(submits.submit({.task = task, .to = "w", .task_type = "compute", .priority = "low"}).ok());
    REQUIRE(executes.complete({.task = task, .from = "a", .task_type = "compute"}).ok());
  }
  CHECK(submitter.system->stats().spent == whole(5));
  CHECK(worker.system->stats().earned == whole(10));
  REQUIRE(submits.submit({.task = "6", .to = "w", .task_type = "compute", .priority = "critical"}).ok());
  REQUIRE(executes.complete({.task = "6", .from = "a", .task_type = "compute"}).ok());
  CHECK(submitter.system->stats().spent == whole(9));
  CHECK(worker.system->stats().earned == whole(12));
}

TEST_CASE("Reference credits: B5: the worker is paid though the submitter could not pay", "[core][credit][fault]") {
  tests::Recorder recorder;
  Node submitter{"a", granting(0), &recorder}, worker{"w", granting(0)};
  Handler submits, executes;
  submitter.system->wire_to(submits);
  worker.system->wire_to(executes);
  REQUIRE(submits.submit({.task = "t", .to = "w", .task_type = "embed"}).ok());
  REQUIRE(executes.complete({.task = "t", .from = "a"}).ok()); // the result names no type: `compute`, twice the price
  CHECK(submitter.balance() == whole(0));
  CHECK(worker.balance() == whole(2));
  CHECK(recorder.lines.back() == "warn: [Credits] Debit failed: Insufficient balance");
}

TEST_CASE("Reference credits: G1: an amount of zero is thrown by earn and returned by spend", "[core][credit][fault]") {
  CreditRules rules;
  rules.completion_reward = {};
  rules.submission_cost = {};
  Node a{"a", rules};
  CHECK(a.initialized().earn("t", 0).error() == Error{Errc::invalid_amount, "Amount must be positive"});
  CHECK(a.spend("t", -3).error() == Error{Errc::invalid_amount, "[Credits] Debit failed: Amount must be positive"});
  CHECK(a.system->processed_tasks() == 0);

  Handler handler;
  a.system->wire_to(handler);
  CHECK(handler.complete({.task = "t"}).error().context == "Amount must be positive");
  CHECK(handler.submit({.task = "t"}).ok());
}

TEST_CASE("Reference credits: G2: a refused spend leaves the task free, each retry counts again",
          "[core][credit][fault]") {
  tests::Recorder recorder;
  Node a{"a", granting(1), &recorder};
  a.initialized();
  recorder.lines.clear();
  for (int retry = 0; retry < 2; ++retry)
    CHECK(a.spend("t", 5).error() == Error{Errc::insufficient_balance, "[Credits] Debit failed: Insufficient balance"});
  CHECK(a.system->stats().insufficient_funds == 2);
  CHECK(a.system->processed_tasks() == 0);
  CHECK(recorder.lines[0] == "insufficient_funds a t 5.00 of 1.00");
  CHECK(recorder.lines[1] == "warn: [Credits] Debit failed: Insufficient balance");
  CHECK(recorder.lines.size() == 4);
}

TEST_CASE("Reference credits: G3: the minimum balance never stops what the balance covers", "[core][credit][fault]") {
  CreditRules rules = granting(3);
  rules.minimum_balance = whole(5);
  Node a{"a", rules};
  CHECK(a.initialized().spend("t", 3.01).error().context == "[Credits] Insufficient funds: 3 < 3.01");
  CHECK(a.spend("t", 3).ok());
  CHECK(a.balance() == whole(0));
}

TEST_CASE("Reference credits: F1: after a restart a task is paid again", "[core][credit][fault]") {
  Node a{"a"};
  REQUIRE(a.initialized().earn("t", 5).ok());
  REQUIRE(a.system->shutdown(start_ms).ok());
  a.restart();
  REQUIRE(a.initialized().earn("t", 5).ok());
  CHECK(a.balance() == whole(20));
}

TEST_CASE("Reference credits: F2: two workers of one task are both paid", "[core][credit][fault]") {
  Node a{"a", granting(0)}, b{"b", granting(0)};
  REQUIRE(a.earn("t", 5).ok());
  b.join(a);
  REQUIRE(b.earn("t", 5).ok());
  CHECK(b.balance() == whole(10));
}

TEST_CASE("Reference credits: F4: beyond 10,000 tasks the older half is forgotten and paid again",
          "[core][credit][fault]") {
  Node a{"a", granting(0)};
  for (int number = 0; number <= 10'000; ++number)
    REQUIRE(a.earn("task-" + std::to_string(number), 1, start_ms + number).ok());
  CHECK(a.system->processed_tasks() == 5'001);
  CHECK(a.earn("task-0", 1, start_ms + 10'001).ok());
  CHECK(a.earn("task-4999", 1, start_ms + 10'001).ok());
  CHECK(a.earn("task-5000", 1, start_ms + 10'001).error().code == Errc::duplicate_task);
}

TEST_CASE("Reference credits: F5: after a clock step back the newest task is forgotten at once",
          "[core][credit][fault]") {
  Node a{"a", granting(0)};
  for (int number = 0; number < 10'000; ++number)
    REQUIRE(a.earn("task-" + std::to_string(number), 1, start_ms + number).ok());
  CHECK(a.earn("fresh", 1, start_ms - 60'000).ok());
  CHECK(a.earn("fresh", 1, start_ms - 60'000).ok());
}

/// Earns the same task again from within the ledger's event, a few times.
struct Reentrant final : CreditObserver {
  void on_ledger_event(const LedgerEvent& event) override {
    if (event.kind == LedgerEvent::Kind::credit && depth < 3) {
      ++depth;
      CHECK(system->earn({.node = "a", .amount = 1, .task = "t"}, start_ms).ok());
    }
  }
  CreditSystem* system = nullptr;
  int depth = 0;
};

TEST_CASE("Reference credits: F6: a task is marked after its effect, so a listener is paid again",
          "[core][credit][fault]") {
  Reentrant listener;
  Node a{"a", granting(0), &listener};
  listener.system = a.system.get();
  REQUIRE(a.earn("t", 1).ok());
  CHECK(a.balance() == whole(4));
  CHECK(a.system->processed_tasks() == 1);
  CHECK(a.earn("t", 1).error().code == Errc::duplicate_task);
}

TEST_CASE("Reference credits: F8: ids that are no texts share keys, are paid, marked, and then fail",
          "[core][credit][fault]") {
  tests::Recorder recorder;
  Node a{"a", granting(0), &recorder};
  CHECK(a.earn(LooseText::literal("7"), 1).error().code == Errc::invalid_value);
  CHECK(recorder.lines.back() == "credits_earned a 7 1.00 -> 1.00");
  CHECK(a.earn("7", 1).error().code == Errc::duplicate_task);
  CHECK(a.earn({}, 1).error().code == Errc::invalid_value);
  CHECK(a.earn("undefined", 1).error().context == "[Credits] Task undefined already credited");
  CHECK(a.balance() == whole(2));
}

TEST_CASE("Reference credits: wired twice: the second handler meets a credited task", "[core][credit][fault]") {
  tests::Recorder recorder;
  Node a{"a", granting(0), &recorder};
  Handler handler;
  a.system->wire_to(handler);
  a.system->wire_to(handler);
  CHECK(recorder.lines == std::vector<std::string>(2, "log: [Credits] Wired to TaskExecutionHandler"));
  CHECK(handler.complete({.task = "once", .task_type = "embed"}).ok());
  CHECK(a.balance() == whole(1));
  CHECK(recorder.lines.back() == "warn: [Credits] Task once already credited");
}

} // namespace
} // namespace creditsim::core
