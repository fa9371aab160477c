// SPDX-License-Identifier: MIT
#pragma once

#include "actors/messages.hpp"
#include "actors/shard_queue.hpp"
#include "core/shard.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace creditsim::actors {

/// A shard: its nodes' mail, its nodes' actors, and the queue on which they run.
struct NetworkActorState {
  std::unique_ptr<core::Shard> shard;
  std::unique_ptr<ShardQueue> queue;
  std::vector<caf::actor> nodes;
  std::uint64_t caf_messages = 0;
};

/// The behavior of the network actor of shard `index`. `world` and `map` outlive it; `figures` are the rows of all
/// nodes, of which it writes its own nodes' while a window runs.
caf::behavior network_actor(StatefulActor<NetworkActorState>* self, core::NodeWorld* world, const core::ShardMap* map,
                            std::uint32_t index, core::NodeFigures* figures);

} // namespace creditsim::actors
