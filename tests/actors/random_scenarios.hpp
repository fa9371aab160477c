// SPDX-License-Identifier: MIT
#pragma once

#include "core/random.hpp"
#include "core/scenario.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace creditsim::actors {

/// Throws dice for a scenario: the n-th throw of a seed is always the same.
class Dice {
public:
  explicit Dice(std::uint64_t seed) : seed_{seed} {}

  /// A whole number from `low` to `high`, both inclusive.
  template <class Whole> Whole from(Whole low, Whole high) {
    return static_cast<Whole>(low + static_cast<Whole>(next().below(static_cast<std::uint64_t>(high - low) + 1)));
  }

  /// 0 in one of three throws, else uniform below `max`.
  double ratio(double max) { return one_of({0, 1, 1}) == 0 ? 0.0 : next().unit() * max; }

  template <class T> T one_of(std::initializer_list<T> values) { return values.begin()[next().below(values.size())]; }

private:
  core::Draw next() { return {seed_, core::Purpose::topology, entity, throws_++}; }

  static constexpr std::uint64_t entity = 0xD1CE; // none that a run draws for

  std::uint64_t seed_;
  std::uint64_t throws_ = 0;
};

inline core::TopologySpec random_topology(Dice& dice, std::uint32_t nodes) {
  using Kind = core::TopologySpec::Kind;
  core::TopologySpec topology{.kind = dice.one_of({Kind::full, Kind::ring, Kind::random_regular})};
  topology.degree = nodes % 2 == 0 ? dice.one_of({3U, 4U}) : 4U;
  if (nodes < 6)
    topology.kind = Kind::full;
  return topology;
}

inline core::SpanSpec random_latency(Dice& dice) {
  using Kind = core::SpanSpec::Kind;
  const core::TimeUs least_us = dice.one_of<core::TimeUs>({2'000, 10'000, 50'000});
  core::SpanSpec span{.kind = dice.one_of({Kind::constant, Kind::uniform, Kind::log_normal, Kind::exponential}),
                      .value_us = least_us,
                      .min_us = least_us};
  span.max_us = least_us * 10;
  span.median_us = least_us * 2;
  span.sigma = 0.8;
  span.mean_us = least_us * 3;
  return span;
}

inline core::GossipSpec random_gossip(Dice& dice) {
  using Mode = core::GossipSpec::Mode;
  using Phase = core::GossipSpec::Phase;
  return {.mode = dice.one_of({Mode::push, Mode::pull, Mode::push_pull, Mode::push_pull, Mode::none}),
          .fan_out = dice.from(1U, 3U),
          .interval_us = dice.one_of<core::TimeUs>({100'000, 250'000, 500'000}),
          .phase = dice.one_of({Phase::lock_step, Phase::random})};
}

inline core::WorkloadSpec random_workload(Dice& dice, std::uint32_t nodes) {
  using Arrivals = core::WorkloadSpec::Arrivals;
  core::WorkloadSpec workload{.arrivals = dice.one_of({Arrivals::constant, Arrivals::poisson}),
                              .rate_per_s = static_cast<double>(nodes) * dice.one_of({0.2, 1.0, 4.0})};
  if (dice.one_of({0, 1}) == 1)
    workload.types = {{"compute", 2.0}, {"embed", 1.0}, {"analyze", 1.0}};
  if (dice.one_of({0, 1}) == 1)
    workload.priorities = {{"low", 1.0}, {"high", 1.0}, {"critical", 1.0}};
  const auto duration_us = dice.one_of<core::TimeUs>({0, 20'000, 300'000});
  workload.task_duration = {.value_us = duration_us, .min_us = duration_us};
  workload.duplicates = dice.ratio(0.3);
  return workload;
}

/// A scenario under the corrected profile in which anything may happen, short enough for hundreds of them in a test.
inline core::Scenario random_scenario(std::uint64_t seed) {
  Dice dice{seed};
  core::Scenario scenario;
  scenario.name = "random " + std::to_string(seed);
  scenario.seed = seed;
  scenario.nodes = dice.one_of({dice.from(2U, 8U), dice.from(2U, 60U)});
  const std::uint32_t nodes = scenario.nodes;
  scenario.topology = random_topology(dice, nodes);
  scenario.network = {.latency = random_latency(dice), .loss = dice.ratio(0.3), .duplication = dice.ratio(0.2)};
  scenario.gossip = random_gossip(dice);
  scenario.workload = random_workload(dice, nodes);
  scenario.dispatch = {.policy =
                           dice.one_of({core::DispatchSpec::Policy::random, core::DispatchSpec::Policy::round_robin}),
                       .workers_per_task = std::min(dice.from(1U, 3U), nodes - 1)};
  scenario.task = {.deadline_us = dice.one_of<core::TimeUs>({200'000, 1'000'000, 5'000'000}),
                   .resend_us = dice.one_of<core::TimeUs>({50'000, 200'000, 1'000'000}),
                   .redispatch = dice.from(0U, 2U)};
  if (dice.one_of({0, 1}) == 1)
    scenario.churn = {.joins = dice.from(0U, nodes / 2), .restarts = dice.from(0U, nodes)};
  using GrantOnJoin = core::CreditRules::GrantOnJoin;
  scenario.credits.grant_on_join = dice.one_of({GrantOnJoin::yes, GrantOnJoin::no});
  scenario.credits.initial_credits =
      core::Credits::hundredths(dice.one_of<std::int64_t>({0, 100, 250, 1'000, 100'000}));
  scenario.credits.history = dice.one_of({1U, 5U, dice.from(1U, 200U)});
  scenario.credits.dedup_window = dice.one_of({5U, 20U, 10'000U});
  scenario.credits.dedup_dropped = scenario.credits.dedup_window / 2;
  scenario.stop = {.duration_us = dice.from<core::TimeUs>(1'000'000, 3'000'000), .drain_us = 60'000'000};
  scenario.sample_interval_us = 250'000;
  return scenario;
}

} // namespace creditsim::actors
