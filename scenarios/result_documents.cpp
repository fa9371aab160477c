// SPDX-License-Identifier: MIT
#include "scenarios/result_documents.hpp"

#include "core/version.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/machine_facts.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/scenario_printer.hpp"
#include "scenarios/version_text.hpp"

#include <algorithm>
#include <filesystem>

namespace creditsim::scenarios {

namespace {

Json convergence_figures(const core::ConvergenceFigures& figures) {
  Json object = json_object();
  object.set("converged", figures.converged ? json_boolean(*figures.converged) : Json{});
  object.set("rounds", figures.rounds ? json_integer(*figures.rounds) : Json{});
  object.set("time_us", figures.time_us ? json_integer(static_cast<std::uint64_t>(*figures.time_us)) : Json{});
  return object;
}

Json convergence_document(const core::ConvergenceSummary& convergence) {
  Json object = convergence_figures(convergence.all);
  object.set("messages", json_integer(convergence.messages));
  object.set("bytes", json_integer(convergence.bytes));
  object.set("counters", convergence_figures(convergence.counters));
  object.set("metadata", convergence_figures(convergence.metadata));
  object.set("transactions", convergence_figures(convergence.transactions));
  return object;
}

Json dedup_document(const core::DedupSummary& dedup) {
  Json object = json_object();
  object.set("entries_received", json_integer(dedup.entries_received));
  object.set("entries_redundant", json_integer(dedup.entries_redundant));
  Json& refused = object.set("tasks_refused", json_object());
  refused.set("already_credited", json_integer(dedup.refused_already_credited));
  refused.set("already_charged", json_integer(dedup.refused_already_charged));
  return object;
}

Json economy_document(const core::EconomySummary& economy) {
  Json object = json_figures(economy_figures(economy));
  Json& quantiles = object.set("balance_quantiles", json_object());
  for (const auto& [name, value] : quantile_figures(economy))
    quantiles.set(name.substr(std::string_view{"balance_"}.size()), value);
  return object;
}

/// How often each kind of fault took effect, and each branch of the ledger was taken; what was required and was not.
Json coverage_document(const core::RunResult& result) {
  Json object = json_object();
  for (const core::Coverage& coverage : result.coverage)
    object.set(coverage.name, json_integer(coverage.count));
  Json& missed = object.set("missed", json_array());
  for (const std::string& name : result.missed)
    missed.items.push_back(json_text(name));
  return object;
}

/// A table whose rows are figures of the same names, each after the scenario's name and seed.
template <class Rows, class FiguresOf>
std::string table(const FinishedRun& run, const Rows& rows, FiguresOf figures_of) {
  using Row = typename Rows::value_type;
  std::string text = "scenario,seed";
  for (const auto& [name, value] : figures_of(Row{}))
    text += "," + std::string{name};
  text += '\n';
  const std::string head = table_cell(json_text(run.scenario.name)) + "," + std::to_string(run.scenario.seed);
  for (const Row& row : rows) {
    text += head;
    for (const auto& [name, value] : figures_of(row))
      text += "," + table_cell(value);
    text += '\n';
  }
  return text;
}

} // namespace

std::string table_cell(const Json& value) {
  if (value.text.find_first_of(",\"\r\n") == std::string::npos)
    return value.text;
  std::string quoted = "\"";
  for (const char c : value.text)
    quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

Json violations_document(const std::vector<core::Violation>& violations) {
  Json list = json_array();
  for (const core::Violation& violation : violations) {
    Json entry = json_object();
    entry.set("property", json_text(violation.property));
    entry.set("detail", json_text(violation.detail));
    entry.set("time_us", json_integer(static_cast<std::uint64_t>(violation.time_us)));
    entry.set("expected", json_boolean(violation.expected));
    list.items.push_back(std::move(entry));
  }
  return list;
}

Json summary_document(const FinishedRun& run) {
  const core::RunResult& result = run.result;
  Json document = json_object();
  document.set("version", json_text(core::version));
  document.set("scenario", json_text(run.scenario.name));
  document.set("scenario_digest", json_text(run.scenario_digest));
  document.set("seed", json_integer(run.scenario.seed));
  document.set("verdict", json_text(verdict_text(result.verdict)));
  document.set("violations", violations_document(result.violations));
  document.set("trace_digest", json_text(hexadecimal(result.trace_digest)));
  document.set("nodes", json_integer(result.nodes));
  document.set("events", json_integer(result.events));
  document.set("convergence", convergence_document(result.convergence));
  document.set("messages", json_figures(message_figures(result.messages)));
  document.set("dedup", dedup_document(result.dedup));
  document.set("tasks", json_figures(task_figures(result.tasks)));
  Json& economy = document.set("economy", economy_document(result.economy));
  if (result.attacker_profit)
    economy.set("attacker_profit", json_money(*result.attacker_profit));
  if (!result.coverage.empty())
    document.set("coverage", coverage_document(result));
  return document;
}

Json timing_document(const FinishedRun& run) {
  Json document = json_object();
  document.set("version", json_text(core::version));
  document.set("scenario", json_text(run.scenario.name));
  document.set("scenario_digest", json_text(run.scenario_digest));
  document.set("seed", json_integer(run.scenario.seed));
  document.set("replayable", json_boolean(true));
  document.set("compiler", json_text(compiler_text()));
  for (const auto& [name, value] : timing_figures(run.timing))
    document.set(name, value);
  const double wall_s = run.timing.wall_s;
  document.set("events_per_s", wall_s > 0.0 ? json_number(static_cast<double>(run.result.events) / wall_s) : Json{});
  document.set("virtual_us", json_integer(static_cast<std::uint64_t>(run.result.end_us)));
  document.set("peak_memory_bytes", json_integer(peak_memory_bytes()));
  for (const auto& [name, value] : memory_figures(run.timing, run.result))
    document.set(name, value);
  return document;
}

Json scenario_document(const FinishedRun& run) {
  // Only the files that took part are named: the folder is complete without any other.
  core::Scenario scenario = run.scenario;
  scenario.topology.file.clear();
  scenario.workload.file.clear();
  Json document = print_scenario(scenario);
  if (run.inputs.files.empty())
    return document;
  Json inputs = json_object();
  for (const InputFile& file : run.inputs.files) {
    const auto dot = file.key.find('.');
    document.find(file.key.substr(0, dot))
        ->set(file.key.substr(dot + 1), json_text("inputs/" + input_copy_name(run.inputs, file)));
    Json& record = inputs.set(file.key, json_object());
    record.set("bytes", json_integer(file.record.bytes));
    record.set("xxh3_128", json_text(file.record.xxh3_128));
    Json& counts = record.set("counts", json_object());
    for (const auto& [name, number] : file.counts)
      counts.set(name, json_integer(number));
  }
  document.set(inputs_member, std::move(inputs));
  return document;
}

std::string input_copy_name(const InputFiles& inputs, const InputFile& file) {
  const auto name_of = [](const InputFile& input) { return std::filesystem::path{input.path}.filename().string(); };
  // Two different files may have one name; then each has its key before it.
  const bool shared = std::any_of(inputs.files.begin(), inputs.files.end(), [&](const InputFile& other) {
    return other.key != file.key && other.path != file.path && name_of(other) == name_of(file);
  });
  return shared ? file.key + "-" + name_of(file) : name_of(file);
}

std::string timeseries_table(const FinishedRun& run) { return table(run, run.result.samples, sample_figures); }

std::string nodes_table(const FinishedRun& run) { return table(run, run.result.node_rows, node_figures); }

} // namespace creditsim::scenarios
