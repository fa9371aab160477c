// SPDX-License-Identifier: MIT
#include "scenarios/smaller_network.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

core::Scenario network() {
  core::Scenario scenario;
  scenario.nodes = 6;
  scenario.workload.kind = core::WorkloadSpec::Kind::list;
  scenario.workload.tasks = {{.at_us = 1, .submitter = 1, .workers = {2, 4, 5}, .copies = {1, 2, 3}},
                             {.at_us = 2, .submitter = 3, .workers = {1}},
                             {.at_us = 3, .submitter = 5, .workers = {3}}};
  scenario.faults = {{.kind = core::FaultKind::pause, .nodes = {2, 5}},
                     {.kind = core::FaultKind::pause, .nodes = {3}},
                     {.kind = core::FaultKind::loss}};
  return scenario;
}

TEST_CASE("Smaller network: nodes: those that stay are numbered anew, with their tasks and faults",
          "[scenarios][shrink]") {
  const core::Scenario smaller = with_nodes(network(), {1, 4, 5});
  CHECK(smaller.nodes == 3);
  REQUIRE(smaller.workload.tasks.size() == 1); // the others have no submitter or no worker
  CHECK(smaller.workload.tasks[0].submitter == 0);
  CHECK(smaller.workload.tasks[0].workers == std::vector<core::NodeIndex>{1, 2});
  CHECK(smaller.workload.tasks[0].copies == std::vector<std::uint32_t>{2, 3});
  REQUIRE(smaller.faults.size() == 2);
  CHECK(smaller.faults[0].nodes == std::vector<core::NodeIndex>{2});
  CHECK(smaller.faults[1].kind == core::FaultKind::loss);
}

TEST_CASE("Smaller network: roles: one node takes those of another", "[scenarios][shrink]") {
  const core::Scenario moved = with_roles_moved(network(), 4, 2);
  CHECK(moved.nodes == 6);
  CHECK(moved.workload.tasks[0].workers == std::vector<core::NodeIndex>{2, 5});
  const core::Scenario own = with_roles_moved(network(), 1, 3); // no node works for itself
  REQUIRE(own.workload.tasks.size() == 2);
  CHECK(own.workload.tasks[0].submitter == 3);
  CHECK(own.workload.tasks[1].submitter == 5);
}

} // namespace
