// SPDX-License-Identifier: MIT
#include "scenarios/result_folder.hpp"

#include "scenarios/output_file.hpp"

#include <system_error>

namespace creditsim::scenarios {

namespace {

namespace fs = std::filesystem;

core::Result<void> make_folder(const fs::path& folder) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault)
    return io_error(folder, fault.message());
  return {};
}

std::vector<NamedContent> documents(const FinishedRun& run) {
  return {{"summary.json", print_json(summary_document(run))},
          {"timing.json", print_json(timing_document(run))},
          {"scenario.json", print_json(scenario_document(run))},
          {"timeseries.csv", timeseries_table(run)},
          {"nodes.csv", nodes_table(run)}};
}

} // namespace

core::Result<void> prepare_result_folder(const fs::path& folder, bool force) {
  std::error_code fault;
  const fs::file_status status = fs::status(folder, fault);
  if (fs::exists(status) && !fs::is_directory(status))
    return core::Error{core::Errc::invalid_value, "--out: " + folder.string() + " is not a folder"};
  if (fs::exists(status) && !fs::is_empty(folder, fault) && !fault && !force)
    return core::Error{core::Errc::invalid_value,
                       "--out: " + folder.string() + " is not an empty folder; --force writes into it all the same"};
  if (const auto made = make_folder(folder); !made)
    return made;
  const fs::path trial = temporary_name(folder / "summary.json");
  const auto written = write_file(trial, "");
  fs::remove(trial, fault);
  return written;
}

core::Result<void> write_documents(const fs::path& folder, std::vector<NamedContent> files, const InputFiles& inputs) {
  if (!inputs.files.empty())
    if (const auto made = make_folder(folder / "inputs"); !made)
      return made.error();
  for (const InputFile& input : inputs.files)
    files.push_back({"inputs/" + input_copy_name(inputs, input), input.content});
  for (const NamedContent& file : files)
    if (const auto written = write_file(temporary_name(folder / file.name), file.content); !written)
      return written.error();
  for (const NamedContent& file : files) {
    std::error_code fault;
    fs::rename(temporary_name(folder / file.name), folder / file.name, fault);
    if (fault)
      return io_error(folder / file.name, fault.message());
  }
  return {};
}

core::Result<std::vector<std::string>> write_results(const fs::path& folder, const FinishedRun& run) {
  std::vector<NamedContent> files = documents(run);
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const NamedContent& file : files)
    names.push_back(file.name);
  if (const auto written = write_documents(folder, std::move(files), run.inputs); !written)
    return written.error();
  return names;
}

} // namespace creditsim::scenarios
