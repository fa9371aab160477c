// SPDX-License-Identifier: MIT
#pragma once

#include "actors/child_process.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "scenarios/command_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// `--replica` and `--replica-timeout`, for every command that runs something.
std::vector<OptionSyntax> replica_options();

/// The replica under test that the options name, if they do; `scenario` then gets the rules under which it can be
/// tested. Refuses a time-out that is none, `--replica-timeout` alone, and a scenario that needs more than such a
/// replica has.
core::Result<std::optional<actors::ChildOptions>> replica_option(const Options& options, core::Scenario& scenario);

/// What people are told of a run with this replica: what it is, and which rules are in force.
std::string replica_text(const actors::ChildOptions& replica);

/// The options again, for a command that repeats the run.
std::vector<std::string> replica_arguments(const Options& options);

} // namespace creditsim::scenarios
