// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault.hpp"
#include "scenarios/json.hpp"
#include "scenarios/key_values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The value of the key `faults`: "swarm", or a list of objects, one a fault.
namespace creditsim::scenarios {

/// Reads a fault plan into `scenario`; refuses an unknown kind, a member that the kind does not have or that is
/// missing, and values of a wrong type, unit or range. What depends on other keys is for `plan_fault`.
core::Result<void> read_faults(const Json& value, const ValuePlace& place, core::Scenario& scenario);

/// The plan of `scenario`, as `read_faults` reads it back.
Json print_faults(const core::Scenario& scenario);

/// One fault, likewise.
Json print_fault(const core::FaultSpec& fault);

/// The JSON Schema of the value.
Json faults_schema();

/// The first contradiction between the plan and other keys, or between two of its faults; its place is `faults[2].for`.
struct PlanFault {
  std::string path;
  std::string text;
};
std::optional<PlanFault> plan_fault(const core::Scenario& scenario);

/// The first fault that names a node that does not exist.
std::optional<PlanFault> plan_fault_with_nodes(const core::Scenario& scenario, std::uint32_t nodes);

/// The members of a fault of a kind, without `kind`.
std::vector<std::string_view> fault_members(core::FaultKind kind);

} // namespace creditsim::scenarios
