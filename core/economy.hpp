// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_faults.hpp"
#include "core/node_report.hpp"
#include "core/rules.hpp"
#include "core/run_result.hpp"

#include <optional>
#include <span>
#include <vector>

namespace creditsim::core {

/// The Gini coefficient of `accounts`, which it sorts: 0 when all hold the same, towards 1 when one holds all.
/// No value when an account is negative or all are zero. O(n log n).
std::optional<double> gini(std::vector<Credits>& accounts);

/// What is on its way between accounts, as the tasks' reports show it.
struct MoneyUnderWay {
  Credits held{};     ///< in open holds
  Credits unbooked{}; ///< settled, and not booked by the worker yet
};

/// The figures of identities, one for each that nodes share, in the order of their first nodes: what several nodes of
/// one wrote together, its grant by the rule of grants.
std::vector<NodeFigures> figures_by_identity(std::span<const NodeFigures> nodes, const NodeFaults& faults,
                                             Rules::Grant grant);

/// The economy as the owners' own entries show it; `elapsed_us` is the virtual time since the start, `tasks` and
/// `under_way` the figures at the same instant. O(n log n).
EconomySummary economy_of(std::span<const NodeFigures> nodes, const TaskSummary& tasks, const MoneyUnderWay& under_way,
                          Rules::Payment payment, TimeUs elapsed_us);

} // namespace creditsim::core
