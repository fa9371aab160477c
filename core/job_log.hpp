// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The user of a job whose log does not tell.
inline constexpr std::int64_t unknown_user = -1;

/// A job of a log, with the log's own clock.
struct Job {
  TimeUs submit_us = 0;
  TimeUs run_us = 0;
  std::int64_t user = unknown_user;

  friend bool operator==(const Job&, const Job&) = default;
};

/// The jobs of a log that can be submitted again, and what was odd about the log.
struct JobLog {
  std::vector<Job> jobs;  ///< by submit time; equal times in the order of the log
  std::uint64_t rows = 0; ///< job lines read = jobs + skipped_no_submit_time + skipped_no_run_time
  std::uint64_t skipped_no_submit_time = 0;
  std::uint64_t skipped_no_run_time = 0; ///< of those with a submit time
  std::uint64_t unknown_users = 0;       ///< jobs without a user; they count as jobs of one more user
  std::uint64_t times_back = 0;          ///< jobs submitted before the job on the line before them
  std::uint64_t extra_columns = 0;       ///< rows with more than 18 fields
};

/// Reads the Standard Workload Format (Chapin et al.: Benchmarks and standards for the evaluation of parallel job
/// schedulers, 1999): lines that begin with `;` are comments, all others are jobs of 18 numbers, apart by any white
/// space. Tolerates what logs in the wild have: fractions, negative numbers for what is unknown, columns beyond the
/// 18th, times that go back. Reads at most `limit` job lines; 0 is all. Refuses any other text, and a log without a job
/// that can be submitted (`Errc::malformed`), naming `name` and the line.
Result<JobLog> parse_job_log(std::string_view text, std::string_view name, std::uint64_t limit = 0);

} // namespace creditsim::core
