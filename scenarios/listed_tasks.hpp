// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"
#include "scenarios/key_values.hpp"

namespace creditsim::scenarios {

/// Reads the tasks of a workload of kind `list`. Whether its nodes exist and its times ascend is checked across keys.
core::Result<std::vector<core::ListedTask>> read_listed_tasks(const Json& value, const ValuePlace& place);

/// The tasks as `read_listed_tasks` reads them back; members with their default are left out.
Json print_listed_tasks(const std::vector<core::ListedTask>& tasks);

/// What the value may be.
Json listed_tasks_schema(std::string_view duration_pattern);

} // namespace creditsim::scenarios
