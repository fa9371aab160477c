// SPDX-License-Identifier: MIT
// One operation of `creditsim load`: a request message to a node actor in CAF's pool, the earn or spend, the answer
// back.
#include "actors/load_run.hpp"
#include "core/credits.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <utility>

using namespace creditsim;

namespace {

void load_operation(benchmark::State& state) {
  core::Scenario scenario;
  scenario.take(core::Profile::corrected);
  scenario.nodes = static_cast<std::uint32_t>(state.range(0));
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  scenario.credits.initial_credits = core::Credits::whole(1'000'000'000);
  actors::LoadPlan plan;
  plan.scenario = std::move(scenario);
  plan.threads = static_cast<unsigned>(state.range(1));
  plan.warmup_ns = 200'000'000;
  plan.duration_ns = 500'000'000;
  std::uint64_t operations = 0;
  for (auto _ : state) {
    const auto load = actors::run_load(plan, {});
    if (!load)
      return state.SkipWithError(load.error().context.c_str());
    const actors::LoadMeasurement& measured = load.value().repetitions.front();
    state.SetIterationTime(measured.window_s);
    operations += measured.ok_in_time;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(operations));
}
BENCHMARK(load_operation)
    ->Args({1'000, 1})
    ->Args({1'000, 2})
    ->Args({100'000, 2})
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

} // namespace
