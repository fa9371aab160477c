// SPDX-License-Identifier: MIT
#include "scenarios/input_files.hpp"

#include "core/topology.hpp"
#include "core/workload.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/scenario_printer.hpp"

#include <algorithm>

namespace creditsim::scenarios {

namespace {

using core::Result;

core::Error input_error(const LoadedScenario& loaded, const std::string& key, const core::Error& error) {
  return {error.code, loaded.label + ": " + key + ": " + error.context};
}

/// Whether `file` is the one that the scenario was recorded with.
Result<void> check_record(const LoadedScenario& loaded, const InputFile& file) {
  const auto recorded = loaded.recorded.find(file.key);
  if (recorded == loaded.recorded.end() || recorded->second == file.record)
    return {};
  const auto text = [](const InputRecord& record) {
    return std::to_string(record.bytes) + " bytes with digest " + record.xxh3_128;
  };
  return input_error(loaded, "inputs." + file.key,
                     {core::Errc::invalid_value, file.path + " has " + text(file.record) +
                                                     ", which is not the recorded file of " + text(recorded->second)});
}

Result<InputFile> open_input(const LoadedScenario& loaded, const std::string& key, const std::string& path) {
  auto content = read_file(path);
  if (!content)
    return input_error(loaded, key, content.error());
  InputFile file{key, path, std::move(content).value(), {}, {}};
  file.record = {file.content.size(), xxh3_128(file.content)};
  if (const auto checked = check_record(loaded, file); !checked)
    return checked.error();
  return file;
}

void count(InputFile& file, std::string name, std::uint64_t number) {
  if (number > 0)
    file.counts.emplace_back(std::move(name), number);
}

Result<void> load_edges(const LoadedScenario& loaded, InputFiles& inputs) {
  const core::TopologySpec& spec = loaded.scenario.topology;
  auto file = open_input(loaded, "topology.file", spec.file);
  if (!file)
    return file.error();
  auto edges = core::parse_edge_list(file.value().content, spec.file);
  if (!edges)
    return input_error(loaded, "topology.file", edges.error());
  const core::Topology topology = core::Topology::from_edge_list(edges.value(), spec.component);
  count(file.value(), "duplicate_edges", topology.tolerated().duplicate_edges);
  count(file.value(), "self_edges", topology.tolerated().self_edges);
  count(file.value(), "nodes_left_out", topology.tolerated().nodes_left_out);
  inputs.edges = std::move(edges).value();
  inputs.files.push_back(std::move(file).value());
  return {};
}

/// Jobs whose time, scaled, lies behind the end of the workload.
std::uint64_t jobs_after_stop(const core::Scenario& scenario, const core::JobLog& log) {
  // The groups of nodes that users get do not matter here, so neither does the number of nodes.
  core::Scenario uniform = scenario;
  uniform.workload.submitters = core::WorkloadSpec::Submitters::uniform;
  const auto tasks = core::TaskSource::make(uniform, 2, log);
  return tasks ? tasks.value().jobs_after_stop() : 0;
}

Result<void> load_jobs(const LoadedScenario& loaded, InputFiles& inputs) {
  const core::WorkloadSpec& spec = loaded.scenario.workload;
  auto file = open_input(loaded, "workload.file", spec.file);
  if (!file)
    return file.error();
  auto jobs = core::parse_job_log(file.value().content, spec.file, spec.limit);
  if (!jobs)
    return input_error(loaded, "workload.file", jobs.error());
  const core::JobLog& log = jobs.value();
  count(file.value(), "jobs", log.jobs.size());
  count(file.value(), "skipped_no_submit_time", log.skipped_no_submit_time);
  count(file.value(), "skipped_no_run_time", log.skipped_no_run_time);
  count(file.value(), "jobs_after_stop", jobs_after_stop(loaded.scenario, log));
  count(file.value(), "unknown_users", log.unknown_users);
  count(file.value(), "times_back", log.times_back);
  count(file.value(), "extra_columns", log.extra_columns);
  inputs.jobs = std::move(jobs).value();
  inputs.files.push_back(std::move(file).value());
  return {};
}

} // namespace

std::map<std::string, InputRecord> InputFiles::records() const {
  std::map<std::string, InputRecord> all;
  for (const InputFile& file : files)
    all[file.key] = file.record;
  return all;
}

core::Result<InputFiles> load_input_files(const LoadedScenario& loaded) {
  InputFiles inputs;
  if (loaded.scenario.topology.kind == core::TopologySpec::Kind::edge_list)
    if (const auto edges = load_edges(loaded, inputs); !edges)
      return edges.error();
  if (loaded.scenario.workload.kind == core::WorkloadSpec::Kind::trace)
    if (const auto jobs = load_jobs(loaded, inputs); !jobs)
      return jobs.error();
  return inputs;
}

} // namespace creditsim::scenarios
