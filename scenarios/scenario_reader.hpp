// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"
#include "scenarios/json.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// Text that claims to be a scenario.
struct ScenarioText {
  std::string label; ///< the file as the user named it, for messages
  std::string text;
  std::filesystem::path folder; ///< what the files it names are relative to; absolute
};

/// Size and digest of an input file.
struct InputRecord {
  std::uint64_t bytes = 0;
  std::string xxh3_128; ///< 32 hexadecimal digits, most significant first

  friend bool operator==(const InputRecord&, const InputRecord&) = default;
};

/// A scenario with all defaults filled in, checked key by key and across keys.
struct LoadedScenario {
  core::Scenario scenario;                     ///< files as absolute paths
  std::string label;                           ///< of the text it was read from
  std::string description;                     ///< its `description`: what to look at
  std::map<std::string, InputRecord> recorded; ///< what the text says of its input files, by key: `workload.file`
};

/// Reads a scenario and then the settings `KEY=VALUE`, later ones over earlier ones; their files are relative to the
/// working directory. Refuses everything that is not a complete, valid scenario, with one line:
/// `SOURCE: KEY: FOUND is not EXPECTED`, where SOURCE is the label or `--set`.
core::Result<LoadedScenario> read_scenario(const ScenarioText& source, const std::vector<std::string>& settings);

} // namespace creditsim::scenarios
