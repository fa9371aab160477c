// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <string>

// Two devices with one identity may spend the same money twice before they hear of each other; it becomes debt.
namespace {

using namespace creditsim;
using namespace creditsim::actors;
using core::Credits;

constexpr core::TimeUs second = 1'000'000;

core::Scenario network(std::uint64_t seed) {
  core::Scenario scenario;
  scenario.name = "two devices";
  scenario.seed = seed;
  scenario.nodes = 12;
  scenario.network = {.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 5'000, .max_us = 30'000}};
  scenario.gossip = {.interval_us = second};
  scenario.credits.initial_credits = Credits::whole(3);
  scenario.workload.rate_per_s = 20.0;
  scenario.task = {.deadline_us = second, .resend_us = second / 5, .redispatch = 1};
  scenario.stop = {.duration_us = 6 * second, .drain_us = 60 * second};
  scenario.faults = {{.kind = core::FaultKind::two_devices, .at_us = second, .nodes = {1, 4, 7, 10}, .required = true}};
  return scenario;
}

bool broke(const core::RunResult& result, const std::string& property) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const auto& violation) { return violation.property == property; });
}

TEST_CASE("Two devices: one grant, what both spent is debt, and all is conserved", "[actors][faults][devices]") {
  Runtime one{1};
  Runtime two{2};
  std::uint64_t debts = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const auto scenario = network(seed);
    const auto output = run(one, scenario, {.shards = 1});
    const auto& result = output.result;
    for (const auto& violation : result.violations)
      FAIL_CHECK(violation.property << ": " << violation.detail);
    CHECK(result.missed.empty());
    CHECK(result.economy.granted == Credits::whole(3 * 8)); // of twelve nodes four are somebody's second
    CHECK(result.economy.supply == result.economy.granted);
    CHECK(result.convergence.all.converged == true);
    debts += std::any_of(result.samples.begin(), result.samples.end(),
                         [](const core::Sample& sample) { return sample.economy.reversal_debt > Credits{}; });
    CHECK(output.timing.replicas == "versions");
    CHECK(run(two, scenario, {.shards = 4}).result == result);
    const auto literal = run(two, scenario, {.replicas = ReplicaForm::literal});
    CHECK(literal.result == result);
    CHECK(literal.window_digests == output.window_digests);
  }
  CHECK(debts > 0);
}

TEST_CASE("Two devices: with one entry an identity, increments are lost", "[actors][faults][devices]") {
  Runtime runtime{2};
  int conservation = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    auto scenario = network(seed);
    scenario.rules.counters = core::Rules::Counters::per_identity; // fault C1
    conservation += broke(run(runtime, scenario).result, "conservation") ? 1 : 0;
  }
  CHECK(conservation == 5);
}

} // namespace
