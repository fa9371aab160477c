// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/vectors_run.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::Result;

/// The JSON files of a folder by name, or the one that is asked for.
Result<std::vector<std::string>> vector_paths(const std::string& folder, const std::optional<std::string>& only) {
  std::error_code failed;
  if (!std::filesystem::is_directory(folder, failed))
    return Error{Errc::not_found, folder + ": found no folder, expected one with files of vectors"};
  if (only)
    return std::vector{(std::filesystem::path{folder} / *only).string()};
  std::vector<std::string> paths;
  for (std::filesystem::directory_iterator entry{folder, failed}, end; !failed && entry != end; entry.increment(failed))
    if (entry->path().extension() == ".json")
      paths.push_back(entry->path().string());
  if (failed)
    return Error{Errc::not_found, folder + ": cannot be read: " + failed.message()};
  if (paths.empty())
    return Error{Errc::not_found, folder + ": found no *.json, expected files of vectors"};
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::vector<VectorFile>> read_files(const std::vector<std::string>& paths) {
  std::vector<VectorFile> files;
  for (const std::string& path : paths) {
    auto file = read_vector_file(path);
    if (!file)
      return file.error();
    files.push_back(std::move(file).value());
  }
  return files;
}

Result<std::vector<VectorFileReport>> run_files(const std::vector<VectorFile>& files) {
  std::vector<VectorFileReport> reports;
  for (const VectorFile& file : files) {
    auto report = run_vectors(file);
    if (!report)
      return report.error();
    reports.push_back(std::move(report).value());
  }
  return reports;
}

void print(const std::vector<VectorFileReport>& reports, bool verbose, std::ostream& out) {
  std::size_t width = 0;
  for (const VectorFileReport& report : reports)
    width = std::max(width, report.file.size());
  for (const VectorFileReport& report : reports) {
    std::string column = report.file;
    column.resize(width, ' ');
    out << column << "  " << summary_line(report) << '\n';
    const std::size_t shown = verbose ? report.failed.size() : std::min<std::size_t>(report.failed.size(), 1);
    for (std::size_t index = 0; index < shown; ++index)
      out << failure_line(report.file, report.failed[index]) << '\n';
    if (verbose)
      for (const std::string& note : report.notes)
        out << "  " << note << '\n';
  }
  out << total_line(reports) << '\n';
}

Exit status_of(const std::vector<VectorFileReport>& reports) {
  std::uint64_t steps = 0;
  for (const VectorFileReport& report : reports) {
    if (!report.failed.empty())
      return Exit::violated;
    steps += report.steps;
  }
  return steps == 0 ? Exit::unknown : Exit::valid;
}

Exit vectors(const Options& options, Console& console) {
  const auto paths = vector_paths(options.words().front(), options.value("file"));
  if (!paths)
    return report(paths.error(), console);
  const auto files = read_files(paths.value());
  if (!files)
    return report(files.error(), console);
  const auto reports = run_files(files.value());
  if (!reports)
    return report(reports.error(), console);
  print(reports.value(), options.has("verbose"), console.out);
  return status_of(reports.value());
}

} // namespace

Command vectors_command() {
  return {{"vectors",
           "DIR",
           1,
           true,
           "Compare the reference profile with recorded vectors of the reference implementation",
           {{"file", "F", "Run only this file of the folder"},
            {"verbose", "", "List every failure, and every script that is left out or shortened"}}},
          vectors};
}

} // namespace creditsim::scenarios
