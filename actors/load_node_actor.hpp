// SPDX-License-Identifier: MIT
#pragma once

#include "actors/messages.hpp"
#include "core/load_node.hpp"
#include "core/scenario.hpp"

#include <atomic>
#include <cstdint>
#include <vector>

namespace creditsim::actors {

/// What the actors of all nodes under load share. Constant while they run, but for what is counted.
struct LoadNetwork {
  std::vector<caf::actor> nodes{}; ///< by index
  core::GossipSpec::Mode gossip = core::GossipSpec::Mode::push_pull;
  mutable std::atomic<std::uint64_t> turns_taken{0}; ///< gossip turns that nodes have got round to
};

/// Nothing beside the node: it belongs to whoever runs the load test, which looks at it when its actor has ended.
struct LoadNodeState {
  core::LoadNode* node = nullptr;
};

/// The behavior of a node under load: one `Operate`, answered to its sender, is one operation. `node`, which this actor
/// alone touches while it lives, and `network` outlive it.
caf::behavior load_node_actor(StatefulActor<LoadNodeState>* self, core::LoadNode* node, core::NodeIndex index,
                              const LoadNetwork* network);

/// The behavior of the null target: answers every `Operate` at once, without a node.
caf::behavior null_node_actor(StatefulActor<LoadNodeState>* self);

} // namespace creditsim::actors
