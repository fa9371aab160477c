// SPDX-License-Identifier: MIT
#pragma once

#include "actors/child_process.hpp"
#include "core/result.hpp"
#include "scenarios/command_options.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// The options of a command that runs something, and `--replica` and `--replica-timeout` after them.
std::vector<OptionSyntax> with_replica_options(std::vector<OptionSyntax> options);

/// The replica under test that the options name, if they do. Refuses a command and a time-out that are none, and
/// `--replica-timeout` alone.
core::Result<std::optional<actors::ChildOptions>> replica_option(const Options& options);

/// What people are told of a run with this replica: what it is, and which rules are in force.
std::string replica_text(const actors::ChildOptions& replica);

/// The options that name this replica, for a command that repeats the run; none without one.
std::vector<std::string> replica_arguments(const std::optional<actors::ChildOptions>& replica);

/// The command that replays a capsule with this replica, or without one.
std::string replay_command_text(const std::string& capsule, const std::optional<actors::ChildOptions>& replica);

/// Whether text is a command at all.
bool is_replica_command(std::string_view text);

/// The bounds of a time-out in milliseconds.
inline constexpr int replica_timeout_ms_min = 1;
inline constexpr int replica_timeout_ms_max = 3'600'000;

} // namespace creditsim::scenarios
