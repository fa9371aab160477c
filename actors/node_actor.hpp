// SPDX-License-Identifier: MIT
#pragma once

#include "actors/messages.hpp"
#include "core/node.hpp"

#include <cstdint>
#include <optional>

namespace creditsim::actors {

/// A node of the simulation: its credit system, its replica and its gossip, and nothing that knows of CAF.
struct NodeActorState {
  std::optional<core::Node> node;
};

/// The behavior of node `index`: one `Activate` per window in which something is due for it, answered once, into the
/// outbox. `figures` is the node's row. `*messages` counts those that arrived; it belongs to the shard, on whose thread
/// the node runs.
caf::behavior node_actor(StatefulActor<NodeActorState>* self, core::NodeWorld* world, core::NodeIndex index,
                         core::NodeFigures* figures, std::uint64_t* messages);

} // namespace creditsim::actors
