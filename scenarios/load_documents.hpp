// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_run.hpp"
#include "core/run_result.hpp"
#include "scenarios/json.hpp"
#include "scenarios/load_request.hpp"
#include "scenarios/output_file.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// One load test of a request, and what came of it.
struct FinishedLoad {
  actors::LoadPlan plan;
  actors::LoadOutput output;

  bool measured() const { return !output.repetitions.empty(); }
};

/// Invalid where a checker of the audit, or a threshold, does not hold; else unknown where nothing was measured, the
/// test was interrupted, or the load was not reached; else valid.
core::Verdict verdict_of(const LoadRequest& request, const FinishedLoad& load);

/// What an operation is: the same words in every report.
inline constexpr std::string_view operation_meaning =
    "one request message to a node actor, the earn or spend under the scenario's rules, and the answer message back";

/// Everything that was measured, in nanoseconds and operations per second, with what it was measured on. Never the same
/// twice.
Json load_document(const LoadRequest& request, const FinishedLoad& load);

/// The runs of a sweep: a list of `load_document` under `runs`.
Json sweep_document(const LoadRequest& request, const std::vector<FinishedLoad>& loads);

/// One row per interval of each repetition.
std::string load_series_table(const LoadRequest& request, const FinishedLoad& load);

/// One row per run.
std::string sweep_table(const LoadRequest& request, const std::vector<FinishedLoad>& loads);

/// Writes into `folder` what the runs came to: `summary.json` and `scenario.json`; of one run also `timeseries.csv` and
/// `latency.hgrm` (response times of all repetitions), of a sweep `sweep.csv`.
core::Result<void> write_load_results(const std::filesystem::path& folder, const LoadRequest& request,
                                      const std::vector<FinishedLoad>& loads);

} // namespace creditsim::scenarios
