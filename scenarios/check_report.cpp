// SPDX-License-Identifier: MIT
#include "scenarios/check_report.hpp"

#include "core/version.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace creditsim::scenarios {

namespace {

using Table = std::vector<std::vector<std::string>>;

/// The rows with columns of equal width; all but the first `left` are flush right.
std::string table_text(const Table& rows, std::size_t left) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths.resize(std::max(widths.size(), i + 1));
      widths[i] = std::max(widths[i], row[i].size());
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - row[i].size(), ' ');
      line += (i == 0 ? "" : "  ") + (i < left ? row[i] + fill : fill + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string failures_text(const CheckSummary& summary) {
  std::string text;
  for (const Failure& failure : summary.failures) {
    const ScenarioSummary& scenario = summary.scenarios[failure.item];
    const CheckerSummary& checker = scenario.checkers[failure.checker];
    text += "INVALID  " + scenario.name + ": " + checker.first.property + " in " +
            std::to_string(checker.failing.size()) + " of " + std::to_string(scenario.seeds.size()) + " seeds (" +
            seeds_text(checker.failing) + ")\n         " + checker.first.detail + "\n";
    if (!failure.drawing.empty())
      text += "         drawing: " + failure.drawing + "\n";
    text += "         repeat: " + failure.command + "\n";
  }
  for (const ScenarioSummary& scenario : summary.scenarios)
    for (const std::string& reason : scenario.unknown_reasons)
      text += "UNKNOWN  " + scenario.name + ": " + reason + "\n";
  for (const ScenarioSummary& scenario : summary.scenarios)
    if (scenario.error)
      text += "ERROR    " + scenario.error->context + "\n";
  return text;
}

std::string scenarios_text(const CheckSummary& summary) {
  Table rows{{"scenario", "verdict", "seeds", "valid", "invalid", "unknown"}};
  const std::array<std::string_view, 5> order{"invalid", "unknown", "error", "not run", "valid"};
  for (const std::string_view word : order)
    for (const ScenarioSummary& scenario : summary.scenarios)
      if (outcome_word(scenario) == word)
        rows.push_back({scenario.name, std::string{word}, seeds_text(scenario.seeds), std::to_string(scenario.valid),
                        std::to_string(scenario.invalid), std::to_string(scenario.unknown)});
  return table_text(rows, 3);
}

/// In which share of all runs something took effect, over all scenarios.
std::string coverage_text(const CheckSummary& summary) {
  std::map<std::string, std::uint64_t> runs;
  std::uint64_t all = 0;
  for (const ScenarioSummary& scenario : summary.scenarios) {
    all += scenario.seeds.size();
    for (const CoverageShare& share : scenario.coverage)
      runs[share.name] += share.runs;
  }
  if (runs.empty() || all == 0)
    return {};
  Table rows{{"covered", "runs", "share"}};
  for (const auto& [name, count] : runs)
    rows.push_back({name, std::to_string(count), std::to_string(count * 100 / all) + " %"});
  return table_text(rows, 1);
}

std::string not_run_text(const CheckSummary& summary) {
  std::string text;
  for (const ScenarioSummary& scenario : summary.scenarios)
    if (!scenario.not_run.empty())
      text += "not run  " + scenario.name + ": seeds " + seeds_text(scenario.not_run) + "\n";
  return text;
}

Json seeds_document(const std::vector<std::uint64_t>& seeds) { return json_text(seeds_text(seeds)); }

std::string_view status_word(CheckerSummary::Status status) {
  static constexpr std::array<std::string_view, 4> words{"held", "violated", "unknown", "not_applicable"};
  return words[static_cast<std::size_t>(status)];
}

Json checkers_document(const ScenarioSummary& scenario) {
  Json checkers = json_object();
  for (const CheckerSummary& checker : scenario.checkers) {
    Json& entry = checkers.set(checker.checker, json_object());
    entry.set("status", json_text(status_word(checker.status)));
    if (!checker.reason.empty())
      entry.set("reason", json_text(checker.reason));
  }
  return checkers;
}

Json failure_document(const CheckSummary& summary, const Failure& failure) {
  const CheckerSummary& checker = summary.scenarios[failure.item].checkers[failure.checker];
  const core::Violation& first = checker.first;
  Json document = json_object();
  document.set("scenario", json_text(summary.scenarios[failure.item].name));
  document.set("checker", json_text(checker.checker));
  document.set("property", json_text(first.property));
  document.set("seed", json_integer(checker.failing.front()));
  document.set("seeds", seeds_document(checker.failing));
  document.set("seeds_failing", json_integer(checker.failing.size()));
  document.set("detail", json_text(first.detail));
  document.set("time_us", json_integer(static_cast<std::uint64_t>(first.time_us)));
  document.set("node", first.node == core::no_node ? Json{} : json_integer(first.node));
  document.set("capsule", failure.capsule.empty() ? Json{} : json_text(failure.capsule));
  document.set("repeat", json_text(failure.command));
  return document;
}

Json scenario_summary_document(const ScenarioSummary& scenario) {
  Json document = json_object();
  document.set("scenario", json_text(scenario.name));
  document.set("file", json_text(scenario.words));
  document.set("scenario_digest", json_text(scenario.digest));
  document.set("verdict", json_text(outcome_word(scenario)));
  document.set("error", scenario.error ? json_text(scenario.error->context) : Json{});
  document.set("seeds", seeds_document(scenario.seeds));
  document.set("seeds_not_run", seeds_document(scenario.not_run));
  document.set("valid", json_integer(scenario.valid));
  document.set("invalid", json_integer(scenario.invalid));
  document.set("unknown", json_integer(scenario.unknown));
  document.set("checkers", checkers_document(scenario));
  Json& coverage = document.set("coverage", json_object());
  for (const CoverageShare& share : scenario.coverage)
    coverage.set(share.name, json_integer(share.runs));
  return document;
}

} // namespace

std::string check_text(const CheckSummary& summary) {
  std::string text = failures_text(summary);
  for (const std::string& part : {scenarios_text(summary), coverage_text(summary), not_run_text(summary)})
    if (!part.empty())
      text += (text.empty() ? "" : "\n") + part;
  return text;
}

Json check_document(const CheckSummary& summary) {
  Json document = json_object();
  document.set("version", json_text(core::version));
  document.set("verdict", json_text(verdict_word(summary)));
  Json& failures = document.set("failures", json_array());
  for (const Failure& failure : summary.failures)
    failures.items.push_back(failure_document(summary, failure));
  Json& scenarios = document.set("scenarios", json_array());
  for (const ScenarioSummary& scenario : summary.scenarios)
    scenarios.items.push_back(scenario_summary_document(scenario));
  return document;
}

std::string verdict_word(const CheckSummary& summary) {
  const auto some = [&](std::string_view word) {
    return std::any_of(summary.scenarios.begin(), summary.scenarios.end(),
                       [&](const ScenarioSummary& scenario) { return outcome_word(scenario) == word; });
  };
  for (const std::string_view word : {"invalid", "error", "unknown"})
    if (some(word))
      return std::string{word};
  const bool unfinished = std::any_of(summary.scenarios.begin(), summary.scenarios.end(),
                                      [](const ScenarioSummary& scenario) { return !scenario.not_run.empty(); });
  return unfinished || some("not run") ? "unknown" : "valid";
}

} // namespace creditsim::scenarios
