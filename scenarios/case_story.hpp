// SPDX-License-Identifier: MIT
#pragma once

#include "core/event_log.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"

#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// One line of what led to a violation.
struct StoryEvent {
  enum class Kind {
    local,     ///< at `node` alone
    message,   ///< `node` handled a message of `peer`
    missing,   ///< `node` sent a message to `peer`, which was not handled
    fault,     ///< the scenario's plan broke something, or mended it
    violation, ///< the truth broke
  };
  Kind kind = Kind::local;
  core::TimeUs time_us = 0;
  core::NodeIndex node = core::no_node; ///< `no_node`: of the whole network
  core::NodeIndex peer = core::no_node;
  std::optional<std::size_t> cause{}; ///< message: the event in which it was sent, where it is told
  std::string text;                   ///< without time
};

/// What led to the violation, in order of time, the violation last: submissions, messages from which something came,
/// deadlines, faults. Rounds of gossip in which nobody learned anything are left out. `names` has the nodes' names.
std::vector<StoryEvent> tell_story(const std::vector<core::LoggedEvent>& log, const core::Scenario& scenario,
                                   const core::Violation& violation, const std::vector<std::string>& names);

/// Of a story its last `length` events that concern the node of the violation, where it has one.
std::vector<StoryEvent> last_of_story(const std::vector<StoryEvent>& story, std::size_t length);

/// The event as a line: `0.500000 s  n0 submits task 0`.
std::string story_line(const StoryEvent& event);

/// `0.500000 s`.
std::string clock_text(core::TimeUs time_us);

} // namespace creditsim::scenarios
