// SPDX-License-Identifier: MIT
#include "actors/determinism.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

using namespace creditsim;
using namespace creditsim::actors;

namespace {

const std::vector<Execution> executions{{.threads = 1, .shards = 1}, {.threads = 2, .shards = 7}};

// Many events of one node in one window, so that their order can go wrong.
core::Scenario crowded_scenario() {
  auto scenario = busy_scenario();
  scenario.network.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 20'000, .max_us = 60'000};
  scenario.gossip.interval_us = 50'000;
  scenario.stop.drain_us = 0;
  return scenario;
}

FirstDifference difference_with(core::PlantedFault planted) {
  const auto report = verify_determinism(crowded_scenario(), {}, executions, {.planted = planted});
  REQUIRE(report.ok());
  REQUIRE(report.value().difference.has_value());
  const auto& difference = *report.value().difference;
  INFO(difference.to_string(report.value().output.result.node_rows));
  CHECK((difference.expected || difference.found));
  return difference;
}

} // namespace

TEST_CASE("Determinism check: a correct engine: no difference", "[actors][determinism]") {
  const auto report = verify_determinism(crowded_scenario(), {}, executions);
  REQUIRE(report.ok());
  CHECK_FALSE(report.value().difference.has_value());
  CHECK(report.value().output.result.events > 1000);
}

TEST_CASE("Determinism check: planted shared generator: names the first event", "[actors][determinism]") {
  const auto difference = difference_with(core::PlantedFault::shared_generator);
  // Peers differ from the first round on, so the first event that differs is a message.
  CHECK(difference.window > 0);
}

TEST_CASE("Determinism check: planted arrival order: names the first event", "[actors][determinism]") {
  const auto difference = difference_with(core::PlantedFault::arrival_order);
  REQUIRE(difference.expected.has_value());
  REQUIRE(difference.found.has_value());
  CHECK(difference.expected->node == difference.found->node);
}

TEST_CASE("Determinism check: planted order of a hash seeded per thread: names the first event",
          "[actors][determinism]") {
  difference_with(core::PlantedFault::thread_hash_order);
}
