// SPDX-License-Identifier: MIT
#pragma once

#include "core/link_model.hpp"
#include "core/task.hpp"
#include "core/virtual_time.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace creditsim::core {

class SharedState;

/// What kind of thing is due. At one instant a node handles lower classes first.
enum class EventClass : std::uint8_t { fault, timer, dispatch, message };

/// The order in which a node handles what is due: a total order that depends on scenario and seed alone.
struct Stamp {
  TimeUs time_us = 0;
  EventClass event_class = EventClass::fault;
  NodeIndex source = no_node; ///< sender of a message, the node itself for timers, `no_node` for the scheduler
  std::uint64_t sequence = 0; ///< counts what the source caused
  std::uint8_t copy = 0;      ///< 1 for the second delivery of a duplicated message

  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

/// A node comes to life.
struct NodeStart {};

/// A node's next gossip round begins.
struct GossipTick {};

/// A worker has executed a task.
struct TaskDone {
  Task task;
};

/// The scheduler hands a task to its submitter, with the workers that shall get it.
struct Submission {
  Task task;
  std::vector<NodeIndex> workers;
};

/// A submitter hands a task to a worker.
struct TaskMessage {
  Task task;
};

/// One message of a gossip contact.
struct GossipMessage {
  enum class Kind : std::uint8_t {
    push,      ///< state, no answer
    pull,      ///< no state, asks for one
    push_pull, ///< state, asks for one
    reply,     ///< the answer
  };
  Kind kind = Kind::push;
  std::shared_ptr<const SharedState> state; ///< null in a pull
  std::uint64_t bytes = 0;                  ///< size of `state` in the canonical encoding
};

using Payload = std::variant<NodeStart, GossipTick, TaskDone, Submission, TaskMessage, GossipMessage>;

/// Something that is due at a node.
struct Event {
  Stamp stamp;
  NodeIndex node = 0;
  Payload payload;
};

/// A message on its way into the network.
struct Envelope {
  Sending sending;
  NodeIndex to = 0;
  TimeUs sent_us = 0;
  Payload payload;
};

/// The name of a payload's kind, as reports print it.
const char* payload_name(const Payload& payload);

} // namespace creditsim::core
