// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault_plan.hpp"
#include "core/owner_table.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace creditsim::core {

/// Which nodes come late, which stop, restart or leave, when: decided by scenario and seed before the run, from the
/// keys `churn.*` and from the fault plan.
class ChurnPlan {
public:
  struct Restart {
    TimeUs time_us = 0;
    NodeIndex node = 0;
    RestartFrom from = RestartFrom::newest;
    std::uint32_t fault = no_fault; ///< the crash; without one the node was up until then
    Incarnation incarnation = 0;    ///< the one that begins
    Slot slot = no_slot;            ///< of that incarnation: those of the nodes come first, then one a restart
  };

  /// `nodes` is the number of nodes; joins are fewer.
  ChurnPlan(const Scenario& scenario, std::uint32_t nodes, const FaultPlan& faults = {});

  /// When a node starts: 0, or later within the duration for the last `churn.joins` nodes and for those that a fault
  /// makes late.
  TimeUs start_us(NodeIndex node) const;

  /// The fault that makes a node late.
  std::uint32_t late_by(NodeIndex node) const;

  /// Nodes that `churn.joins` lets start at 0: the first ones.
  std::uint32_t initial() const { return initial_; }
  std::uint32_t nodes() const { return initial_ + static_cast<std::uint32_t>(joins_us_.size()); }

  /// Incarnations of nodes: the first of each node at its index, then one for each restart.
  Slot slots() const { return nodes() + static_cast<Slot>(restarts_.size()); }
  Incarnation incarnation_of(Slot slot) const { return slot < nodes() ? 1 : restarts_[slot - nodes()].incarnation; }
  NodeIndex node_of(Slot slot) const { return slot < nodes() ? slot : restarts_[slot - nodes()].node; }

  /// In order of time. A node that has not started, or has left, does not restart.
  const std::vector<Restart>& restarts() const { return restarts_; }

  /// Whether a node has started and is neither down nor gone.
  bool up(NodeIndex node, TimeUs time_us) const;

  /// Whether a node has left for good.
  bool gone(NodeIndex node, TimeUs time_us) const;

private:
  struct Late {
    TimeUs time_us = 0;
    std::uint32_t fault = no_fault;
  };
  struct Down {
    TimeUs from_us = 0;
    TimeUs to_us = 0;
  };

  void take_faults(const FaultPlan& faults);
  bool down(NodeIndex node, TimeUs time_us) const;
  void number_restarts();

  std::uint32_t initial_;
  std::vector<TimeUs> joins_us_;
  std::vector<Restart> restarts_;
  std::map<NodeIndex, Late> late_;
  std::map<NodeIndex, std::vector<Down>> downs_; // in order of time
  std::map<NodeIndex, TimeUs> leaves_us_;
};

} // namespace creditsim::core
