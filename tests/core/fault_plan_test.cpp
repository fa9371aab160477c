// SPDX-License-Identifier: MIT
#include "core/fault_plan.hpp"
#include "core/fault_swarm.hpp"
#include "core/fault_traits.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <map>
#include <set>

using namespace creditsim::core;

namespace {

constexpr TimeUs second = 1'000'000;

Scenario with(std::vector<FaultSpec> faults, std::uint64_t seed = 1) {
  Scenario scenario;
  scenario.seed = seed;
  scenario.nodes = 50;
  scenario.stop.duration_us = 60 * second;
  scenario.gossip.interval_us = second / 2;
  scenario.faults = std::move(faults);
  return scenario;
}

Scenario swarm(std::uint64_t seed) {
  Scenario scenario = with({}, seed);
  scenario.stop.duration_us = 25 * second;
  scenario.swarm = true;
  return scenario;
}

/// A drawn plan obeys its own rules, and draws itself.
void check_spelled_out(const Scenario& scenario, std::uint32_t nodes) {
  const auto faults = draw_faults(scenario, nodes);
  for (const FaultSpec& fault : faults) {
    const FaultTraits& traits = traits_of(fault.kind);
    CHECK(fault.rate_per_s == 0.0);
    CHECK(fault.share == 0.0);
    CHECK(fault.session_us == 0);
    CHECK((fault.for_us > 0) == traits.lasts);
    CHECK(fault.at_us + fault.for_us <= scenario.stop.duration_us);
    CHECK((traits.group == FaultGroup::messages || !fault.nodes.empty()));
    CHECK(std::is_sorted(fault.nodes.begin(), fault.nodes.end()));
    CHECK((fault.nodes.empty() || fault.nodes.back() < nodes));
  }
  Scenario again = scenario;
  again.swarm = false;
  again.faults = faults;
  CHECK(draw_faults(again, nodes) == faults);
}

} // namespace

TEST_CASE("Fault plan: no faults: none are drawn", "[core][faults]") {
  CHECK(draw_faults(with({}), 50).empty());
  CHECK(FaultPlan{with({}), 50}.empty());
}

TEST_CASE("Fault plan: rate, share and sessions: are spelled out, and draw themselves", "[core][faults][property]") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto scenario = with({{.kind = FaultKind::crash, .for_us = 2 * second, .rate_per_s = 0.2, .share = 0.1},
                                {.kind = FaultKind::pause, .for_us = 3 * second, .rate_per_s = 0.3, .share = 0.2},
                                {.kind = FaultKind::crash,
                                 .for_us = second,
                                 .nodes = {1, 2, 3},
                                 .restart_from = RestartFrom::stale,
                                 .age_us = 5 * second,
                                 .session_us = 8 * second,
                                 .session_shape = 0.6},
                                {.kind = FaultKind::partition, .at_us = 10 * second, .share = 1.0},
                                {.kind = FaultKind::join, .at_us = 7 * second, .share = 0.1},
                                {.kind = FaultKind::leave, .at_us = 20 * second, .share = 0.1},
                                {.kind = FaultKind::loss, .probability = 0.2}},
                               seed);
    INFO("seed " << seed);
    check_spelled_out(scenario, scenario.nodes);
  }
}

TEST_CASE("Fault plan: swarm: is spelled out, draws itself, stops at most a third at once",
          "[core][faults][property]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    const auto scenario = swarm(seed);
    check_spelled_out(scenario, scenario.nodes);
    const auto faults = draw_faults(scenario, scenario.nodes);
    CHECK_FALSE(faults.empty());
    std::map<TimeUs, int> steps;
    for (const FaultSpec& fault : faults) {
      if (fault.kind != FaultKind::crash && fault.kind != FaultKind::pause)
        continue;
      steps[fault.at_us] += static_cast<int>(fault.nodes.size());
      steps[fault.at_us + fault.for_us] -= static_cast<int>(fault.nodes.size());
    }
    int stopped = 0;
    for (const auto& [time_us, step] : steps) {
      stopped += step;
      CHECK(stopped <= static_cast<int>(swarm_faulty_max(scenario.nodes)));
    }
  }
}

TEST_CASE("Fault plan: swarm: every kind is in a tenth of the seeds, some seeds have few kinds, some many, partitions "
          "are long",
          "[core][faults][property]") {
  std::map<FaultKind, int> seeds_with;
  std::map<RestartFrom, int> stores;
  std::set<std::size_t> kinds_of_a_seed;
  const std::set<FaultKind> partitions{FaultKind::partition, FaultKind::one_way_partition,
                                       FaultKind::partial_partition};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto scenario = swarm(seed);
    std::set<FaultKind> kinds;
    for (const FaultSpec& fault : draw_faults(scenario, scenario.nodes)) {
      kinds.insert(fault.kind);
      if (fault.kind == FaultKind::crash)
        ++stores[fault.restart_from];
      if (partitions.contains(fault.kind))
        CHECK(fault.for_us > 10 * scenario.gossip.interval_us);
    }
    for (const FaultKind kind : kinds)
      ++seeds_with[kind];
    kinds_of_a_seed.insert(kinds.size());
  }
  CHECK(seeds_with.size() >= 14);
  for (const auto& [kind, seeds] : seeds_with) {
    CAPTURE(traits_of(kind).name);
    CHECK(seeds >= 30);
  }
  CHECK(stores.size() == 4);
  CHECK(*kinds_of_a_seed.begin() <= 3);
  CHECK(*kinds_of_a_seed.rbegin() >= 9);
}

TEST_CASE("Fault plan: an entry that goes: changes nothing about the others", "[core][faults]") {
  const FaultSpec crash{.kind = FaultKind::crash, .for_us = second, .rate_per_s = 0.5, .share = 0.1};
  const FaultSpec loss{.kind = FaultKind::loss, .for_us = second, .rate_per_s = 1.0, .share = 0.3, .probability = 0.4};
  auto both = draw_faults(with({crash, loss}), 50);
  std::erase_if(both, [](const FaultSpec& fault) { return fault.kind == FaultKind::crash; });
  CHECK(both == draw_faults(with({loss}), 50));
  // Two that are alike are not the same.
  const auto twice = draw_faults(with({loss, loss}), 50);
  CHECK(twice.size() > draw_faults(with({loss}), 50).size());
  CHECK(std::adjacent_find(twice.begin(), twice.end()) == twice.end());
}

TEST_CASE("Fault plan: one node in two faults that exclude each other: the later does without it", "[core][faults]") {
  const auto faults = draw_faults(with({{.kind = FaultKind::leave, .at_us = 10 * second, .nodes = {1, 2}},
                                        {.kind = FaultKind::join, .at_us = 5 * second, .nodes = {3}},
                                        {.kind = FaultKind::pause, .at_us = second, .for_us = second, .nodes = {3, 4}},
                                        {.kind = FaultKind::crash, .at_us = 11 * second, .nodes = {1, 4}},
                                        {.kind = FaultKind::pause, .at_us = 12 * second, .nodes = {4}}}),
                                  50);
  REQUIRE(faults.size() == 4);
  CHECK(faults[0].nodes == std::vector<NodeIndex>{4}); // 3 has not joined
  CHECK(faults[1].kind == FaultKind::join);
  CHECK(faults[2].kind == FaultKind::leave);
  CHECK(faults[3].nodes == std::vector<NodeIndex>{4}); // 1 has left
}

TEST_CASE("Fault plan: sessions: have the mean that was asked for, whatever their shape", "[core][faults]") {
  for (const double shape : {0.5, 1.0, 3.0}) {
    auto scenario =
        with({{.kind = FaultKind::crash, .for_us = 1, .nodes = {0}, .session_us = second, .session_shape = shape}});
    scenario.stop.duration_us = 4'000 * second;
    const auto sessions = static_cast<double>(draw_faults(scenario, 50).size());
    CAPTURE(shape, sessions);
    CHECK(sessions > 3'600.0);
    CHECK(sessions < 4'400.0);
  }
}

TEST_CASE("Fault plan: required entries: those without any effect are named", "[core][faults]") {
  const FaultPlan plan{with({{.kind = FaultKind::loss, .required = true},
                             {.kind = FaultKind::delay, .by_us = 5},
                             {.kind = FaultKind::crash, .for_us = second, .rate_per_s = 1e-9, .required = true},
                             {.kind = FaultKind::pause, .at_us = second, .nodes = {1}, .required = true}}),
                       50};
  REQUIRE(plan.faults().size() == 3);
  const std::vector<std::uint64_t> effects{0, 0, 7};
  CHECK(plan.missed(effects) == std::vector<std::string>{"faults[0] (loss)", "faults[2] (crash)"});
}
