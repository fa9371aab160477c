// SPDX-License-Identifier: MIT
#include "scenarios/shrinker.hpp"

#include "tests/scenarios/failing_cases.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

ShrunkCase shrunk(const core::Scenario& scenario, const std::string& checker, const ShrinkLimits& limits = {}) {
  actors::Runtime runtime{1};
  const auto spelled = spelled_out({.scenario = scenario});
  REQUIRE(spelled.ok());
  return shrink(runtime, spelled.value(), checker, limits);
}

TEST_CASE("Shrinker: double payment: from 50 nodes and 200 tasks to three nodes and one task", "[scenarios][shrink]") {
  const ShrunkCase small = shrunk(tests::paying_everyone(), "double_payment");
  CHECK(small.minimal);
  const core::Scenario& scenario = small.run.scenario;
  CHECK(scenario.nodes == 3);
  REQUIRE(scenario.workload.tasks.size() == 1);
  CHECK(scenario.workload.tasks[0].workers.size() == 2);
  CHECK(scenario.workload.tasks[0] == core::ListedTask{.at_us = 0,
                                                       .submitter = scenario.workload.tasks[0].submitter,
                                                       .workers = scenario.workload.tasks[0].workers});
  CHECK(scenario.gossip.mode == core::GossipSpec::Mode::none);
  CHECK(scenario.network.loss == 0.0);
  CHECK(scenario.stop.duration_us + scenario.stop.drain_us < 1'000'000);

  actors::Runtime runtime{1};
  const auto failing = capture(runtime, small.run, "double_payment");
  REQUIRE(failing.ok());
  CHECK(failing.value().story.size() <= 12);
  actors::Runtime four{4};
  const auto again = four.simulate(scenario, {});
  REQUIRE(again.ok());
  CHECK(again.value().result.trace_digest == failing.value().capsule.trace_digest);
  CHECK(again.value().result.violation_of("double_payment") != nullptr);
}

TEST_CASE("Shrinker: overdraft: only the rule that matters stays", "[scenarios][shrink]") {
  core::Scenario scenario = tests::paying_everyone();
  scenario.take(core::Profile::reference);
  scenario.rules.grant = core::Rules::Grant::when_empty;
  const ShrunkCase small = shrunk(scenario, "overdraft");
  CHECK(small.run.scenario.nodes == 2);
  CHECK(small.run.scenario.workload.tasks.size() <= 2);
  core::Rules expected;
  expected.balance = core::Rules::Balance::all_accounts;
  CHECK(small.run.scenario.rules == expected);
  CHECK(small.run.scenario.profile == core::Profile::corrected);
}

TEST_CASE("Shrinker: the same case: gives the same smaller case", "[scenarios][shrink]") {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 10;
  const ShrunkCase first = shrunk(scenario, "conservation");
  const ShrunkCase second = shrunk(scenario, "conservation");
  CHECK(first.runs == second.runs);
  CHECK(first.run.scenario.workload.tasks == second.run.scenario.workload.tasks);
  CHECK(first.run.scenario.nodes == second.run.scenario.nodes);
}

TEST_CASE("Shrinker: limits: end it with what was found so far", "[scenarios][shrink]") {
  const ShrunkCase few = shrunk(tests::paying_everyone(), "double_payment", {.runs = 5});
  CHECK_FALSE(few.minimal);
  CHECK(few.runs <= 5);
  const std::atomic<int> interrupted{2};
  const ShrunkCase none = shrunk(tests::paying_everyone(), "double_payment", {.interrupted = &interrupted});
  CHECK_FALSE(none.minimal);
  CHECK(none.run.scenario.nodes == 50);
}

} // namespace
