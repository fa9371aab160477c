// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"
#include "scenarios/capsule.hpp"
#include "scenarios/zoo_table.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// How the zoo is run.
struct ZooOptions {
  std::uint64_t seeds = 5;                       ///< 1..seeds; at least 1
  unsigned jobs = 1;                             ///< runs at a time
  std::vector<std::string> without_checkers{};   ///< these do not look
  bool shrink = false;                           ///< make the smallest case of each bug, too
  std::filesystem::path capsules{};              ///< folder in which those are kept; empty: nowhere
  const std::atomic<int>* interrupted = nullptr; ///< not zero: begin no more runs; may be null
};

/// The smallest case that was made of a bug's enlarged run.
struct ZooCase {
  CaseSize size;
  std::uint64_t events = 0; ///< lines of its story, the violation among them
};

/// What became of one bug.
struct ZooRow {
  std::uint64_t caught = 0;              ///< seeds in which its checker found it
  std::optional<double> seeds_to_find{}; ///< median number of seeds until the first that finds it, begun anywhere
  std::optional<core::TimeUs> time_to_find_us{}; ///< median virtual time of the first finding
  std::map<std::string, std::uint64_t> others{}; ///< other properties that were broken, too, in how many seeds
  /// A property that was broken although the rules were the corrected ones and nothing was planted, with its seed.
  std::optional<std::string> false_alarm{};
  std::optional<ZooCase> smallest{};  ///< no value: not asked for, or no seed's enlarged run shows the bug
  std::optional<std::string> error{}; ///< it cannot be run, or its smallest case not be kept

  bool passed() const { return caught > 0 && !false_alarm && !error; }
};

/// Runs every bug with every seed, and its scenario without the bug; the rows stand in the order of `bugs`. The result
/// does not depend on the number of jobs. Empty when interrupted. Capsules are named after the bugs, `A1.json`, each
/// with its drawing.
std::vector<ZooRow> run_zoo(const std::vector<ZooBug>& bugs, const ZooOptions& options);

} // namespace creditsim::scenarios
