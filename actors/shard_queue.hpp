// SPDX-License-Identifier: MIT
#pragma once

#include "actors/caf_compat.hpp"

#include <caf/actor_control_block.hpp>
#include <caf/execution_unit.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/resumable.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace creditsim::actors {

/// The run queue of one shard: node actors that a message made ready land here, in order, and run when the shard says
/// so, on the shard's thread. For CAF 0.17, whose actors are scheduled through `caf::execution_unit`.
class ShardQueue : public caf::execution_unit {
public:
  explicit ShardQueue(caf::actor_system& system) : caf::execution_unit{&system} {}

  void exec_later(caf::resumable* job) override { ready_.push_back(job); }

  /// Puts `message` into the mailbox of `receiver`.
  template <class Message> void post(const caf::actor& receiver, Message message) {
    caf::actor_cast<caf::abstract_actor*>(receiver)->enqueue(
        caf::make_mailbox_element(nullptr, caf::make_message_id(), caf::no_stages, std::move(message)), this);
  }

  /// Runs the ready actors until none is left.
  void drain() {
    for (std::size_t i = 0; i < ready_.size(); ++i) {
      caf::resumable* job = ready_[i];
      ++resumed_;
      switch (job->resume(this, std::numeric_limits<std::size_t>::max())) {
      case caf::resumable::resume_later:
        ready_.push_back(job);
        break;
      case caf::resumable::shutdown_execution_unit:
        break;
      default:
        caf::intrusive_ptr_release(job);
      }
    }
    ready_.clear();
  }

  /// How often an actor was run.
  std::uint64_t resumed() const { return resumed_; }

private:
  std::vector<caf::resumable*> ready_;
  std::uint64_t resumed_ = 0;
};

/// What `creditsim --version` says of the way node actors are scheduled.
inline constexpr const char* run_queue_kind = "a run queue per shard";

} // namespace creditsim::actors
