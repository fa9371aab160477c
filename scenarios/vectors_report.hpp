// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// Where the outcome first left the recorded one, and both values.
struct VectorDifference {
  std::string entry;               ///< name of the script or case, or `rows[N]`
  std::optional<std::size_t> step; ///< counted from 0; no value outside the steps
  std::string operation;           ///< of that step
  std::string place;               ///< member that differs, as in `events[1].payload.amount`
  std::string expected;            ///< compact JSON, `nothing` where there is none
  std::string found;
};

/// What became of one file of vectors. Entries are scripts, cases or rows.
struct VectorFileReport {
  std::string file;
  std::string kind;
  bool supported = true;                         ///< false: nothing was run, nothing counts
  std::uint64_t passed = 0;                      ///< entries whose every compared step agreed
  std::uint64_t shortened = 0;                   ///< of these, those compared up to a `float_artifact` step
  std::map<std::string, std::uint64_t> left_out; ///< entries not run at all, by the tag that allows it
  std::uint64_t steps = 0;                       ///< steps compared
  std::uint64_t steps_left_out = 0;              ///< steps of left out entries, and from `float_artifact` steps on
  std::vector<VectorDifference> failed;          ///< the first difference of each failed entry
  std::vector<std::string> notes;                ///< one line for each script that was left out or shortened
};

/// One line about a file, without its name: counts and tags.
std::string summary_line(const VectorFileReport& report);

/// One line: file, entry, step, operation, place, expected, found.
std::string failure_line(const std::string& file, const VectorDifference& difference);

/// The last line of the command, over all files.
std::string total_line(const std::vector<VectorFileReport>& reports);

} // namespace creditsim::scenarios
