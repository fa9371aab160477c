// SPDX-License-Identifier: MIT
#pragma once

#include "core/findings.hpp"
#include "core/scenario.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace creditsim::core {

/// Whether something goes wrong in the scenario on purpose, until `StopSpec::duration_us`.
bool has_faults(const Scenario& scenario);

/// How long a write may take to all replicas outside of faults: `stop.converge_within` where it is set. Else on
/// topologies in which rumours take a number of rounds that grows with log2 n (full, and random regular of degree 3 and
/// more)
///
///     (4 ceil(log2 nodes) + 16) x (gossip.interval + 2 x latency) / (1 - network.loss)^2
///
/// where the latency is the longest, or a typical one where there is no longest (push and pull alike need
/// log2 n + ln n + O(1) rounds: Pittel: On spreading a rumor; SIAM J. Appl. Math. 47, 1987). Elsewhere no bound is
/// known.
std::optional<TimeUs> spread_bound_us(const Scenario& scenario, std::uint32_t nodes);

/// One replica in a comparison.
struct ComparedReplica {
  NodeIndex node = 0;
  std::uint32_t component = 0; ///< replicas of different ones cannot reach each other
  std::uint64_t state = 0;     ///< a hash of what it holds
};

/// The first node whose state is not the most common one of its component, in the order of `replicas`.
std::optional<NodeIndex> first_that_differs(std::span<const ComparedReplica> replicas);

/// When which part of all replicas was last written and last changed.
struct ConvergenceTimes {
  TimeUs wrote_us = 0;
  TimeUs changed_us = 0;
  bool equal = false; ///< at the end
};

/// Whether replicas became equal too late, or never: the bound is `spread_bound_us`, else `stop.drain`, from the last
/// write or the end of the faults on.
std::optional<Finding> converged_late(const Scenario& scenario, std::uint32_t nodes, const ConvergenceTimes& times);

} // namespace creditsim::core
