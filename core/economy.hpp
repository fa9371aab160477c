// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_report.hpp"
#include "core/run_result.hpp"

#include <optional>
#include <span>
#include <vector>

namespace creditsim::core {

/// The Gini coefficient of `accounts`, which it sorts: 0 when all hold the same, towards 1 when one holds all.
/// No value when an account is negative or all are zero. O(n log n).
std::optional<double> gini(std::vector<Credits>& accounts);

/// The economy as the owners' own entries show it; `elapsed_us` is the virtual time since the start, `tasks` the counts
/// at the same instant. O(n log n).
EconomySummary economy_of(std::span<const NodeFigures> nodes, const TaskSummary& tasks, TimeUs elapsed_us);

} // namespace creditsim::core
