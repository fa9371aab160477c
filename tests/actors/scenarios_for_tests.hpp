// SPDX-License-Identifier: MIT
#pragma once

#include "actors/simulation.hpp"
#include "tests/actors/random_scenarios.hpp"
#include "tests/catch.hpp"

namespace creditsim::actors {

/// A small network in which everything happens: tasks with types, priorities and duplicates, loss, duplication, varying
/// latency, gossip at random times.
inline core::Scenario busy_scenario() {
  core::Scenario scenario;
  scenario.take(core::Profile::reference);
  scenario.name = "busy";
  scenario.nodes = 40;
  scenario.seed = 7;
  scenario.credits.history = 50;
  scenario.credits.initial_credits = core::Credits::whole(2);
  scenario.network = {.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 2'000, .max_us = 30'000},
                      .loss = 0.2,
                      .duplication = 0.05};
  scenario.gossip = {.fan_out = 2, .interval_us = 200'000};
  scenario.workload.rate_per_s = 60.0;
  scenario.workload.types = {{"compute", 2.0}, {"embed", 1.0}};
  scenario.workload.priorities = {{"low", 1.0}, {"high", 1.0}};
  scenario.workload.duplicates = 0.2;
  scenario.dispatch.workers_per_task = 2;
  scenario.stop = {.duration_us = 3'000'000, .drain_us = 5'000'000};
  scenario.sample_interval_us = 250'000;
  return scenario;
}

/// One entry, written at one node at time 0, spreads over a full graph (RESULTS.md, R3).
inline core::Scenario rumour_scenario(core::GossipSpec::Mode mode, std::uint32_t nodes) {
  core::Scenario scenario;
  scenario.take(core::Profile::reference);
  scenario.name = "rumour";
  scenario.nodes = nodes;
  scenario.credits.initial_credits = {};
  scenario.network.latency = {.kind = core::SpanSpec::Kind::constant, .value_us = 10'000, .min_us = 10'000};
  scenario.network.loss_per = core::NetworkSpec::LossPer::contact;
  scenario.gossip = {.mode = mode,
                     .interval_us = 1'000'000,
                     .phase = core::GossipSpec::Phase::lock_step,
                     .reply_from = core::GossipSpec::ReplyFrom::round_start};
  scenario.workload.kind = core::WorkloadSpec::Kind::rumour;
  scenario.stop = {.duration_us = 0, .drain_us = 600'000'000};
  scenario.sample_interval_us = 1'000'000'000;
  return scenario;
}

/// Runs a scenario that can be run; a random one with what its files hold.
inline SimulationOutput run(Runtime& runtime, const core::Scenario& scenario, const SimulationOptions& options = {}) {
  auto output = runtime.simulate(scenario, random_inputs(scenario), options);
  REQUIRE(output.ok());
  return std::move(output).value();
}

} // namespace creditsim::actors
