// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/shrinker.hpp"

#include <set>

namespace creditsim::scenarios {

/// Runs candidates for a smaller case and keeps the last one in which the checker found something.
class CandidateRuns {
public:
  /// `runtime` and what `limits` point to outlive this.
  CandidateRuns(actors::Runtime& runtime, RunnableCase first, std::string checker, const ShrinkLimits& limits);

  const core::Scenario& best() const { return best_.scenario; }
  const RunnableCase& best_case() const { return best_; }

  /// Nodes of the best case.
  std::uint32_t nodes() const;

  /// When the best case broke; no value before the first candidate was taken.
  core::TimeUs broken_us() const { return broken_us_; }

  /// Whether `candidate` is valid and breaks the same property; it is then the best. What was tried before is not run
  /// again, and nothing is run beyond the limits.
  bool take(const core::Scenario& candidate);

  const std::string& checker() const { return checker_; }
  std::uint64_t runs() const { return runs_; }
  bool out_of_limits() const;

private:
  bool breaks(const RunnableCase& candidate);
  bool breaks(const RunnableCase& candidate, core::CheckerSet checkers);

  actors::Runtime& runtime_;
  RunnableCase best_;
  std::string checker_;
  ShrinkLimits limits_;
  std::set<std::string> refused_; // digests of what was tried in vain
  core::TimeUs broken_us_ = 0;
  std::uint64_t runs_ = 0;
};

} // namespace creditsim::scenarios
