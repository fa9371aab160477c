// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/case_story.hpp"

#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The story as a space-time diagram (Lamport: Time, clocks, and the ordering of events in a distributed system; CACM
/// 21, 1978) in SVG: a line for each node that takes part, time going down, a row for each event with its words beside
/// it, arrows for messages, marks for what was lost, for faults and for the violation. Rows are as far apart as their
/// words need, whatever time lies between them. `names` has the names of all nodes.
std::string space_time_diagram(const std::vector<StoryEvent>& story, const std::vector<std::string>& names,
                               const std::string& title);

} // namespace creditsim::scenarios
