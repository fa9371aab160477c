// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault.hpp"
#include "core/scenario.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// A fault plan drawn from the seed: each kind on or off for the whole run, so that some runs have much of few kinds
/// and others some of many (swarm testing: Groce, Zhang, Eide, Chen, Regehr; ISSTA 2012). Entries have a time and a
/// length; their nodes are a share. Magnitudes follow `stop.duration` and `gossip.interval`: partitions of eleven to
/// twenty-five rounds, restarts from every kind of store.
std::vector<FaultSpec> swarm_faults(const Scenario& scenario, std::uint32_t nodes);

/// Of the nodes of a swarm run, those that may be stopped, or otherwise faulty at once, and those that may be
/// hostile at any time.
std::uint32_t swarm_faulty_max(std::uint32_t nodes);

} // namespace creditsim::core
