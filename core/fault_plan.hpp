// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// The fault plan of a run spelled out: every beginning with its time, length and nodes, without rate, share, session
/// or swarm, in order of time. A pure function of scenario and seed; what is drawn of one entry does not depend on the
/// others. Entries that befall messages of all nodes keep an empty list of nodes. Nothing lasts beyond
/// `stop.duration`, the heal. Of two faults that would have one node at once and exclude each other, the later one
/// does without that node.
///
/// The result is a valid plan itself, of which the same is drawn again.
std::vector<FaultSpec> draw_faults(const Scenario& scenario, std::uint32_t nodes);

/// The drawn plan as a run looks things up in it. Constant while the run lasts.
class FaultPlan {
public:
  /// No faults.
  FaultPlan() = default;

  FaultPlan(const Scenario& scenario, std::uint32_t nodes);

  bool empty() const { return faults_.empty(); }

  /// As `draw_faults`; faults are named by their place in it.
  const std::vector<FaultSpec>& faults() const { return faults_; }

  /// When a fault ends; it covers [`at_us`, end).
  TimeUs end_us(std::uint32_t fault) const { return faults_[fault].at_us + faults_[fault].for_us; }

  /// When everything is healed.
  TimeUs heal_us() const { return heal_us_; }

  /// Whether a node is among the targets of a fault.
  bool hits(std::uint32_t fault, NodeIndex node) const;

  /// The required entries of the scenario of which no beginning took effect, by name: `faults[2] (loss)`. `effects`
  /// counts by drawn fault.
  std::vector<std::string> missed(std::span<const std::uint64_t> effects) const;

private:
  std::vector<FaultSpec> faults_;
  std::vector<std::uint32_t> origins_;                        // by drawn fault: its place in the scenario's list
  std::vector<std::pair<std::uint32_t, FaultKind>> required_; // places in that list
  TimeUs heal_us_ = 0;
};

} // namespace creditsim::core
