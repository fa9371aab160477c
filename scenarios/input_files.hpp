// SPDX-License-Identifier: MIT
#pragma once

#include "core/edge_list.hpp"
#include "core/job_log.hpp"
#include "scenarios/scenario_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::scenarios {

/// A file that a scenario names, as it was read.
struct InputFile {
  std::string key;  ///< `topology.file`
  std::string path; ///< absolute
  std::string content;
  InputRecord record;
  /// What was odd or left out, by name, only what is not zero.
  std::vector<std::pair<std::string, std::uint64_t>> counts;
};

/// The input files of one scenario, read and parsed.
struct InputFiles {
  std::vector<InputFile> files; ///< in order of their keys
  std::optional<core::EdgeList> edges;
  std::optional<core::JobLog> jobs;

  /// Size and digest of each file, by key.
  std::map<std::string, InputRecord> records() const;
};

/// Reads the files that the scenario uses; those of a kind that it does not use are left alone. Refuses a missing or
/// malformed file, and one that is not what the scenario recorded of it, with one line.
core::Result<InputFiles> load_input_files(const LoadedScenario& loaded);

} // namespace creditsim::scenarios
