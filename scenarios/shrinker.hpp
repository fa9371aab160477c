// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/failing_case.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace creditsim::scenarios {

/// When shrinking ends although more could be tried.
struct ShrinkLimits {
  std::optional<std::chrono::steady_clock::time_point> until{};
  std::uint64_t runs = 20'000;
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end; may be null
};

/// The smallest case that was found.
struct ShrunkCase {
  RunnableCase run;
  std::uint64_t runs = 0; ///< candidates that were run
  bool minimal = false;   ///< nothing more can be removed; false: a limit came first
};

/// Makes a spelled-out case, in which `checker` finds something, smaller: fewer nodes, tasks, workers and faults, a
/// shorter time, simpler values, dimension after dimension, as long as `checker` still finds something, until nothing
/// can be removed. A pure function of the case, unless a limit of time comes first.
ShrunkCase shrink(actors::Runtime& runtime, const RunnableCase& spelled, const std::string& checker,
                  const ShrinkLimits& limits);

} // namespace creditsim::scenarios
