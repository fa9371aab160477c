// SPDX-License-Identifier: MIT
#include "scenarios/vectors_report.hpp"

namespace creditsim::scenarios {

namespace {

std::string count_of(std::uint64_t count, const char* what) { return std::to_string(count) + " " + what; }

std::string counts(const VectorFileReport& report) {
  std::uint64_t left_out = 0;
  std::string tags;
  for (const auto& [tag, count] : report.left_out) {
    left_out += count;
    tags += (tags.empty() ? "" : ", ") + tag + " " + std::to_string(count);
  }
  return count_of(report.passed, "passed") +
         (report.shortened == 0 ? "" : " (" + count_of(report.shortened, "of them up to a float_artifact step)")) +
         ", " + count_of(left_out, "left out") + (tags.empty() ? "" : " (" + tags + ")") + ", " +
         count_of(report.failed.size(), "failed") + "; " + std::to_string(report.steps) + " of " +
         count_of(report.steps + report.steps_left_out, "steps compared");
}

} // namespace

std::string summary_line(const VectorFileReport& report) {
  return report.supported ? counts(report) : "not run: kind " + report.kind + " is not supported yet";
}

std::string failure_line(const std::string& file, const VectorDifference& difference) {
  std::string text = "FAILED " + file + ": " + difference.entry;
  if (difference.step)
    text += ": step " + std::to_string(*difference.step);
  if (!difference.operation.empty())
    text += " (" + difference.operation + ")";
  return text + ": " + difference.place + ": expected " + difference.expected + ", found " + difference.found;
}

std::string total_line(const std::vector<VectorFileReport>& reports) {
  VectorFileReport sum;
  std::uint64_t files = 0;
  for (const VectorFileReport& report : reports) {
    files += report.supported ? 1 : 0;
    sum.passed += report.passed;
    sum.shortened += report.shortened;
    sum.steps += report.steps;
    sum.steps_left_out += report.steps_left_out;
    sum.failed.insert(sum.failed.end(), report.failed.begin(), report.failed.end());
    for (const auto& [tag, count] : report.left_out)
      sum.left_out[tag] += count;
  }
  const std::uint64_t not_run = reports.size() - files;
  return "total: " + counts(sum) + " in " + count_of(files, "files") +
         (not_run == 0 ? "" : ", " + count_of(not_run, "not run"));
}

} // namespace creditsim::scenarios
