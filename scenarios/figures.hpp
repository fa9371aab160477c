// SPDX-License-Identifier: MIT
#pragma once

#include "core/run_result.hpp"
#include "scenarios/json.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::scenarios {

/// Figures by name, in the order in which they are written: members of a JSON object or columns of a table. A figure
/// without value is null, and an empty cell.
using Figures = std::vector<std::pair<std::string_view, Json>>;

Figures message_figures(const core::MessageSummary& messages);
Figures task_figures(const core::TaskSummary& tasks);

/// The figures of the economy but for the quantiles of balances.
Figures economy_figures(const core::EconomySummary& economy);

/// Minimum, quartiles and maximum of the accounts.
Figures quantile_figures(const core::EconomySummary& economy);

Figures sample_figures(const core::Sample& sample);
Figures node_figures(const core::NodeRow& node);
Figures timing_figures(const core::RunTiming& timing);

/// What the heap held at the end, a node; what replicas held of entries, an entry. Null what is not known.
Figures memory_figures(const core::RunTiming& timing, const core::RunResult& result);

/// The figures as members of an object.
Json json_figures(const Figures& figures);

/// `valid`, `invalid` or `unknown`.
std::string_view verdict_text(core::Verdict verdict);

/// 16 hexadecimal digits.
std::string hexadecimal(std::uint64_t digest);

} // namespace creditsim::scenarios
