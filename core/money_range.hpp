// SPDX-License-Identifier: MIT
#pragma once

#include "core/churn_plan.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"

#include <cstdint>

namespace creditsim::core {

/// Refuses a scenario whose sums of credits, over all nodes and tasks, could leave their 64 bits
/// (`Errc::invalid_value`), naming the key of the amount that is too large. `churn` is of the scenario, `tasks` the
/// most that are submitted.
///
/// What it lets through stays in range under every rule: grants are counted for every start of a node, payments as
/// often as the rules let one task be paid, where nodes forget also for every message that could ask for it again.
Result<void> check_money_range(const Scenario& scenario, const ChurnPlan& churn, std::uint64_t tasks);

} // namespace creditsim::core
