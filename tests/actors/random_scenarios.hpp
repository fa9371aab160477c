// SPDX-License-Identifier: MIT
#pragma once

#include "actors/simulation.hpp"
#include "core/edge_list.hpp"
#include "core/job_log.hpp"
#include "core/random.hpp"
#include "core/scenario.hpp"
#include "core/topology.hpp"

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

// A file is named after the seed that makes its content, so that a scenario can be changed and still has its input.
inline constexpr std::uint64_t edges_seed = 0xED6E0000;
inline constexpr std::uint64_t jobs_seed = 0x10B50000;

/// One or two connected graphs of 4 to 30 nodes, each a ring with chords; ids are not dense.
inline core::EdgeList random_edges(std::uint64_t seed) {
  Dice dice{edges_seed + seed};
  std::string text = "# made up\n";
  std::uint32_t first = dice.from(0U, 100U);
  for (std::uint32_t component = dice.from(1U, 2U); component > 0; --component) {
    const std::uint32_t nodes = dice.from(4U, 30U);
    const auto link = [&](std::uint32_t a, std::uint32_t b) {
      text += std::to_string(first + 3 * (a % nodes)) + '\t' + std::to_string(first + 3 * (b % nodes)) + '\n';
    };
    for (std::uint32_t node = 0; node < nodes; ++node)
      link(node, node + 1);
    for (std::uint32_t chords = dice.from(0U, nodes); chords > 0; --chords) {
      const std::uint32_t from = dice.from(0U, nodes - 1);
      link(from, dice.from(0U, nodes - 1));
    }
    first += 3 * nodes + dice.from(0U, 50U);
  }
  return core::parse_edge_list(text, "edges").value();
}

/// Jobs of some users over two seconds of a log, of which a few run longer than any deadline.
inline core::JobLog random_jobs(std::uint64_t seed) {
  Dice dice{jobs_seed + seed};
  std::string text = "; made up\n";
  const std::uint32_t jobs = dice.from(1U, 150U);
  for (std::uint32_t job = 1; job <= jobs; ++job) {
    text += std::to_string(job) + " 10";
    text += std::to_string(dice.from(0, 1)) + '.';
    text += std::to_string(dice.from(0, 9)) + " 0 ";
    text += std::to_string(dice.one_of({0, 0, 0, 0, 6})) + '.';
    text += std::to_string(dice.from(0, 9)) + " 1 -1 -1 1 -1 -1 1 ";
    text += std::to_string(dice.from(1, 5)) + " 1 -1 1 -1 -1 -1\n";
  }
  return core::parse_job_log(text, "jobs").value();
}

/// What the files hold that a random scenario names.
inline SimulationInputs random_inputs(const core::Scenario& scenario) {
  SimulationInputs inputs;
  if (scenario.topology.kind == core::TopologySpec::Kind::edge_list)
    inputs.edges = random_edges(std::stoull(scenario.topology.file));
  if (scenario.workload.kind == core::WorkloadSpec::Kind::trace)
    inputs.jobs = random_jobs(std::stoull(scenario.workload.file));
  return inputs;
}

/// A graph from a file in place of the topology; the number of nodes follows from it.
inline void take_edges(Dice& dice, core::Scenario& scenario) {
  using Component = core::TopologySpec::Component;
  scenario.topology = {.kind = core::TopologySpec::Kind::edge_list,
                       .file = std::to_string(scenario.seed),
                       .component = dice.one_of({Component::largest, Component::all})};
  scenario.nodes = 0;
  const auto graph = core::Topology::from_edge_list(random_edges(scenario.seed), scenario.topology.component);
  scenario.churn.joins = std::min(scenario.churn.joins, graph.node_count() / 2);
}

inline void take_jobs(Dice& dice, core::Scenario& scenario) {
  using Submitters = core::WorkloadSpec::Submitters;
  scenario.workload.kind = core::WorkloadSpec::Kind::trace;
  scenario.workload.file = std::to_string(scenario.seed);
  scenario.workload.submitters = dice.one_of({Submitters::uniform, Submitters::by_user});
  scenario.workload.nodes_per_user = dice.from(1U, 2U);
  scenario.workload.time_scale = dice.one_of({0.5, 1.0, 10.0});
}

inline void take_rumours(Dice& dice, core::Scenario& scenario) {
  scenario.workload.kind = core::WorkloadSpec::Kind::rumour;
  scenario.workload.rumours = dice.from(1U, 4U);
}

/// Whether a round is over before the next, as the reader of scenarios asks where the span has a bound.
inline bool round_start_suits(const core::Scenario& scenario) {
  using Kind = core::SpanSpec::Kind;
  const core::SpanSpec& latency = scenario.network.latency;
  const core::TimeUs most_us = latency.kind == Kind::constant  ? latency.value_us
                               : latency.kind == Kind::uniform ? latency.max_us
                                                               : 0;
  return scenario.gossip.phase == core::GossipSpec::Phase::lock_step && scenario.gossip.interval_us > 2 * most_us;
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
  using LossPer = core::NetworkSpec::LossPer;
  scenario.network.loss_per = dice.one_of({LossPer::message, LossPer::contact});
  if (dice.one_of({0, 1}) == 1 && round_start_suits(scenario))
    scenario.gossip.reply_from = core::GossipSpec::ReplyFrom::round_start;
  if (dice.from(1, 5) == 1)
    take_edges(dice, scenario);
  if (const int kind = dice.from(1, 10); kind == 1)
    take_rumours(dice, scenario);
  else if (kind <= 3)
    take_jobs(dice, scenario);
  return scenario;
}

} // namespace creditsim::actors
