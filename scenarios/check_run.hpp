// SPDX-License-Identifier: MIT
#pragma once

#include "core/run_result.hpp"
#include "scenarios/check_plan.hpp"
#include "scenarios/seeds.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace creditsim::scenarios {

/// How a check is run.
struct CheckOptions {
  Seeds seeds = Seeds::from(1, 20);
  std::optional<std::chrono::steady_clock::time_point> until{}; ///< no run begins or goes on after it
  /// Likewise, once a run has failed: time is left to shrink it.
  std::optional<std::chrono::steady_clock::time_point> until_when_failing{};
  unsigned jobs = 1;                             ///< runs at a time
  std::uint64_t failures_max = 0;                ///< failing runs after which no more begin; 0: never
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end; may be null
  std::function<void(std::uint64_t runs, std::uint64_t failures)> progress{}; ///< now and then; may be empty
};

/// What one seed gave.
struct CheckedSeed {
  std::uint64_t seed = 0;
  core::RunResult result; ///< without samples and rows of nodes
  double wall_s = 0.0;
};

/// What became of one scenario.
struct CheckedScenario {
  std::vector<CheckedSeed> seeds;     ///< those that were run to their end, in the order of the check's seeds
  std::vector<std::uint64_t> not_run; ///< asked for, and not run to their end, as far as they are counted
  std::optional<core::Error> error{}; ///< it cannot be run
};

/// Runs all scenarios of the plan with all seeds, seed by seed, so that each scenario has its turn early. The result
/// does not depend on the number of jobs, as far as time allows all to be run.
std::vector<CheckedScenario> run_checks(const std::vector<CheckItem>& plan, const CheckOptions& options);

} // namespace creditsim::scenarios
