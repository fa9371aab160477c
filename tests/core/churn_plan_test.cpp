// SPDX-License-Identifier: MIT
#include "core/churn_plan.hpp"

#include "tests/catch.hpp"

using namespace creditsim::core;

namespace {

constexpr TimeUs second = 1'000'000;

Scenario scenario_with(std::vector<FaultSpec> faults) {
  Scenario scenario;
  scenario.nodes = 10;
  scenario.stop.duration_us = 20 * second;
  scenario.faults = std::move(faults);
  return scenario;
}

ChurnPlan plan_of(const Scenario& scenario) { return {scenario, scenario.nodes, FaultPlan{scenario, scenario.nodes}}; }

} // namespace

TEST_CASE("Churn plan: nothing asked: all are there from the start, and stay", "[core][churn]") {
  const auto plan = plan_of(scenario_with({}));
  CHECK(plan.slots() == 10);
  CHECK(plan.restarts().empty());
  for (NodeIndex node = 0; node < 10; ++node) {
    CHECK(plan.start_us(node) == 0);
    CHECK(plan.up(node, 0));
  }
}

TEST_CASE("Churn plan: faults: joins, crashes and leaves are part of it", "[core][churn][faults]") {
  const auto plan = plan_of(scenario_with({{.kind = FaultKind::join, .at_us = 3 * second, .nodes = {2}},
                                           {.kind = FaultKind::leave, .at_us = 9 * second, .nodes = {4}},
                                           {.kind = FaultKind::crash,
                                            .at_us = 5 * second,
                                            .for_us = second,
                                            .nodes = {2, 7},
                                            .restart_from = RestartFrom::torn}}));
  CHECK(plan.initial() == 10);
  CHECK(plan.start_us(2) == 3 * second);
  CHECK(plan.late_by(2) == 0);
  CHECK(plan.late_by(3) == no_fault);
  CHECK_FALSE(plan.up(2, 3 * second - 1));
  CHECK(plan.up(2, 3 * second));
  CHECK_FALSE(plan.up(7, 5 * second));
  CHECK(plan.up(7, 6 * second + 1));
  CHECK(plan.up(4, 9 * second - 1));
  CHECK_FALSE(plan.up(4, 9 * second));
  CHECK(plan.gone(4, 9 * second));
  CHECK_FALSE(plan.gone(7, 5 * second));
  REQUIRE(plan.restarts().size() == 2);
  CHECK(plan.restarts()[1].node == 7);
  CHECK(plan.restarts()[1].time_us == 6 * second);
  CHECK(plan.restarts()[1].from == RestartFrom::torn);
  CHECK(plan.restarts()[1].slot == 11);
  CHECK(plan.incarnation_of(11) == 2);
  CHECK(plan.node_of(11) == 7);
}

TEST_CASE("Churn plan: keys and faults together: nobody restarts while down or gone", "[core][churn][faults]") {
  auto scenario =
      scenario_with({{.kind = FaultKind::crash, .at_us = 1, .for_us = 10 * second, .nodes = {0, 1, 2, 3, 4}},
                     {.kind = FaultKind::leave, .at_us = 5 * second, .nodes = {5, 6}}});
  scenario.churn = {.joins = 3, .restarts = 200};
  const auto plan = plan_of(scenario);
  CHECK(plan.initial() == 7);
  std::size_t crashes = 0;
  for (const auto& restart : plan.restarts()) {
    if (restart.fault != no_fault) {
      ++crashes;
      continue;
    }
    CHECK((restart.node > 4 || restart.time_us > 10 * second));
    CHECK_FALSE(plan.gone(restart.node, restart.time_us));
    CHECK(restart.time_us > plan.start_us(restart.node));
  }
  CHECK(crashes == 5);
  CHECK(plan.restarts().size() > 100);
}
