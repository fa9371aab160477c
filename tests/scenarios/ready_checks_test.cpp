// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"
#include "scenarios/scenario_files.hpp"
#include "tests/catch.hpp"

// The ready scenarios under all checkers.
namespace {

using namespace creditsim;

core::RunResult checked(const std::string& name, const std::vector<std::string>& settings) {
  const auto source = scenarios::open_scenario(name);
  REQUIRE(source.ok());
  auto loaded = scenarios::read_scenario(source.value(), settings);
  REQUIRE(loaded.ok());
  actors::Runtime runtime{2};
  const auto output = runtime.simulate(loaded.value().scenario, {}, {.shards = 2, .checkers = core::CheckerSet::all()});
  REQUIRE(output.ok());
  return output.value().result;
}

// Those on real input are left out: replicas of 10,000 owners each would take gigabytes to be watched.
TEST_CASE("Ready scenarios: corrected: every checker holds", "[scenarios][checks]") {
  struct Ready {
    std::string name;
    std::vector<std::string> settings;
  };
  const auto ready = GENERATE(values<Ready>({{"quickstart", {}},
                                             {"transfer_economy", {}},
                                             {"lossy", {}},
                                             {"rumour_push", {}},
                                             {"rumour_pull", {}},
                                             {"rumour_push_pull", {}},
                                             {"large", {"nodes=200", "workload.rate_per_s=50", "stop.duration=20s"}}}));
  CAPTURE(ready.name);
  const auto result = checked(ready.name, ready.settings);
  CHECK(result.verdict == core::Verdict::valid);
  CHECK(result.violations.empty());
  REQUIRE(result.checks.size() == core::checker_count);
  for (const auto& outcome : result.checks) {
    CAPTURE(outcome.checker, outcome.reason);
    // The reference's rows do not say how many came before them.
    const bool reference = ready.name.starts_with("rumour");
    const bool elsewhere = outcome.checker == "convergence_time" || outcome.checker == "replica_process";
    if (elsewhere || (reference && outcome.checker == "shown_history"))
      CHECK(outcome.status == core::CheckOutcome::Status::not_applicable); // no faults, no process; no versions
    else
      CHECK(outcome.status == core::CheckOutcome::Status::held);
  }
}

TEST_CASE("Ready scenarios: swarm: runs are valid, and nine in ten complete more than half their tasks",
          "[scenarios][checks][faults]") {
  constexpr int seeds = 30;
  int mostly_completed = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    const auto result = checked("swarm", {"seed=" + std::to_string(seed)});
    CHECK(result.verdict == core::Verdict::valid);
    CHECK(result.tasks.submitted > 100); // a run without work would prove nothing
    if (2 * result.tasks.completed > result.tasks.submitted)
      ++mostly_completed;
  }
  CHECK(10 * mostly_completed >= 9 * seeds);
}

TEST_CASE("Ready scenarios: reference_economy: what its rules break is found", "[scenarios][checks]") {
  std::vector<std::string> found;
  for (const auto& violation : checked("reference_economy", {}).violations)
    found.push_back(violation.property);
  CHECK(found == std::vector<std::string>{"conservation", "convergence.bytes", "convergence.transactions",
                                          "double_payment", "join_laws"});
}

} // namespace
