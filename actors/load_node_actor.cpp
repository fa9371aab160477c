// SPDX-License-Identifier: MIT
#include "actors/load_node_actor.hpp"

namespace creditsim::actors {

namespace {

using Mode = core::GossipSpec::Mode;

constexpr std::int64_t ns_per_ms = 1'000'000;

void tell(StatefulActor<LoadNodeState>* self, const LoadNetwork& network, core::NodeIndex peer, LoadGossip message) {
  core::LoadNode& node = *state_of(self).node;
  const bool asks_only = message.replies && network.gossip == Mode::pull;
  if (asks_only)
    node.note_sent();
  else
    message.shipment = node.ship(peer, message.now_ms);
  send_to(self, network.nodes[peer], std::move(message));
}

void hear(StatefulActor<LoadNodeState>* self, const LoadNetwork& network, core::NodeIndex index,
          const LoadGossip& message) {
  core::LoadNode& node = *state_of(self).node;
  if (message.shipment.state != nullptr)
    node.join(message.shipment, message.now_ms);
  else
    node.note_received();
  if (message.replies)
    tell(self, network, message.from, {.shipment = {}, .now_ms = message.now_ms, .from = index});
}

} // namespace

caf::behavior load_node_actor(StatefulActor<LoadNodeState>* self, core::LoadNode* node, core::NodeIndex index,
                              const LoadNetwork* network) {
  state_of(self).node = node;
  return {
      [self](const Operate& asked) {
        // The time of an operation is that of its start: a node reads no clock of its own.
        const auto answer = state_of(self).node->operate(asked.operation, asked.sent_ns / ns_per_ms);
        send_to(self, sender_of_message(self), Operated{asked, answer});
      },
      [self, index, network](const GossipTurn& turn) {
        for (const core::NodeIndex peer : state_of(self).node->next_peers())
          tell(self, *network, peer,
               {.shipment = {}, .now_ms = turn.now_ms, .from = index, .replies = network->gossip != Mode::push});
        network->turns_taken.fetch_add(1, std::memory_order_relaxed);
      },
      [self, index, network](const LoadGossip& message) { hear(self, *network, index, message); },
      [self](const AskTraffic&) {
        send_to(self, sender_of_message(self), TrafficSoFar{state_of(self).node->traffic()});
      },
  };
}

caf::behavior null_node_actor(StatefulActor<LoadNodeState>* self) {
  return {[self](const Operate& asked) {
    send_to(self, sender_of_message(self), Operated{asked, core::LoadAnswer{.amount = asked.operation.amount}});
  }};
}

} // namespace creditsim::actors
