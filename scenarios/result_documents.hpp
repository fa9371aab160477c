// SPDX-License-Identifier: MIT
#pragma once

#include "core/run_result.hpp"
#include "core/scenario.hpp"
#include "scenarios/input_files.hpp"
#include "scenarios/json.hpp"

#include <string>
#include <vector>

namespace creditsim::scenarios {

/// A run and what it was made of.
struct FinishedRun {
  core::Scenario scenario;
  std::string scenario_digest;
  InputFiles inputs;
  core::RunResult result;
  core::RunTiming timing;
  bool foreign = false; ///< a replica under test stood in for creditsim's own ledger
};

/// What scenario and seed decide: the same bytes on every machine. Money in credits, times in microseconds; a figure
/// without value is null.
Json summary_document(const FinishedRun& run);

/// What the machine and the form of execution decide.
Json timing_document(const FinishedRun& run);

/// The scenario as it ran, with every key, and with size and digest of every input file, which it names as a copy in
/// the folder `inputs` beside it.
Json scenario_document(const FinishedRun& run);

/// The name of an input file's copy in the folder `inputs`.
std::string input_copy_name(const InputFiles& inputs, const InputFile& file);

/// Broken properties as a list.
Json violations_document(const std::vector<core::Violation>& violations);

/// A cell of a table; quotes where its text would be read as more than one cell.
std::string table_cell(const Json& value);

/// One row per sample.
std::string timeseries_table(const FinishedRun& run);

/// One row per node, as the run ended.
std::string nodes_table(const FinishedRun& run);

} // namespace creditsim::scenarios
