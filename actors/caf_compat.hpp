// SPDX-License-Identifier: MIT
#pragma once

// The only place that knows how CAF generations differ, beside the run queue's file. Written for 0.17; 1.x changes the
// member that holds an actor's state, the way a message is sent, and how custom message types are declared.

#ifdef CREDITSIM_THREAD_SANITIZER
#include "actors/visible_mailbox.hpp"
#endif

#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/actor_registry.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/type_id.hpp>

#include <cstddef>
#include <string>
#include <utility>

/// Declares a struct that only travels between actors of one process.
#define CREDITSIM_LOCAL_MESSAGE(type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(type)

namespace creditsim::actors {

#ifdef CREDITSIM_THREAD_SANITIZER
template <class State> using StatefulActor = VisibleMailbox<caf::stateful_actor<State>>;
#else
template <class State> using StatefulActor = caf::stateful_actor<State>;
#endif

/// The state of an actor that was spawned from a function.
template <class State> State& state_of(StatefulActor<State>* self) { return self->state; }

/// Sends `message` from `self`, without expecting an answer.
template <class Self, class Message> void send_to(Self* self, const caf::actor& receiver, Message message) {
  self->send(receiver, std::move(message));
}

/// Sends `message` from a thread that is no actor: from nobody, or in the name of `sender`, who gets the answer.
/// @{
template <class Message> void send_from_outside(const caf::actor& receiver, Message message) {
  caf::anon_send(receiver, std::move(message));
}
template <class Message> void send_from_outside(const caf::actor& sender, const caf::actor& receiver, Message message) {
  caf::send_as(sender, receiver, std::move(message));
}
/// @}

/// Whoever sent the message that `self` handles.
template <class Self> caf::actor sender_of_message(Self* self) {
  return caf::actor_cast<caf::actor>(self->current_sender());
}

/// Ends an actor, after the messages that it has got so far.
inline void end_actor(const caf::actor& ended) { caf::anon_send_exit(ended, caf::exit_reason::user_shutdown); }

/// CAF's pool with the policy that suits many short activations: shared queue, `threads` workers.
/// The default, work stealing, walks the whole queue of the victim at every steal and is quadratic here.
class PoolConfig : public caf::actor_system_config {
public:
  explicit PoolConfig(std::size_t threads) {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", threads);
  }
};

/// The CAF release that this was built with, as in `0.17.6`.
inline std::string caf_version() {
  return std::to_string(CAF_MAJOR_VERSION) + '.' + std::to_string(CAF_MINOR_VERSION) + '.' +
         std::to_string(CAF_PATCH_VERSION);
}

} // namespace creditsim::actors
