// SPDX-License-Identifier: MIT
#pragma once

#include "core/owner_table.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// Which nodes come late and which restart, when: decided by scenario and seed before the run.
class ChurnPlan {
public:
  struct Restart {
    TimeUs time_us = 0;
    NodeIndex node = 0;
    Incarnation incarnation = 0; ///< the one that begins
    Slot slot = no_slot;         ///< of that incarnation: those of the nodes come first, then one a restart
  };

  /// `nodes` is the number of nodes; joins are fewer.
  ChurnPlan(const Scenario& scenario, std::uint32_t nodes);

  /// When a node starts: 0, or later within the duration for the last `churn.joins` nodes.
  TimeUs start_us(NodeIndex node) const { return node < initial_ ? 0 : joins_us_[node - initial_]; }

  /// Nodes that start at 0: the first ones.
  std::uint32_t initial() const { return initial_; }
  std::uint32_t nodes() const { return initial_ + static_cast<std::uint32_t>(joins_us_.size()); }

  /// Incarnations of nodes: the first of each node at its index, then one for each restart.
  Slot slots() const { return nodes() + static_cast<Slot>(restarts_.size()); }
  Incarnation incarnation_of(Slot slot) const { return slot < nodes() ? 1 : restarts_[slot - nodes()].incarnation; }
  NodeIndex node_of(Slot slot) const { return slot < nodes() ? slot : restarts_[slot - nodes()].node; }

  /// In order of time. A node that has not started does not restart.
  const std::vector<Restart>& restarts() const { return restarts_; }

private:
  std::uint32_t initial_;
  std::vector<TimeUs> joins_us_;
  std::vector<Restart> restarts_;
};

} // namespace creditsim::core
