// SPDX-License-Identifier: MIT
// What it costs to run a node actor once, through its real handler, when nothing is due: mailbox, CAF and the frame of
// an activation. Each thread has its own nodes and run queue, as a shard has.
#include "actors/node_actor.hpp"
#include "actors/shard_queue.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <vector>

using namespace creditsim;

namespace {

/// The node actors of one thread and what they need to live.
class Nodes {
public:
  explicit Nodes(std::uint32_t count)
      : scenario_{scenario(count)}, topology_{core::Topology::make(scenario_.topology, count, scenario_.seed).value()},
        world_{core::make_world(scenario_, topology_, {}, false)}, figures_(count), system_{config_}, queue_{system_} {
    nodes_.reserve(count);
    for (core::NodeIndex node = 0; node < count; ++node)
      nodes_.push_back(
          system_.spawn<caf::lazy_init>(actors::node_actor, &world_, node, &figures_[node], &caf_messages_));
    activate_all(); // the first activation builds the node
  }

  ~Nodes() {
    for (const caf::actor& node : nodes_)
      queue_.post(node, caf::exit_msg{caf::actor_addr{}, caf::exit_reason::user_shutdown});
    queue_.drain();
  }

  Nodes(const Nodes&) = delete;
  Nodes& operator=(const Nodes&) = delete;

  void activate_all() {
    for (const caf::actor& node : nodes_) {
      queue_.post(node, actors::Activate{.due = {}, .window_end_us = 1, .outbox = &outbox_});
      queue_.drain();
    }
  }

  std::uint64_t caf_messages() const { return caf_messages_; }

private:
  static core::Scenario scenario(std::uint32_t count) {
    core::Scenario scenario;
    scenario.take(core::Profile::reference);
    scenario.nodes = count;
    return scenario;
  }

  core::Scenario scenario_;
  core::Topology topology_;
  core::NodeWorld world_;
  std::vector<core::NodeFigures> figures_;
  core::Outbox outbox_;
  std::uint64_t caf_messages_ = 0;
  actors::PoolConfig config_{1};
  caf::actor_system system_;
  actors::ShardQueue queue_;
  std::vector<caf::actor> nodes_;
};

void activation(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0) / state.threads());
  Nodes nodes{count};
  for (auto _ : state)
    nodes.activate_all();
  if (nodes.caf_messages() != (static_cast<std::uint64_t>(state.iterations()) + 1) * count)
    state.SkipWithError("activations were lost");
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(activation)->Arg(10'000)->Arg(100'000)->ThreadRange(1, 2)->UseRealTime();

} // namespace
