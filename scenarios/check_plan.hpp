// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/failing_case.hpp"

#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// One scenario of a check.
struct CheckItem {
  std::string name;  ///< of the scenario; each once in a plan
  std::string words; ///< as the user named it, for commands that repeat a run
  RunnableCase run{};
  std::string digest{};                     ///< of the scenario, with its input files
  std::optional<std::uint64_t> only_seed{}; ///< a capsule is run with its own seed
  std::optional<core::Error> error{};       ///< it cannot be run, and why
  bool unsuited = false;                    ///< the error is that the replica cannot be tested in it
};

struct CheckPlan {
  std::vector<CheckItem> items;
  std::vector<std::string> left_out{}; ///< ready scenarios in which the replica cannot be tested, each with its reason
};

/// What is to be checked: `words` are scenario files, names of ready scenarios, capsules and folders of them; none are
/// all ready scenarios that have faults, with a replica under test those in which it can be tested. What cannot be read
/// or does not suit the replica is an item with its error; the others go on. Refuses a plan without a scenario.
core::Result<CheckPlan> make_check_plan(const std::vector<std::string>& words, const std::vector<std::string>& settings,
                                        const std::optional<actors::ChildOptions>& replica);

} // namespace creditsim::scenarios
