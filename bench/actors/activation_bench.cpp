// SPDX-License-Identifier: MIT
// What it costs to run a node once: through its shard's run queue as in a run, and in CAF's pool with the same node and
// the same work in it. Nothing due is the frame of an activation alone; with a payment due the node books it,
// deduplicated, and acknowledges it: one earn, one envelope.
#include "actors/node_actor.hpp"
#include "actors/shard_queue.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

using namespace creditsim;

namespace {

enum class Due { nothing, payment };

/// What `count` nodes need to live, and what is due at them in the next window.
class Network {
public:
  Network(std::uint32_t count, Due due)
      : scenario_{scenario(count, due)},
        topology_{core::Topology::make(scenario_.topology, count, scenario_.seed).value()},
        world_{core::make_world(scenario_, topology_, {.types = {"compute"}, .priorities = {"medium"}},
                                due == Due::payment)},
        figures_(count), events_(due == Due::payment ? count : 0), due_(events_.size()) {
    for (core::NodeIndex node = 0; node < events_.size(); ++node) {
      due_[node] = &events_[node];
      events_[node].node = node;
    }
  }

  /// Makes the payment of another task due at each node, where payments are; before the first time nodes start.
  void begin_window() {
    ++window_;
    for (core::NodeIndex node = 0; node < events_.size(); ++node) {
      const core::NodeIndex payer = (node + 1) % count();
      events_[node].stamp = {
          .time_us = window_us() - 1, .event_class = core::EventClass::message, .source = payer, .sequence = window_};
      events_[node].payload =
          core::TaskPayment{.task = {.id = window_, .submitter = payer}, .amount = core::Credits::hundredths(200)};
    }
  }

  std::span<const core::Event* const> due(core::NodeIndex node) const {
    return due_.empty() ? std::span<const core::Event* const>{} : std::span{&due_[node], 1};
  }

  /// What each node sends in this window.
  std::size_t envelopes() const { return events_.empty() || window_ == 0 ? 0 : 1; }

  core::TimeUs window_us() const { return 1'000 * (static_cast<core::TimeUs>(window_) + 1); }
  core::NodeWorld& world() { return world_; }
  core::NodeFigures& figures(core::NodeIndex node) { return figures_[node]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(figures_.size()); }

private:
  static core::Scenario scenario(std::uint32_t count, Due due) {
    core::Scenario scenario;
    scenario.take(due == Due::nothing ? core::Profile::reference : core::Profile::corrected);
    scenario.nodes = count;
    scenario.gossip.mode = core::GossipSpec::Mode::none; // payments are all that is sent
    return scenario;
  }

  core::Scenario scenario_;
  core::Topology topology_;
  core::NodeWorld world_;
  std::vector<core::NodeFigures> figures_;
  std::vector<core::Event> events_;
  std::vector<const core::Event*> due_;
  std::uint32_t window_ = 0;
};

/// Checks that each activation left what it should, and throws that away.
void empty(core::Outbox& outbox, std::size_t envelopes) {
  CREDITSIM_CHECK(outbox.envelopes.size() == envelopes);
  outbox.envelopes.clear();
  outbox.timers.clear();
  outbox.tasks.clear();
}

/// The node actors of one thread, run by their own queue.
class QueuedNodes {
public:
  QueuedNodes(std::uint32_t count, Due due) : network_{count, due}, system_{config_}, queue_{system_} {
    nodes_.reserve(count);
    for (core::NodeIndex node = 0; node < count; ++node)
      nodes_.push_back(system_.spawn<caf::lazy_init>(actors::node_actor, &network_.world(), node,
                                                     &network_.figures(node), &caf_messages_));
    activate_all(); // the first activation builds the node
  }

  ~QueuedNodes() {
    for (const caf::actor& node : nodes_)
      queue_.post(node, caf::exit_msg{caf::actor_addr{}, caf::exit_reason::user_shutdown});
    queue_.drain();
  }

  QueuedNodes(const QueuedNodes&) = delete;
  QueuedNodes& operator=(const QueuedNodes&) = delete;

  void begin_window() { network_.begin_window(); }

  // A function of its own, so that bench/instructions.sh can count what is in it.
  [[gnu::noinline]] void activate_all() {
    for (core::NodeIndex node = 0; node < network_.count(); ++node) {
      queue_.post(
          nodes_[node],
          actors::Activate{.due = network_.due(node), .window_end_us = network_.window_us(), .outbox = &outbox_});
      queue_.drain();
      empty(outbox_, network_.envelopes());
    }
  }

  std::uint64_t caf_messages() const { return caf_messages_; }

private:
  Network network_;
  core::Outbox outbox_;
  std::uint64_t caf_messages_ = 0;
  actors::PoolConfig config_{1};
  caf::actor_system system_;
  actors::ShardQueue queue_;
  std::vector<caf::actor> nodes_;
};

template <class Nodes> void run_windows(benchmark::State& state, Nodes& nodes, std::uint32_t count) {
  for (auto _ : state) {
    state.PauseTiming();
    nodes.begin_window();
    state.ResumeTiming();
    nodes.activate_all();
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void queued(benchmark::State& state, Due due) {
  const auto count = static_cast<std::uint32_t>(state.range(0) / state.threads());
  QueuedNodes nodes{count, due};
  run_windows(state, nodes, count);
  if (nodes.caf_messages() != (static_cast<std::uint64_t>(state.iterations()) + 1) * count)
    state.SkipWithError("activations were lost");
}

void activation(benchmark::State& state) { queued(state, Due::nothing); }
BENCHMARK(activation)->Arg(10'000)->Arg(100'000)->ThreadRange(1, 2)->UseRealTime();

void activation_with_payment(benchmark::State& state) { queued(state, Due::payment); }

/// An actor of CAF's pool with a node in it, which answers whoever activates it.
struct PooledNode {
  std::unique_ptr<core::Node> node;
  core::Outbox outbox;
};

caf::behavior pooled_node(actors::StatefulActor<PooledNode>* self, Network* network, core::NodeIndex index) {
  actors::state_of(self).node = std::make_unique<core::Node>(network->world(), index, network->figures(index));
  return {[self, network](const actors::Activate& activate) {
    auto& [node, outbox] = actors::state_of(self);
    node->activate(activate.due, activate.window_end_us, outbox);
    empty(outbox, network->envelopes());
    return actors::BeginRun{}; // any message without content
  }};
}

/// The node actors of CAF's pool of threads.
class PooledNodes {
public:
  PooledNodes(std::uint32_t count, std::size_t threads)
      : network_{count, Due::payment}, config_{threads}, system_{config_}, self_{system_} {
    nodes_.reserve(count);
    for (core::NodeIndex node = 0; node < count; ++node)
      nodes_.push_back(system_.spawn(pooled_node, &network_, node));
    activate_all();
  }

  ~PooledNodes() {
    for (const caf::actor& node : nodes_)
      self_->send_exit(node, caf::exit_reason::user_shutdown);
  }

  PooledNodes(const PooledNodes&) = delete;
  PooledNodes& operator=(const PooledNodes&) = delete;

  void begin_window() { network_.begin_window(); }

  void activate_all() {
    for (core::NodeIndex node = 0; node < network_.count(); ++node)
      self_->send(
          nodes_[node],
          actors::Activate{.due = network_.due(node), .window_end_us = network_.window_us(), .outbox = nullptr});
    std::uint32_t waiting = network_.count();
    self_->receive_while([&] { return waiting > 0; })([&](const actors::BeginRun&) { --waiting; });
  }

private:
  Network network_;
  actors::PoolConfig config_;
  caf::actor_system system_;
  caf::scoped_actor self_;
  std::vector<caf::actor> nodes_;
};

void pool_activation_with_payment(benchmark::State& state) {
  const auto count = static_cast<std::uint32_t>(state.range(0));
  PooledNodes nodes{count, static_cast<std::size_t>(state.range(1))};
  run_windows(state, nodes, count);
}

// Every payment stays in its owner's history: as many windows as fit into memory.
BENCHMARK(activation_with_payment)->Arg(10'000)->Iterations(60)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(activation_with_payment)->Arg(100'000)->Iterations(15)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(activation_with_payment)->Arg(1'000'000)->Iterations(3)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(activation_with_payment)->Name("counted_activation")->Arg(1'000)->Iterations(20)->UseRealTime();
BENCHMARK(pool_activation_with_payment)->Args({10'000, 1})->Args({10'000, 2})->Iterations(60)->UseRealTime();
BENCHMARK(pool_activation_with_payment)->Args({100'000, 1})->Args({100'000, 2})->Iterations(15)->UseRealTime();
BENCHMARK(pool_activation_with_payment)->Args({1'000'000, 2})->Iterations(3)->UseRealTime();

} // namespace
