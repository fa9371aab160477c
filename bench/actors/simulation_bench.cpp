// SPDX-License-Identifier: MIT
// Events per second of the whole engine: node actors with their credit systems, gossip in lock-step.
#include "actors/simulation.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

using namespace creditsim;

namespace {

core::Scenario gossip_only(std::uint32_t nodes) {
  core::Scenario scenario;
  scenario.take(core::Profile::reference);
  scenario.name = "gossip_only";
  scenario.nodes = nodes;
  scenario.credits.initial_credits = {};
  scenario.workload.kind = core::WorkloadSpec::Kind::rumour;
  scenario.gossip.phase = core::GossipSpec::Phase::lock_step;
  scenario.stop = {.duration_us = 0, .drain_us = 600'000'000};
  scenario.sample_interval_us = 1'000'000'000;
  return scenario;
}

/// Runs the scenario as often as asked; the items are events.
void simulate(benchmark::State& state, actors::Runtime& runtime, const core::Scenario& scenario) {
  double events = 0;
  double activations = 0;
  for (auto _ : state) {
    const auto output = runtime.simulate(scenario, {}).value();
    events += static_cast<double>(output.result.events);
    activations += static_cast<double>(output.timing.activations);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
  state.counters["events_per_activation"] = events / activations;
}

// One word of state: what an event costs. One exchange is three events: timer, request, reply.
void gossip_events(benchmark::State& state) {
  actors::Runtime runtime{static_cast<unsigned>(state.range(1))};
  const auto scenario = gossip_only(static_cast<std::uint32_t>(state.range(0)));
  simulate(state, runtime, scenario);
}
BENCHMARK(gossip_events)
    ->Args({1'000, 1})
    ->Args({10'000, 1})
    ->Args({10'000, 2})
    ->Args({100'000, 1})
    ->Args({100'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// The common workload of the published baselines, engine only: every node opens a push-pull contact once a round, at a
// time of its own, and messages take 0.1 to 0.3 rounds. A task that nobody can pay for comes after sixty rounds, since
// a run ends once replicas are equal and no task is to come; so what is exchanged are ledgers without an entry.
void common_workload(benchmark::State& state) {
  actors::Runtime runtime{static_cast<unsigned>(state.range(1))};
  auto scenario = gossip_only(static_cast<std::uint32_t>(state.range(0)));
  scenario.network.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 100'000, .max_us = 300'000};
  scenario.gossip.phase = core::GossipSpec::Phase::random;
  scenario.workload.kind = core::WorkloadSpec::Kind::synthetic;
  scenario.workload.arrivals = core::WorkloadSpec::Arrivals::constant;
  scenario.workload.rate_per_s = 1.0 / 60.0;
  scenario.stop = {.duration_us = 60'000'000, .drain_us = 1'000'000};
  simulate(state, runtime, scenario);
}
BENCHMARK(common_workload)->ArgsProduct({{1'000, 10'000}, {1, 2}})->Unit(benchmark::kMillisecond)->UseRealTime();

// Full state: every node has a grant, gossip until all replicas hold all entries (reference profile, one row of
// history).
void full_state_convergence(benchmark::State& state) {
  actors::Runtime runtime{2};
  auto scenario = gossip_only(static_cast<std::uint32_t>(state.range(0)));
  scenario.credits.initial_credits = core::Credits::whole(10);
  scenario.credits.history = 1;
  scenario.workload.kind = core::WorkloadSpec::Kind::none;
  scenario.stop.drain_us = 15'000'000;
  simulate(state, runtime, scenario);
}
BENCHMARK(full_state_convergence)->Arg(1'000)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
