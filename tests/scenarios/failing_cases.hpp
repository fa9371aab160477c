// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/failing_case.hpp"
#include "tests/catch.hpp"

namespace creditsim::tests {

/// A network in which two workers of a task are both paid, since everyone is: 50 nodes, some 200 tasks.
inline core::Scenario paying_everyone() {
  core::Scenario scenario;
  scenario.name = "paying_everyone";
  scenario.nodes = 50;
  scenario.rules.settlement = core::Rules::Settlement::everyone;
  scenario.workload.rate_per_s = 20.0;
  scenario.workload.duplicates = 0.1;
  scenario.workload.types = {{"compute", 1.0}, {"embed", 2.0}};
  scenario.dispatch.workers_per_task = 2;
  scenario.network.loss = 0.02;
  scenario.stop = {.duration_us = 10'000'000, .drain_us = 60'000'000};
  return scenario;
}

/// The scenario, spelled out and run, with what `checker` found.
inline scenarios::FailingCase captured(const core::Scenario& scenario, const std::string& checker) {
  actors::Runtime runtime{1};
  const auto spelled = scenarios::spelled_out({.scenario = scenario});
  REQUIRE(spelled.ok());
  auto failing = scenarios::capture(runtime, spelled.value(), checker);
  REQUIRE(failing.ok());
  return std::move(failing).value();
}

} // namespace creditsim::tests
