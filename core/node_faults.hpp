// SPDX-License-Identifier: MIT
#pragma once

#include "core/attacker.hpp"
#include "core/fault.hpp"
#include "core/node_clock.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace creditsim::core {

/// What a drawn fault plan makes of single nodes for the whole run: their clocks, their honesty, their identity.
class NodeFaults {
public:
  /// No faults.
  NodeFaults() = default;

  /// `drawn` names beginnings with their nodes (`draw_faults`); faults are known by their place in it.
  NodeFaults(std::span<const FaultSpec> drawn, std::uint32_t nodes);

  std::span<const ClockFault> clock(NodeIndex node) const { return at(clocks_, node); }

  /// What a node does that an honest one would not, in order of time.
  std::span<const Misdeed> misdeeds(NodeIndex node) const { return at(misdeeds_, node); }

  /// Whether a node is hostile at any time of the run: what it says of itself then proves nothing.
  bool hostile(NodeIndex node) const { return !misdeeds(node).empty(); }
  std::uint32_t hostile_nodes() const { return hostile_nodes_; }

  /// Whether a node is of a kind that gains by what nobody can know of.
  bool gains(NodeIndex node) const;

  /// Whose identity a node has: its own, but for further devices, which have that of the next lower node that is none
  /// (node 0 is next to the last).
  NodeIndex identity_of(NodeIndex node) const { return identities_.empty() ? node : identities_[node]; }
  bool has_devices() const { return !identities_.empty(); }

private:
  template <class T> static std::span<const T> at(const std::vector<std::vector<T>>& by_node, NodeIndex node) {
    return node < by_node.size() ? std::span<const T>{by_node[node]} : std::span<const T>{};
  }
  void find_identities(const std::vector<bool>& devices);

  std::vector<std::vector<ClockFault>> clocks_; // by node; empty where no node has any; likewise
  std::vector<std::vector<Misdeed>> misdeeds_;
  std::vector<NodeIndex> identities_;
  std::uint32_t hostile_nodes_ = 0;
};

/// How far a fault may take a clock from the right time, if it lasts until `heal_us` at most.
TimeUs furthest_us(const FaultSpec& fault, TimeUs heal_us);

} // namespace creditsim::core
