// SPDX-License-Identifier: MIT
#include "core/dispatch.hpp"
#include "core/link_model.hpp"
#include "core/random.hpp"
#include "core/topology.hpp"
#include "core/workload.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <utility>
#include <vector>

using namespace creditsim::core;

namespace {

using Kind = TopologySpec::Kind;

constexpr std::uint32_t nodes = 10'000;

Topology made(Kind kind, std::uint32_t node_count) {
  TopologySpec spec;
  spec.kind = kind;
  auto topology = Topology::make(spec, node_count, 1);
  return std::move(topology).value();
}

template <class Use> void each_draw(benchmark::State& state, const Use& use) {
  std::uint64_t index = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(use(Draw{1, Purpose::latency, index % nodes, index}));
    ++index;
  }
}

void draw_bits(benchmark::State& state) {
  each_draw(state, [](const Draw& draw) { return draw.bits(); });
}
BENCHMARK(draw_bits);

void draw_exponential(benchmark::State& state) {
  each_draw(state, [](const Draw& draw) { return draw.exponential(); });
}
BENCHMARK(draw_exponential);

void draw_normal(benchmark::State& state) {
  each_draw(state, [](const Draw& draw) { return draw.normal(); });
}
BENCHMARK(draw_normal);

void choose_peer(benchmark::State& state, Kind kind) {
  const Topology topology = made(kind, nodes);
  std::uint64_t index = 0;
  for (auto _ : state) {
    const auto node = static_cast<NodeIndex>(index % nodes);
    benchmark::DoNotOptimize(topology.peer(node, Draw{1, Purpose::gossip_peer, node, index}));
    ++index;
  }
}
BENCHMARK_CAPTURE(choose_peer, full, Kind::full);
BENCHMARK_CAPTURE(choose_peer, random_regular, Kind::random_regular);

void link_fate(benchmark::State& state, const NetworkSpec& spec) {
  const LinkModel links{spec, 1};
  std::uint64_t index = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(links.fate({.from = static_cast<NodeIndex>(index % nodes), .sequence = index}));
    ++index;
  }
}
BENCHMARK_CAPTURE(link_fate, perfect, NetworkSpec{});
BENCHMARK_CAPTURE(link_fate, uniform_with_loss_and_duplication,
                  NetworkSpec{.latency = {.kind = SpanSpec::Kind::uniform, .min_us = 1'000, .max_us = 9'000},
                              .loss = 0.1,
                              .duplication = 0.05});
BENCHMARK_CAPTURE(
    link_fate, log_normal_with_loss,
    NetworkSpec{.latency = {.kind = SpanSpec::Kind::log_normal, .min_us = 1'000, .median_us = 50'000, .sigma = 0.5},
                .loss = 0.1});

void next_task(benchmark::State& state) {
  Scenario scenario;
  scenario.workload.rate_per_s = 1'000.0;
  scenario.stop.duration_us = 4'000'000'000'000;
  auto source = TaskSource::make(scenario, nodes);
  for (auto _ : state)
    benchmark::DoNotOptimize(source.value().next());
}
BENCHMARK(next_task);

void choose_worker(benchmark::State& state) {
  const Topology topology = made(Kind::full, nodes);
  const Scenario scenario;
  auto dispatcher = Dispatcher::make(scenario, topology);
  std::vector<NodeIndex> workers;
  std::uint32_t id = 0;
  for (auto _ : state) {
    dispatcher.value().choose({.id = id, .submitter = id % nodes}, workers);
    benchmark::DoNotOptimize(workers.data());
    ++id;
  }
}
BENCHMARK(choose_worker);

void make_random_regular(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(made(Kind::random_regular, static_cast<std::uint32_t>(state.range(0))).node_count());
}
BENCHMARK(make_random_regular)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

} // namespace
