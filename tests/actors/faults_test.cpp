// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "core/fault_plan.hpp"
#include "core/node_world.hpp"
#include "tests/actors/random_scenarios.hpp"
#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <map>
#include <string>

using namespace creditsim;
using namespace creditsim::actors;

namespace {

using core::FaultKind;
using core::RestartFrom;

constexpr core::TimeUs second = 1'000'000;

/// Thirty nodes with much to do for eight seconds.
core::Scenario network(std::vector<core::FaultSpec> faults, std::uint64_t seed = 1) {
  core::Scenario scenario;
  scenario.name = "faults";
  scenario.seed = seed;
  scenario.nodes = 30;
  scenario.network = {.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 5'000, .max_us = 30'000},
                      .loss = 0.02};
  scenario.gossip = {.interval_us = 200'000};
  scenario.credits.initial_credits = core::Credits::whole(4);
  scenario.credits.history = 50;
  scenario.workload.rate_per_s = 30.0;
  scenario.workload.duplicates = 0.1;
  scenario.task = {.deadline_us = second, .resend_us = second / 5, .redispatch = 2};
  scenario.dispatch.workers_per_task = 1 + static_cast<std::uint32_t>(seed % 2);
  scenario.stop = {.duration_us = 8 * second, .drain_us = 60 * second};
  scenario.faults = std::move(faults);
  return scenario;
}

core::Scenario swarm(std::uint64_t seed) {
  auto scenario = network({}, seed);
  scenario.swarm = true;
  scenario.credits.dedup_window = 20;
  scenario.credits.dedup_dropped = 10;
  return scenario;
}

std::uint64_t count(const core::RunResult& result, const std::string& name) {
  for (const auto& coverage : result.coverage)
    if (coverage.name == name)
      return coverage.count;
  return 0;
}

std::string violations(const core::RunResult& result) {
  std::string text;
  for (const auto& violation : result.violations)
    text += violation.property + ": " + violation.detail + "\n";
  return text;
}

core::FaultSpec crash(RestartFrom from) {
  core::FaultSpec fault{.kind = FaultKind::crash, .for_us = second / 2, .rate_per_s = 2.0, .share = 0.1};
  fault.restart_from = from;
  if (from == RestartFrom::stale)
    fault.age_us = 2 * second;
  return fault;
}

} // namespace

TEST_CASE("Faults: 200 drawn plans: conserve at every window, pay once, converge after the heal",
          "[actors][faults][property][slow]") {
  Runtime runtime{2};
  std::map<std::string, int> seeds_with;
  int mostly_done = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto result = run(runtime, swarm(seed)).result;
    INFO("seed " << seed);
    REQUIRE(violations(result) == "");
    REQUIRE(result.verdict == core::Verdict::valid);
    REQUIRE(result.tasks.duplicates_paid == 0);
    REQUIRE(result.convergence.all.converged == true);
    mostly_done += 2 * result.tasks.completed > result.tasks.accepted ? 1 : 0;
    for (const auto& coverage : result.coverage)
      seeds_with[coverage.name] += coverage.count > 0 ? 1 : 0;
  }
  CHECK(mostly_done >= 180);
  for (const auto& [name, seeds] : seeds_with) {
    CAPTURE(name);
    CHECK(seeds >= (name.starts_with("fault.") ? 20 : 3));
  }
}

TEST_CASE("Faults: 200 random scenarios under drawn plans: no false alarm", "[actors][faults][property][slow]") {
  Runtime runtime{2};
  for (std::uint64_t seed = 2001; seed <= 2200; ++seed) {
    auto scenario = random_scenario(seed);
    scenario.swarm = true;
    const auto result = run(runtime, scenario).result;
    INFO("seed " << seed);
    REQUIRE(violations(result) == "");
    REQUIRE(result.tasks.duplicates_paid == 0);
  }
}

TEST_CASE("Faults: 100 drawn plans: literal and versions, one shard and many give the same result",
          "[actors][faults][twin][property][slow]") {
  Runtime one{1};
  Runtime two{2};
  int held_as_versions = 0;
  for (std::uint64_t seed = 301; seed <= 400; ++seed) {
    const auto scenario = swarm(seed);
    const auto literal = run(one, scenario, {.shards = 1, .replicas = ReplicaForm::literal});
    const auto versions = run(two, scenario, {.shards = 2 + static_cast<unsigned>(seed % 4)});
    INFO("seed " << seed);
    const bool suit = core::versions_refused(scenario, core::draw_faults(scenario, scenario.nodes)).empty();
    REQUIRE(versions.timing.replicas == (suit ? "versions" : "literal"));
    held_as_versions += suit ? 1 : 0;
    REQUIRE(literal.result.coverage == versions.result.coverage);
    REQUIRE(literal.window_digests == versions.window_digests);
    REQUIRE(literal.result == versions.result);
  }
  CHECK(held_as_versions >= 20);
}

TEST_CASE("Faults: a plan spelled out: runs as the one it was drawn from", "[actors][faults]") {
  Runtime runtime{2};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto scenario = swarm(seed);
    const auto drawn = run(runtime, scenario).result;
    scenario.faults = core::draw_faults(scenario, scenario.nodes);
    scenario.swarm = false;
    INFO("seed " << seed);
    REQUIRE(run(runtime, scenario).result == drawn);
  }
}

TEST_CASE("Faults: restarts from every store: nothing is paid twice, what is forgotten is debt",
          "[actors][faults][conservation]") {
  Runtime runtime{2};
  for (const auto from : {RestartFrom::newest, RestartFrom::nothing, RestartFrom::stale, RestartFrom::torn}) {
    std::uint64_t restarts = 0, refused = 0, torn = 0, debts = 0;
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      auto scenario = network({crash(from)}, seed);
      scenario.credits.initial_credits = core::Credits::whole(2);
      const auto result = run(runtime, scenario).result;
      INFO("store " << static_cast<int>(from) << ", seed " << seed);
      REQUIRE(violations(result) == "");
      restarts += count(result, "fault.crash");
      refused += count(result, "ledger.refused_payment");
      torn += count(result, "ledger.torn");
      for (const auto& sample : result.samples)
        debts += sample.economy.reversal_debt > core::Credits{} ? 1 : 0;
    }
    CHECK(restarts > 500);
    CHECK((torn > 0) == (from == RestartFrom::torn));
    CHECK((refused > 0) == (from != RestartFrom::newest));
    CHECK((debts > 0) == (from != RestartFrom::newest));
  }
}

TEST_CASE("Faults: pause: what waits is handled at its end, and nothing is lost", "[actors][faults]") {
  Runtime runtime{1};
  const auto calm = run(runtime, network({})).result;
  const auto result =
      run(runtime, network({{.kind = FaultKind::pause, .at_us = second, .for_us = 5 * second, .share = 0.3}})).result;
  CHECK(violations(result) == "");
  CHECK(count(result, "fault.pause") == 9);
  CHECK(result.messages.lost < calm.messages.lost * 2);
  CHECK(result.tasks.submitted == calm.tasks.submitted);
}

TEST_CASE("Faults: corruption: every damaged message is rejected, and counted", "[actors][faults]") {
  Runtime runtime{1};
  const auto result = run(runtime, network({{.kind = FaultKind::corruption, .probability = 0.2}})).result;
  CHECK(violations(result) == "");
  CHECK(result.messages.rejected > 500);
  CHECK(result.messages.rejected == count(result, "fault.corruption"));
  CHECK(count(result, "ledger.rejected") > 100);
  CHECK(count(result, "ledger.rejected") < result.messages.rejected); // the others were about tasks

  auto reference = network({{.kind = FaultKind::corruption, .probability = 0.2}});
  reference.take(core::Profile::reference);
  CHECK(run(runtime, reference).result.messages.rejected > 500);
}

TEST_CASE("Faults: leave: nobody waits for those who left, or compares them", "[actors][faults]") {
  Runtime runtime{1};
  const auto scenario = network({{.kind = FaultKind::leave, .at_us = 4 * second, .nodes = {1, 5, 9, 13}}});
  const auto result = run(runtime, scenario).result;
  CHECK(violations(result) == "");
  CHECK(count(result, "fault.leave") == 4);
  CHECK(result.convergence.all.converged == true);
  CHECK(result.end_us < 20 * second);
  CHECK(result.samples.back().replicas_equal_share == 1.0);
}

TEST_CASE("Faults: leave: those who would be cut off make the plan impossible", "[actors][faults]") {
  Runtime runtime{1};
  auto scenario = network({{.kind = FaultKind::leave, .nodes = {1, 5}}});
  scenario.topology.kind = core::TopologySpec::Kind::ring;
  const auto output = runtime.simulate(scenario, {});
  REQUIRE_FALSE(output.ok());
  CHECK(output.error().context ==
        "faults: when all have left who do, n2 is cut off from others that stay, with whom it was connected");
}

TEST_CASE("Faults: a required fault without effect: nothing was proved", "[actors][faults]") {
  Runtime runtime{1};
  const core::FaultSpec never{
      .kind = FaultKind::crash, .at_us = second, .for_us = second, .rate_per_s = 1e-9, .required = true};
  const auto result = run(runtime, network({never})).result;
  CHECK(result.verdict == core::Verdict::unknown);
  CHECK(result.missed == std::vector<std::string>{"faults[0] (crash)"});
  CHECK(count(result, "fault.crash") == 0);
  const auto named = [](const core::Coverage& coverage) { return coverage.name == "fault.crash"; };
  CHECK(std::any_of(result.coverage.begin(), result.coverage.end(), named));
  // A violation is one whatever was required.
  auto broken = network({never}, 1);
  broken.rules.settlement = core::Rules::Settlement::everyone;
  CHECK(run(runtime, broken).result.verdict == core::Verdict::invalid);
}

TEST_CASE("Faults: a run with nothing to do: lasts until the heal", "[actors][faults]") {
  Runtime runtime{1};
  auto scenario = network({{.kind = FaultKind::loss, .at_us = 7 * second, .for_us = second / 2, .required = true}});
  scenario.workload.kind = core::WorkloadSpec::Kind::none;
  const auto result = run(runtime, scenario).result;
  CHECK(result.missed.empty());
  CHECK(result.end_us >= 8 * second);
}
