// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/failing_case.hpp"
#include "scenarios/zoo_table.hpp"

#include <atomic>
#include <cstdint>
#include <optional>

namespace creditsim::scenarios {

/// What a bug's case is shrunk from.
inline constexpr std::uint32_t enlarged_nodes = 50;
inline constexpr std::size_t enlarged_tasks = 200;
inline constexpr std::uint64_t enlarged_seeds = 20; ///< in which a bug is looked for

/// A bug's scenario, spelled out with `enlarged_nodes` nodes, all of which can reach each other, and, where it draws
/// tasks, with `enlarged_tasks` of them in the same time. What writes rumours, or nothing, goes on to do that.
core::Result<RunnableCase> enlarged(const ZooBug& bug, std::uint64_t seed);

/// The smallest case of a bug, made from the enlarged run of the first of `enlarged_seeds` seeds in which the bug's
/// checker finds something. No value where there is none, as of bugs that no single run shows; `interrupted`, which may
/// be null, ends it with the smallest so far.
core::Result<std::optional<FailingCase>> smallest_case(actors::Runtime& runtime, const ZooBug& bug,
                                                       const std::atomic<int>* interrupted);

} // namespace creditsim::scenarios
