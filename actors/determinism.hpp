// SPDX-License-Identifier: MIT
#pragma once

#include "actors/simulation.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace creditsim::actors {

/// One way to execute a run.
struct Execution {
  unsigned threads = 1;
  unsigned shards = 1;

  std::string to_string() const; ///< as in `2 threads, 7 shards`
};

/// Where two executions of one scenario first went apart.
struct FirstDifference {
  Execution first;
  Execution second;
  std::uint64_t window = 0; ///< counted from 0
  std::optional<core::EventRecord>
      expected{};                           ///< what the first execution handled; no value when it handled nothing more
  std::optional<core::EventRecord> found{}; ///< likewise, the second; both empty when the event could not be caught

  /// One line: the event, its node and the two executions. `names` gives the node's name.
  std::string to_string(std::span<const core::NodeRow> nodes) const;
};

/// What the check found.
struct DeterminismReport {
  SimulationOutput output; ///< of the first execution
  std::optional<FirstDifference> difference;
};

/// Repeats a run under each of `executions` (at least two) and compares what the nodes handled, window by window, and
/// the result. Where two differ both are run again to record that window; a difference that wanders from run to run, as
/// races do, is followed five times before only its window is named. Refuses what `Runtime::simulate` refuses.
core::Result<DeterminismReport> verify_determinism(const core::Scenario& scenario, const SimulationInputs& inputs,
                                                   std::span<const Execution> executions,
                                                   const SimulationOptions& options = {});

} // namespace creditsim::actors
