// SPDX-License-Identifier: MIT
#include "core/credit_system.hpp"

#include "core/ledger_json.hpp"
#include "core/memory_store.hpp"
#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/credit_recorder.hpp"

#include <cmath>
#include <limits>

namespace creditsim::core {
namespace {

using tests::Recorder;

constexpr std::int64_t start_ms = 1'700'000'000'000;

/// A credit system with the reference's rules, `node-a` unless said, and what it says.
struct Fixture {
  explicit Fixture(CreditRules given = {}, const char* node = "node-a")
      : rules{std::move(given)}, ledger{{.node = node, .max_transactions = rules.history, .store = &store}} {
    system.emplace(ledger, CreditSystemOptions{.node = node, .rules = &rules, .observer = &recorder});
  }

  Result<const Transaction*> earn(LooseText task, double amount, LooseText type = {}) {
    return system->earn({.node = system->node(), .amount = amount, .task = task, .type = type}, start_ms);
  }
  Result<const Transaction*> spend(LooseText task, double amount, LooseText type = {}) {
    return system->spend({.node = system->node(), .amount = amount, .task = task, .type = type}, start_ms);
  }

  CreditRules rules;
  Recorder recorder;
  MemoryStore store;
  ReferenceLedger ledger;
  std::optional<CreditSystem> system;
};

Credits whole(std::int64_t count) { return Credits::whole(count); }

TEST_CASE("Credit system: initialize: grants the initial credits and says so", "[core][credit_system]") {
  Fixture a;
  CHECK(a.system->balance() == whole(0));
  REQUIRE(a.system->initialize(start_ms).ok());

  CHECK(a.system->balance() == whole(10));
  CHECK(a.system->initialized());
  CHECK(a.system->stats() == CreditStats{});
  CHECK(a.recorder.lines == std::vector<std::string>{"ready node-a",
                                                     "credit 10.00 -> 10.00 'Initial bootstrap credits'",
                                                     "log: [Credits] Granted 10 initial credits", "initialized 10.00"});
}

TEST_CASE("Credit system: initialize: no grant where the rules have none", "[core][credit_system]") {
  for (const std::int64_t hundredths : {0, -500}) {
    CreditRules rules;
    rules.initial_credits = Credits::hundredths(hundredths);
    Fixture a{rules};
    REQUIRE(a.system->initialize(start_ms).ok());
    CHECK(a.recorder.lines == std::vector<std::string>{"ready node-a", "initialized 0.00"});
  }
}

TEST_CASE("Credit system: earn: pays the final amount, marks, counts, and tells in order", "[core][credit_system]") {
  Fixture a;
  const auto record = a.system->earn({.node = "node-a",
                                      .amount = 1.5,
                                      .task = "task-number-1",
                                      .type = "compute",
                                      .priority = "high",
                                      .peer = "node-b"},
                                     start_ms);
  REQUIRE(record.ok());
  CHECK(record.value()->amount == Credits::hundredths(450));
  CHECK(record.value()->memo ==
        R"({"taskId":"task-number-1","type":"task_completion","taskType":"compute","submitter":"node-b"})");
  CHECK(record.value()->timestamp_ms == start_ms);
  CHECK(a.system->stats() == CreditStats{Credits::hundredths(450), {}, 1, 0, 0});
  CHECK(a.system->processed_tasks() == 1);
  REQUIRE(a.recorder.lines.size() == 3);
  CHECK(a.recorder.lines[1] == "credits_earned node-a task-number-1 4.50 -> 4.50");
  CHECK(a.recorder.lines[2] == "log: [Credits] Earned 4.5 credits for task task-num...");
}

TEST_CASE("Credit system: spend: charges the final amount, marks, counts, and tells in order",
          "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  a.recorder.lines.clear();
  const auto record = a.system->spend(
      {.node = "node-a", .amount = 2, .task = "t2", .type = "embed", .priority = "low", .peer = "node-b"}, start_ms);
  REQUIRE(record.ok());
  CHECK(record.value()->type == TransactionType::debit);
  CHECK(record.value()->memo == R"({"taskId":"t2","type":"task_submission","taskType":"embed","targetPeer":"node-b"})");
  CHECK(a.system->balance() == whole(9));
  CHECK(a.system->stats() == CreditStats{{}, whole(1), 0, 1, 0});
  REQUIRE(a.recorder.lines.size() == 3);
  CHECK(a.recorder.lines[1] == "credits_spent node-a t2 1.00 -> 9.00");
  CHECK(a.recorder.lines[2] == "log: [Credits] Spent 1 credits for task t2...");
}

TEST_CASE("Credit system: duplicates: one payment and one charge per task", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.earn("t", 5).ok());
  const auto earned = a.earn("t", 99, "compute");
  REQUIRE(!earned.ok());
  CHECK(earned.error() == Error{Errc::duplicate_task, "[Credits] Task t already credited"});
  REQUIRE(a.spend("t", 2).ok());
  const auto spent = a.spend("t", 2);
  REQUIRE(!spent.ok());
  CHECK(spent.error() == Error{Errc::duplicate_task, "[Credits] Task t already charged"});
  CHECK(a.recorder.lines.back() == "warn: [Credits] Task t already charged");
  CHECK(a.system->balance() == whole(3));
}

TEST_CASE("Credit system: other nodes: nothing is paid, charged, answered or shown", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  const auto earned = a.system->earn({.node = "node-b", .amount = 2, .task = "t"}, start_ms);
  REQUIRE(!earned.ok());
  CHECK(earned.error() == Error{Errc::foreign_node, "[Credits] Ignoring earnCredits for different node: node-b"});
  const auto spent = a.system->spend({.node = LooseText::null(), .amount = 2, .task = "t"}, start_ms);
  REQUIRE(!spent.ok());
  CHECK(spent.error() == Error{Errc::foreign_node, "[Credits] Ignoring spendCredits for different node: null"});
  CHECK(a.system->balance_of("node-b") == whole(0));
  CHECK(a.system->history("node-b").value().empty());
  for (const LooseText own : {LooseText{}, LooseText::null(), LooseText{""}, LooseText{"node-a"}}) {
    CHECK(a.system->balance_of(own) == whole(10));
    CHECK(a.system->history(own).value().size() == 1);
  }
}

TEST_CASE("Credit system: amounts: what is not finite or out of range is refused", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double amount : {std::nan(""), infinite, -infinite, 1e307}) {
    CHECK(a.earn("t", amount).error().code == Errc::invalid_amount);
    CHECK(a.spend("t", amount).error().code == Errc::invalid_amount);
  }
  CHECK(a.earn("t", 8e13).error().code == Errc::overflow);
  CHECK(a.system->balance() == whole(10));
  CHECK(a.system->processed_tasks() == 0);
  CHECK(a.earn("t", 1).ok());
}

TEST_CASE("Credit system: has_sufficient_credits: compares with the final amount", "[core][credit_system]") {
  CreditRules rules;
  rules.initial_credits = whole(6);
  Fixture a{rules};
  REQUIRE(a.system->initialize(start_ms).ok());
  CHECK(a.system->has_sufficient_credits(6.004));
  CHECK(!a.system->has_sufficient_credits(6.005));
  CHECK(a.system->has_sufficient_credits(3, "compute"));
  CHECK(!a.system->has_sufficient_credits(3.01, "compute"));
  CHECK(a.system->has_sufficient_credits(12, {}, "low"));
  CHECK(a.system->has_sufficient_credits(-1));
  CHECK(!a.system->has_sufficient_credits(1e15));
  CHECK(a.system->has_sufficient_credits(-1e300));
  CHECK(!a.system->has_sufficient_credits(std::nan("")));
}

TEST_CASE("Credit system: history: newest rows with the reference's limits", "[core][credit_system][history]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  for (const char* task : {"t0", "t1", "t2"})
    REQUIRE(a.earn(task, 1).ok());
  CHECK(a.system->history().value().size() == 4);
  const auto rows = a.system->history({}, 2);
  REQUIRE(rows.value().size() == 2);
  CHECK(rows.value()[0].details["taskId"] == "t1");
  CHECK(rows.value()[1].details["taskId"] == "t2");
  CHECK(a.system->history({}, 0).value().size() == 4);  // fault E7
  CHECK(a.system->history({}, -3).value().size() == 1); // fault E7
}

TEST_CASE("Credit system: history: the rules bound what is kept", "[core][credit_system][history]") {
  CreditRules rules;
  rules.history = 3;
  Fixture a{rules};
  for (const char* task : {"t0", "t1", "t2", "t3", "t4"})
    REQUIRE(a.earn(task, 1).ok());
  REQUIRE(a.system->history().value().size() == 3);
  CHECK(a.system->history().value().front().details["taskId"] == "t2");
  CHECK(a.system->balance() == whole(5));
}

TEST_CASE("Credit system: summary: figures, statistics and the last five rows", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  for (const char* task : {"t0", "t1", "t2", "t3", "t4"})
    REQUIRE(a.earn(task, 1.25).ok());
  REQUIRE(a.spend("t5", 2).ok());
  const auto summary = a.system->summary();
  REQUIRE(summary.ok());
  CHECK(summary.value().node == LooseText{"node-a"});
  CHECK(summary.value().balance == Credits::hundredths(1425));
  CHECK(summary.value().total_earned == Credits::hundredths(1625));
  CHECK(summary.value().total_spent == whole(2));
  CHECK(summary.value().stats == CreditStats{Credits::hundredths(625), whole(2), 5, 1, 0});
  CHECK(summary.value().initialized);
  REQUIRE(summary.value().recent.size() == 5);
  CHECK(summary.value().recent.back().details["type"] == "task_submission");
}

TEST_CASE("Credit system: join: raises the ledger and tells after it", "[core][credit_system]") {
  Fixture a, b{{}, "node-b"};
  REQUIRE(a.system->initialize(start_ms).ok());
  REQUIRE(b.system->initialize(start_ms).ok());
  a.recorder.lines.clear();
  const auto change = a.system->join(*b.ledger.share(start_ms), start_ms);
  REQUIRE(change.ok());
  CHECK(change.value().changed());
  CHECK(a.recorder.lines == std::vector<std::string>{"ledger merged 20.00", "merged 20.00"});
}

TEST_CASE("Credit system: shutdown: saves, and a system on the same store goes on", "[core][credit_system]") {
  Fixture a;
  REQUIRE(a.system->initialize(start_ms).ok());
  REQUIRE(a.spend("t", 3).ok());
  a.recorder.lines.clear();
  REQUIRE(a.system->shutdown(start_ms).ok());
  CHECK(!a.system->initialized());
  CHECK(a.recorder.lines == std::vector<std::string>{"saved ledger.json", "ledger shutdown", "shutdown"});

  ReferenceLedger ledger{{.node = "node-a", .store = &a.store}};
  const auto again = create_credit_system(ledger, {.node = "node-a", .rules = &a.rules}, start_ms);
  REQUIRE(again.ok());
  CHECK(again.value()->balance() == whole(7));
  CHECK(again.value()->initialized());
}

TEST_CASE("Credit system: no node id: payments of no node are its own", "[core][credit_system]") {
  CreditRules rules;
  ReferenceLedger ledger{{}};
  CreditSystem system{ledger, {.rules = &rules}};
  CHECK(system.node() == LooseText{});
  CHECK(system.earn({.node = {}, .amount = 1, .task = "t"}, start_ms).ok());
  CHECK(system.earn({.node = "undefined", .amount = 1, .task = "u"}, start_ms).error().code == Errc::foreign_node);
}

TEST_CASE("Credit system: observe: may change, and nobody needs to listen", "[core][credit_system]") {
  Fixture a;
  Recorder second;
  a.system->observe(&second);
  REQUIRE(a.earn("t", 1).ok());
  CHECK(a.recorder.lines.empty());
  CHECK(second.lines.size() == 3);
  a.system->observe(nullptr);
  REQUIRE(a.earn("u", 1).ok());
  CHECK(second.lines.size() == 3);
}

} // namespace
} // namespace creditsim::core
