// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"

#include <vector>

namespace creditsim::scenarios {

/// The scenario with the nodes `kept` alone, which are ascending and are numbered anew. Tasks, workers and faults of
/// the others go; a task without workers goes, too. The topology is one that any number of nodes can have.
core::Scenario with_nodes(const core::Scenario& scenario, const std::vector<core::NodeIndex>& kept);

/// The scenario in which node `to` does what `from` did, too; `from` stays and does nothing.
core::Scenario with_roles_moved(const core::Scenario& scenario, core::NodeIndex from, core::NodeIndex to);

} // namespace creditsim::scenarios
