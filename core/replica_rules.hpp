// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "core/scenario.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// Turns a scenario into one under which a replica that speaks `core/replica_protocol.hpp` can be tested.
///
/// That protocol moves no money from one account to another, so there are no holds and no payments between nodes: the
/// grant is an `add`, a submission a `spend` of its price, which is gone, a completion an `earn` of the reward, which
/// is new. The replica itself refuses what it has seen. A task goes to one worker, since two replicas cannot know that
/// both are paid for one task until they have heard of each other. What creditsim has no way to see in such a replica
/// is not expected to break either. Taken twice it changes nothing.
void take_replica_rules(Scenario& scenario);

/// The fault plan of a run with a replica under test, spelled out as by `draw_faults`. Of a swarm it leaves out what is
/// done to such a replica only where a scenario asks for it by name: corruption, hostile nodes, two devices.
std::vector<FaultSpec> draw_replica_faults(const Scenario& scenario, std::uint32_t nodes);

/// Refuses (`Errc::invalid_value`, which key and why) what has other rules, and workloads that need more than the
/// protocol has.
Result<void> check_replica_rules(const Scenario& scenario);

} // namespace creditsim::core
