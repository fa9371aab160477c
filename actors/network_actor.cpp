// SPDX-License-Identifier: MIT
#include "actors/network_actor.hpp"

#include "actors/node_actor.hpp"

#include <caf/exit_reason.hpp>
#include <caf/spawn_options.hpp>
#include <caf/system_messages.hpp>

namespace creditsim::actors {

namespace {

void activate(NetworkActorState& state, const core::Batch& batch, core::TimeUs window_end_us) {
  auto& shard = *state.shard;
  shard.before_activation(batch.node);
  state.queue->post(state.nodes[batch.node - shard.first()],
                    Activate{.due = batch.due, .window_end_us = window_end_us, .outbox = &shard.outbox()});
  state.queue->drain(); // at once, while the events and the node's mailbox are in cache
  shard.after_activation(batch.node);
}

// The planted fault: node logic that runs past any actor. It handles nothing, so only the count of activations can
// tell.
void activate_past_actor(core::NodeWorld& world, core::Shard& shard) {
  core::NodeFigures figures;
  core::Node{world, shard.first(), figures}.activate({}, 0, shard.outbox());
}

// Starts every node at time 0, before the first window. They are spawned lazily, else a node's first activation would
// run in the pool.
std::shared_ptr<core::WindowReport> open_shard(StatefulActor<NetworkActorState>* self, core::NodeWorld* world,
                                               core::NodeFigures* figures) {
  auto& state = state_of(self);
  auto& shard = *state.shard;
  const core::Event start{.stamp = {}, .node = core::no_node, .payload = core::NodeStart{}};
  const core::Event* const due[] = {&start};
  state.nodes.reserve(shard.end() - shard.first());
  for (core::NodeIndex node = shard.first(); node < shard.end(); ++node) {
    state.nodes.push_back(
        self->system().template spawn<caf::lazy_init>(node_actor, world, node, figures + node, &state.caf_messages));
    if (world->churn.start_us(node) == 0)
      activate(state, {.node = node, .due = due}, 0);
  }
  if (world->planted == core::PlantedFault::stray_activation && shard.first() == 0)
    activate_past_actor(*world, shard);
  return std::make_shared<core::WindowReport>(shard.close_window({}));
}

std::shared_ptr<core::WindowReport> run_window(NetworkActorState& state, core::WindowOrder& order) {
  auto& shard = *state.shard;
  for (const auto& batch : shard.open_window(order))
    activate(state, batch, order.end_us);
  return std::make_shared<core::WindowReport>(shard.close_window(order));
}

std::shared_ptr<core::SampleReport> take_sample(NetworkActorState& state, const TakeSample& take) {
  auto report = std::make_shared<core::SampleReport>(state.shard->sample());
  const auto& asked = state.shard->observed_nodes();
  report->observations.resize(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i)
    state.queue->post(state.nodes[asked[i] - state.shard->first()],
                      Observe{.now_us = take.now_us, .last = take.last, .seen = &report->observations[i]});
  state.queue->drain();
  return report;
}

std::uint64_t weigh_nodes(NetworkActorState& state) {
  std::uint64_t entry_bytes = 0;
  for (const auto& node : state.nodes) {
    state.queue->post(node, Observe{.entry_bytes = &entry_bytes});
    state.queue->drain();
  }
  return entry_bytes;
}

void end_nodes(NetworkActorState& state) {
  for (auto& node : state.nodes) {
    state.queue->post(node, caf::exit_msg{caf::actor_addr{}, caf::exit_reason::user_shutdown});
    state.queue->drain();
    node = nullptr;
  }
  state.nodes.clear();
}

ShardClosed close_shard(NetworkActorState& state, std::uint32_t index) {
  ShardClosed closed{.shard = index, .resumed = state.queue->resumed(), .caf_messages = state.caf_messages};
  closed.entry_bytes = weigh_nodes(state);
  end_nodes(state);
  return closed;
}

} // namespace

caf::behavior network_actor(StatefulActor<NetworkActorState>* self, core::NodeWorld* world, const core::ShardMap* map,
                            std::uint32_t index, core::NodeFigures* figures) {
  auto& state = state_of(self);
  state.shard = std::make_unique<core::Shard>(*world, *map, index, figures);
  state.queue = std::make_unique<ShardQueue>(self->system());
  const auto answer = [self](auto message) {
    send_to(self, caf::actor_cast<caf::actor>(self->current_sender()), std::move(message));
  };
  return {
      [=](const OpenShard&) { answer(WindowDone{.shard = index, .report = open_shard(self, world, figures)}); },
      [=](const RunWindow& run) {
        answer(WindowDone{.shard = index, .report = run_window(state_of(self), *run.order)});
      },
      [=](const TakeSample& take) { answer(SampleTaken{.shard = index, .report = take_sample(state_of(self), take)}); },
      [=](const CloseShard&) {
        answer(close_shard(state_of(self), index));
        self->quit();
      },
  };
}

} // namespace creditsim::actors
