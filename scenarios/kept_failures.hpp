// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_summary.hpp"
#include "scenarios/shrinker.hpp"

#include <filesystem>
#include <vector>

namespace creditsim::scenarios {

/// How the failures of a check are kept.
struct KeepOptions {
  std::filesystem::path folder;
  bool shrink = true;
  bool all_seeds = false; ///< a capsule for each failing seed, not for the first alone
  unsigned jobs = 1;      ///< at a time
  std::optional<std::chrono::steady_clock::time_point> until{}; ///< shrinking ends then
  const std::atomic<int>* interrupted = nullptr;
};

/// Writes a capsule for the first failing seed of each scenario and checker, and a shrunk one with its drawing, and
/// notes in the summary's failures where they are. What is a capsule already is not kept again. Returns what went
/// wrong, such as a full disk; everything else is kept all the same.
std::vector<core::Error> keep_failures(const std::vector<CheckItem>& plan, CheckSummary& summary,
                                       const KeepOptions& options);

/// Writes a case as a capsule and as a drawing.
core::Result<void> write_case(const FailingCase& failing, const std::filesystem::path& capsule,
                              const std::filesystem::path& drawing);

/// The shrunk case as a capsule; `before` is what it was.
core::Result<FailingCase> shrunk_capsule(actors::Runtime& runtime, const RunnableCase& spelled,
                                         const std::string& checker, const CaseSize& before, const ShrinkLimits& limits,
                                         ShrunkCase* shrunk = nullptr);

} // namespace creditsim::scenarios
