// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault_plan.hpp"
#include "core/link_model.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A message as the faults of links see it.
struct Letter {
  Sending sending;
  NodeIndex to = 0;
  TimeUs sent_us = 0;
  std::uint64_t bytes = 0;
};

/// What the fault plan does to the messages of a slice of the nodes.
///
/// But for queues, what happens to a message is a pure function of scenario, seed and letter. Draws are named by sender
/// and sequence, not by fault: without another fault a message fares as before, and of two faults of one kind the
/// likelier one counts. Nothing is later because of a fault than if it had been sent at the fault's end.
class LinkFaults {
public:
  /// `plan` outlives this.
  LinkFaults(const FaultPlan& plan, const LinkModel& links, std::uint64_t seed);

  /// Changes the fate of a message, and counts in `effects`, by fault, what did so. Messages of one sender come in the
  /// order of their sending.
  void apply(const Letter& letter, Fate& fate, std::span<std::uint64_t> effects);

private:
  using Cut = std::pair<TimeUs, TimeUs>; // from, to

  void look_at(TimeUs time_us);
  bool hits(std::uint32_t fault, const Letter& letter) const;
  bool cuts(std::uint32_t fault, const Letter& letter) const;
  bool swizzled(std::uint32_t fault, NodeIndex node, TimeUs time_us) const;
  std::vector<Cut> swizzle(std::uint32_t fault) const;
  std::uint32_t likeliest(FaultKind kind, const Letter& letter) const;
  bool strikes(std::uint32_t fault, Purpose purpose, const Letter& letter) const;
  void queue(std::uint32_t fault, const Letter& letter, Fate& fate, std::span<std::uint64_t> effects);

  const FaultPlan* plan_;
  LinkModel links_;
  std::uint64_t seed_;
  std::vector<std::uint32_t> faults_;                  // those of messages and links
  std::map<std::uint32_t, std::vector<Cut>> swizzles_; // by fault; by place among its nodes
  std::vector<std::uint32_t> active_;                  // those of `faults_` that cover [active_from_, active_to_)
  TimeUs active_from_us_ = 0;
  TimeUs active_to_us_ = 0;
  std::map<NodeIndex, TimeUs> free_us_; // of senders that queue: when the last message has left
};

} // namespace creditsim::core
