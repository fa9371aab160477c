// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <string>
#include <vector>

// Wrong clocks change stamps and nothing else, and shut nobody out for good.
namespace {

using namespace creditsim;
using namespace creditsim::actors;
using core::FaultKind;

constexpr core::TimeUs second = 1'000'000;

/// Every node also writes a key of its own, so that metadata have stamps to go wrong.
core::Scenario network(std::vector<core::FaultSpec> faults, std::uint64_t seed = 1) {
  core::Scenario scenario;
  scenario.name = "clocks";
  scenario.seed = seed;
  scenario.nodes = 12;
  scenario.network = {.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 5'000, .max_us = 30'000}};
  scenario.gossip = {.interval_us = 200'000};
  scenario.workload.rate_per_s = 20.0;
  scenario.ledger.stamp_ahead_us = 5 * second;
  scenario.task = {.deadline_us = second, .resend_us = second / 5, .redispatch = 1};
  scenario.stop = {.duration_us = 20 * second, .drain_us = 60 * second};
  scenario.faults = std::move(faults);
  return scenario;
}

core::FaultSpec wrong(FaultKind kind, core::TimeUs by_us = 0) {
  return {.kind = kind, .at_us = 2 * second, .for_us = 15 * second, .nodes = {1, 6}, .by_us = by_us, .required = true};
}

std::uint64_t count(const core::RunResult& result, const std::string& name) {
  for (const auto& coverage : result.coverage)
    if (coverage.name == name)
      return coverage.count;
  return 0;
}

void check_valid(const core::RunResult& result) {
  for (const auto& violation : result.violations)
    FAIL_CHECK(violation.property << ": " << violation.detail);
  CHECK(result.missed.empty());
  CHECK(result.convergence.all.converged == true);
  REQUIRE(result.convergence.all.time_us);
  CHECK(*result.convergence.all.time_us < 5 * second);
}

TEST_CASE("Clocks: within the bound nobody notices", "[actors][faults][clock]") {
  Runtime runtime{2};
  const auto drift = [](double ppm) {
    auto fault = wrong(FaultKind::clock_drift);
    fault.drift_ppm = ppm;
    return fault;
  };
  for (const auto& fault : {wrong(FaultKind::clock_offset, 2 * second), wrong(FaultKind::clock_offset, -2 * second),
                            wrong(FaultKind::clock_step, 2 * second), wrong(FaultKind::clock_step, -2 * second),
                            drift(100'000), drift(-100'000)}) {
    const auto scenario = network({fault});
    CAPTURE(static_cast<int>(fault.kind), fault.by_us, fault.drift_ppm);
    const auto versions = run(runtime, scenario);
    check_valid(versions.result);
    CHECK(versions.timing.replicas == "versions");
    CHECK(versions.result.messages.rejected == 0);
    CHECK(run(runtime, scenario, {.replicas = ReplicaForm::literal}).result == versions.result);
    // Only stamps are wrong: tasks and messages come and go as without the fault.
    auto healthy = scenario;
    healthy.faults.clear();
    CHECK(run(runtime, healthy).result.tasks == versions.result.tasks);
  }
}

TEST_CASE("Clocks: far ahead: its node is refused until the heal, and then is one of them again",
          "[actors][faults][clock]") {
  Runtime one{1};
  Runtime two{2};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    const auto scenario = network({wrong(FaultKind::clock_offset, 3'600 * second)}, seed);
    const auto output = run(one, scenario, {.shards = 1});
    check_valid(output.result);
    CHECK(output.timing.replicas == "literal");
    CHECK(count(output.result, "ledger.rejected.stamp_ahead") > 0);
    CHECK(run(two, scenario, {.shards = 3}).result == output.result);
  }
}

TEST_CASE("Clocks: far behind: its node refuses the others until the heal", "[actors][faults][clock]") {
  Runtime runtime{2};
  for (const auto& fault : {wrong(FaultKind::clock_offset, -3'600 * second), wrong(FaultKind::clock_freeze)}) {
    const auto result = run(runtime, network({fault})).result;
    check_valid(result);
    CHECK(count(result, "ledger.rejected.stamp_ahead") > 0);
  }
}

TEST_CASE("Clocks: metadata stamped far ahead ends the same everywhere", "[actors][faults][clock]") {
  Runtime runtime{2};
  auto scenario = network(
      {{.kind = FaultKind::clock_offset, .at_us = 0, .for_us = 10 * second, .nodes = {0, 1}, .by_us = 600 * second}});
  scenario.workload = {.kind = core::WorkloadSpec::Kind::rumour, .rumours = 4};
  const auto result = run(runtime, scenario).result;
  CHECK(result.violations.empty());
  CHECK(result.convergence.metadata.converged == true);
  CHECK(*result.convergence.metadata.time_us > 10 * second); // what the two wrote is refused until the heal
  CHECK(*result.convergence.metadata.time_us < 13 * second);
}

} // namespace
