// SPDX-License-Identifier: MIT
#include "actors/process_ledger.hpp"

#include "actors/determinism.hpp"
#include "core/replica_rules.hpp"
#include "tests/actors/replica_parts.hpp"
#include "tests/actors/scenarios_for_tests.hpp"
#include "tests/catch.hpp"

#include <array>

namespace creditsim::actors {
namespace {

using core::Credits;
using core::Errc;
using core::LedgerAbility;
using core::Posting;

Posting posting(Posting::Kind kind, std::int64_t hundredths, core::TaskId task = core::no_task) {
  return {.kind = kind, .amount = Credits::hundredths(hundredths), .task = task};
}

/// Ten nodes, two hundred tasks, everything that happens to messages, and restarts.
core::Scenario replica_scenario() {
  core::Scenario scenario = busy_scenario();
  scenario.nodes = 10;
  scenario.credits.initial_credits = Credits::whole(10);
  scenario.workload.rate_per_s = 60.0;
  scenario.workload.duplicates = 0.3;
  core::take_replica_rules(scenario);
  return scenario;
}

bool broke(const core::RunResult& result, const std::string& property) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const core::Violation& violation) { return violation.property == property; });
}

TEST_CASE("Process ledger: postings: what the process acknowledges counts", "[actors][replica]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    ProcessLedger ledger{part_of(command), 0};
    CHECK(ledger.abilities() == core::LedgerAbilities{LedgerAbility::sums, LedgerAbility::snapshot,
                                                      LedgerAbility::once_per_task, LedgerAbility::own_limit});
    CHECK(ledger.grant_due());
    REQUIRE(ledger.post(posting(Posting::Kind::grant, 1000), 1).ok());
    CHECK_FALSE(ledger.grant_due());
    REQUIRE(ledger.post(posting(Posting::Kind::spend, 300, 1), 2).ok());
    REQUIRE(ledger.post(posting(Posting::Kind::earn, 50, 1), 3).ok()); // another side of the task
    CHECK(ledger.post(posting(Posting::Kind::earn, 50, 1), 4).error() ==
          core::Error{Errc::duplicate_task, "key-already-exists (21): earn task-1 is done"});
    CHECK(ledger.post(posting(Posting::Kind::spend, 751, 2), 5).error() ==
          core::Error{Errc::insufficient_balance, "precondition-failed (22): 750 is less than 751"});
    CHECK(ledger.balance() == Credits::hundredths(750));
    CHECK(ledger.own().granted == Credits::hundredths(1000));
    CHECK(ledger.own().earned == Credits::hundredths(50));
    CHECK(ledger.own().spent == Credits::hundredths(300));
    core::LedgerReading reading;
    ledger.read(reading);
    CHECK(reading.value == Credits::hundredths(750));
    CHECK(ledger.canonical_bytes() == R"({"n0/1":[1050,300]})");
    CHECK(ledger.failure().empty());
  }
}

TEST_CASE("Process ledger: joins: replicas that exchange states become equal", "[actors][replica]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    ReplicaPart other = part_of(command);
    other.node = 1;
    ProcessLedger a{part_of(command), 0};
    ProcessLedger b{other, 0};
    REQUIRE(a.post(posting(Posting::Kind::grant, 1000), 0).ok());
    REQUIRE(b.post(posting(Posting::Kind::grant, 500), 0).ok());
    CHECK(a.digests() != b.digests());
    const auto state = a.share(1);
    CHECK(state->encoded_bytes() == a.canonical_bytes().size());
    CHECK(b.join(*state, 2).value().counters_changed);
    CHECK(b.join(*state, 3).value().entries_redundant == 1);
    CHECK(a.join(*b.share(4), 5).value().changed());
    CHECK(a.digests() == b.digests());
    CHECK(a.canonical_bytes() == R"({"n0/1":[1000,0],"n1/1":[500,0]})");
  }
}

TEST_CASE("Process ledger: restarts: another process goes on from the snapshot of the first", "[actors][replica]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    ProcessLedger ledger{part_of(command), 0};
    REQUIRE(ledger.post(posting(Posting::Kind::grant, 1000), 0).ok());
    REQUIRE(ledger.post(posting(Posting::Kind::spend, 100, 1), 0).ok());
    const auto stale = ledger.snapshot();
    REQUIRE(ledger.post(posting(Posting::Kind::spend, 100, 2), 0).ok());
    ledger.reboot(10);
    CHECK_FALSE(ledger.grant_due());
    CHECK(ledger.post(posting(Posting::Kind::spend, 100, 2), 11).error().code == Errc::duplicate_task);
    REQUIRE(ledger.post(posting(Posting::Kind::spend, 100, 3), 11).ok());
    CHECK(ledger.canonical_bytes() == R"({"n0/1":[1000,200],"n0/2":[0,100]})");
    CHECK(ledger.progress(0) == 4);
    REQUIRE(ledger.restore(*stale).ok());
    CHECK(ledger.canonical_bytes() == R"({"n0/1":[1000,100]})");
    CHECK(ledger.progress(0) == 2);
  }
}

TEST_CASE("Process ledger: trials: empty, and nothing to the ledger", "[actors][replica]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    ProcessLedger ledger{part_of(command), 0};
    REQUIRE(ledger.post(posting(Posting::Kind::grant, 1000), 0).ok());
    for (int i = 0; i < 2; ++i) { // the second one is the first one's process again
      const auto trial = ledger.blank();
      REQUIRE(trial != nullptr);
      CHECK(trial->canonical_bytes() == "{}");
      REQUIRE(trial->join(*ledger.share(1), 1).ok());
      CHECK(trial->canonical_bytes() == ledger.canonical_bytes());
    }
    CHECK(ledger.canonical_bytes() == R"({"n0/1":[1000,0]})");
  }
}

TEST_CASE("Process ledger: no answer: whether it happened is unknown, and nothing is asked any more",
          "[actors][replica]") {
  const std::string init = R"({"type":"init_ok","in_reply_to":1})";
  ProcessLedger broken{
      part_of(R"(read -r line; echo '{"src":"n0","dest":"creditsim","body":)" + init + "}'; read -r line; exit 4"), 0};
  const auto posted = broken.post(posting(Posting::Kind::earn, 100, 1), 0);
  REQUIRE_FALSE(posted.ok());
  CHECK(posted.error().code == Errc::indefinite);
  CHECK(broken.failure() == "asked to earn (msg_id 2), the replica exited with status 4");
  CHECK(broken.own().earned == Credits{});
  CHECK(broken.balance() == Credits::hundredths(100)); // it may have it, and may spend it

  ProcessLedger doubtful{part_of(answering({init, R"({"type":"error","in_reply_to":2,"code":0})",
                                            R"({"type":"read_ok","in_reply_to":3,"value":100})"})),
                         0};
  CHECK(doubtful.post(posting(Posting::Kind::earn, 100, 1), 0).error() == core::Error{Errc::indefinite, "timeout (0)"});
  CHECK(doubtful.failure().empty());
  CHECK(doubtful.canonical_bytes() == "100");
}

TEST_CASE("Process ledger: runs: correct replicas hold, the same bytes for threads and shards",
          "[actors][replica][slow]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    constexpr std::array<Execution, 3> executions{
        {{.threads = 1, .shards = 1}, {.threads = 2, .shards = 2}, {.threads = 4, .shards = 7}}};
    core::Scenario scenario = replica_scenario();
    scenario.churn = {.joins = 2, .restarts = 3};
    SimulationOptions options;
    options.replica = ChildOptions{.command = command};
    options.checkers = core::CheckerSet::all();
    const auto report = verify_determinism(scenario, {}, executions, options);
    REQUIRE(report.ok());
    CHECK_FALSE(report.value().difference.has_value());
    const core::RunResult& result = report.value().output.result;
    CHECK(result.verdict == core::Verdict::valid);
    CHECK(result.violations.empty());
    CHECK(result.tasks.completed > 50);
    CHECK(result.dedup.refused_already_credited > 0);
    CHECK(result.convergence.all.converged == true);
    CHECK(report.value().output.timing.replicas == "processes");
  }
}

TEST_CASE("Process ledger: runs: crashes with every store", "[actors][replica][slow]") {
  using core::FaultKind;
  using core::RestartFrom;
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    core::Scenario scenario = replica_scenario();
    const auto crash = [](core::NodeIndex node, RestartFrom from) {
      return core::FaultSpec{.kind = FaultKind::crash,
                             .at_us = 1'000'000,
                             .for_us = 300'000,
                             .nodes = {node},
                             .restart_from = from,
                             .age_us = from == RestartFrom::stale ? 500'000 : 0};
    };
    scenario.faults = {crash(1, RestartFrom::newest), crash(2, RestartFrom::stale), crash(3, RestartFrom::torn),
                       crash(4, RestartFrom::nothing)};
    Runtime runtime{2};
    SimulationOptions options;
    options.replica = ChildOptions{.command = command};
    options.checkers = core::CheckerSet::all();
    const auto output = run(runtime, scenario, options);
    for (const core::Violation& violation : output.result.violations)
      FAIL_CHECK(violation.property << ": " << violation.detail);
    CHECK(output.result.verdict == core::Verdict::valid);
  }
}

// The examples' exports have no checksum.
TEST_CASE("Process ledger: runs: damaged messages reach the process, and their effects are found",
          "[actors][replica]") {
  for (const std::string& command : counter_replicas()) {
    INFO(command);
    core::Scenario scenario = replica_scenario();
    scenario.faults = {{.kind = core::FaultKind::corruption, .for_us = 2'000'000, .probability = 0.2}};
    Runtime runtime{2};
    SimulationOptions options;
    options.replica = ChildOptions{.command = command};
    CHECK(run(runtime, scenario, options).result.verdict == core::Verdict::invalid);
  }
}

TEST_CASE("Process ledger: runs: Python and JavaScript give the same run", "[actors][replica]") {
  std::vector<std::uint64_t> digests;
  for (const std::string& command : counter_replicas()) {
    Runtime runtime{2};
    SimulationOptions options;
    options.replica = ChildOptions{.command = command};
    digests.push_back(run(runtime, replica_scenario(), options).result.trace_digest);
  }
  for (const std::uint64_t digest : digests)
    CHECK(digest == digests.front());
}

TEST_CASE("Process ledger: runs: what a broken replica breaks is found", "[actors][replica][slow]") {
  struct Broken {
    std::string how;
    std::string property;
  };
  const std::array<Broken, 2> all{{{"double-payment", "double_payment"}, {"lost-update", "acknowledged"}}};
  for (const std::string& command : counter_replicas())
    for (const Broken& broken : all) {
      INFO(command << " " << broken.how);
      Runtime runtime{2};
      SimulationOptions options;
      options.replica = ChildOptions{.command = command + " --broken " + broken.how};
      options.checkers = core::CheckerSet::all();
      const auto output = run(runtime, replica_scenario(), options);
      CHECK(output.result.verdict == core::Verdict::invalid);
      CHECK(broke(output.result, broken.property));
    }
}

TEST_CASE("Process ledger: runs: a replica that fails ends the run, and is named", "[actors][replica]") {
  for (const unsigned threads : {1U, 4U}) {
    Runtime runtime{threads};
    SimulationOptions options;
    options.replica = ChildOptions{.command = "exit 3"};
    const auto output = run(runtime, replica_scenario(), options);
    REQUIRE(output.result.violations.size() == 1);
    const core::Violation& violation = output.result.violations.front();
    CHECK(violation.property == "replica_process");
    CHECK(violation.detail == "node n0 at 0.000000 s: asked to init (msg_id 1), the replica exited with status 3");
    CHECK(violation.node == 0);
    CHECK(output.result.verdict == core::Verdict::invalid);
    CHECK(output.result.end_us == 0);
  }
}

TEST_CASE("Process ledger: runs: other rules are refused", "[actors][replica]") {
  Runtime runtime{1};
  SimulationOptions options;
  options.replica = ChildOptions{.command = "cat"};
  const auto refused = runtime.simulate(busy_scenario(), {}, options);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::invalid_value);
}

} // namespace
} // namespace creditsim::actors
