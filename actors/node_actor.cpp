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
      [self](const Observe& observe) { *observe.staleness_us = state_of(self).node->staleness_us(observe.now_us); },
  };
}

} // namespace creditsim::actors
