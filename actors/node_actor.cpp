// SPDX-License-Identifier: MIT
#include "actors/node_actor.hpp"

namespace creditsim::actors {

caf::behavior node_actor(StatefulActor<NodeActorState>* self, core::NodeWorld* world, core::NodeIndex index,
                         core::NodeFigures* figures, std::uint64_t* messages) {
  state_of(self).node.emplace(*world, index, *figures);
  return {
      [self, messages](const Activate& activate) {
        ++*messages;
        state_of(self).node->activate(activate.due, activate.window_end_us, *activate.outbox);
      },
      [self](const Observe& observe) {
        if (observe.seen != nullptr)
          *observe.seen = state_of(self).node->observe(observe.now_us, observe.last);
        if (observe.entry_bytes != nullptr)
          *observe.entry_bytes += state_of(self).node->entry_memory_bytes();
      },
  };
}

} // namespace creditsim::actors
