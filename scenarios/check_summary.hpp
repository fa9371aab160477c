// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// What one checker said of one scenario over all seeds.
struct CheckerSummary {
  enum class Status {
    held,
    violated,       ///< in at least one seed, and nobody expected it; or it held where it was expected to break
    unknown,        ///< it found nothing, and some run proved nothing
    not_applicable, ///< in every seed
  };
  std::string checker;
  Status status = Status::held;
  std::string reason{};                 ///< of what is unknown or not applicable
  std::vector<std::uint64_t> failing{}; ///< seeds, in order
  core::Violation first{};              ///< in the first of them
  bool expected_and_held = false;       ///< the violation is one that stayed out
};

/// In how many runs something took effect.
struct CoverageShare {
  std::string name;
  std::uint64_t runs = 0;
};

struct ScenarioSummary {
  std::string name;
  std::string words{};
  std::string digest{};
  std::vector<std::uint64_t> seeds{}; ///< that were run to their end
  std::vector<std::uint64_t> not_run{};
  std::uint64_t valid = 0, invalid = 0, unknown = 0; ///< runs
  std::vector<std::string> unknown_reasons{};        ///< each once, with its first seed
  std::vector<CheckerSummary> checkers{};            ///< in the order of their names
  std::vector<CoverageShare> coverage{};             ///< in the order of their names
  double wall_s = 0.0;                               ///< of all runs together
  std::optional<core::Error> error{};
};

/// A violation that nobody expected: of one scenario and checker, over all seeds.
struct Failure {
  std::size_t item = 0;    ///< in the plan
  std::size_t checker = 0; ///< in the scenario's summary
  std::string capsule{};   ///< the file that replays it: the shrunk one where there is one
  std::string drawing{};   ///< of the shrunk one
  std::string command{};   ///< one line that repeats it
};

struct CheckSummary {
  std::vector<ScenarioSummary> scenarios; ///< in the order of the plan
  std::vector<Failure> failures;          ///< in the order of the plan, then of the checkers
};

/// What came of a check. `settings` are those of the command line, for the commands that repeat a run.
CheckSummary summarised(const std::vector<CheckItem>& plan, const std::vector<CheckedScenario>& checked,
                        const std::vector<std::string>& settings);

/// The word for a scenario's outcome: `invalid`, `unknown`, `valid`, `error`, or `not run`.
std::string outcome_word(const ScenarioSummary& scenario);

} // namespace creditsim::scenarios
