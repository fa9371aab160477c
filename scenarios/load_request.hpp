// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_run.hpp"
#include "core/result.hpp"
#include "scenarios/command_options.hpp"
#include "scenarios/input_files.hpp"
#include "scenarios/load_thresholds.hpp"
#include "scenarios/scenario_reader.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// What `creditsim load` was asked for.
struct LoadRequest {
  LoadedScenario loaded; ///< as it is loaded: without faults and churn, with what nodes are granted
  InputFiles inputs;
  actors::LoadPlan plan; ///< of its scenario, threads and nodes those of the first run
  std::vector<unsigned> sweep_threads;
  std::vector<std::uint32_t> sweep_nodes;
  std::vector<LoadThreshold> thresholds;
  std::optional<std::filesystem::path> out;
  std::string left_out;     ///< what of the scenario a load test does not do: `faults and churn`; empty for nothing
  bool own_credits = false; ///< `--set` says what nodes are granted

  bool sweeps() const { return !sweep_threads.empty() || !sweep_nodes.empty(); }

  /// One run for each combination of threads and nodes; else the one that was asked for.
  std::vector<actors::LoadPlan> plans() const;
};

/// The options of the command, in the order of its help text.
std::vector<OptionSyntax> load_options();

/// Reads scenario, input files and options. Refuses what does not follow its grammar or does not go together, in one
/// line.
core::Result<LoadRequest> read_load_request(const Options& options);

/// The command that does the same again.
std::string load_command_text(const Options& options);

/// `earn=0.5,spend=0.5` as the share of `earn`.
core::Result<double> parse_mix(const std::string& text);

/// `500k`, `1e6`, `0.5`: operations per second, above 0, at most 1e9.
std::optional<double> parse_rate(const std::string& text);

} // namespace creditsim::scenarios
