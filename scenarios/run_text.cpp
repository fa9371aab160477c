// SPDX-License-Identifier: MIT
#include "scenarios/run_text.hpp"

#include "core/checkers.hpp"
#include "core/version.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/report_lines.hpp"
#include "scenarios/units.hpp"

#include <algorithm>

namespace creditsim::scenarios {

namespace {

using core::RunResult;
using core::Scenario;

/// The value of a key as a scenario writes it; of a distribution its kind and the members that say most.
std::string setting(const Scenario& scenario, std::string_view path) {
  const Json value = print_value(*find_scenario_key(path), scenario);
  const Json* kind = value.find("kind");
  if (kind == nullptr)
    return value.text;
  if (kind->text == "uniform")
    return value.find("min")->text + ".." + value.find("max")->text;
  return kind->text + " around " + value.find(kind->text == "log_normal" ? "median" : "mean")->text;
}

std::string asked_text(const FinishedRun& run) {
  const Scenario& scenario = run.scenario;
  std::string text = line(
      "network", counted(run.result.nodes, "node") + ", topology " + setting(scenario, "topology.kind") + ", latency " +
                     setting(scenario, "network.latency") + ", loss " + setting(scenario, "network.loss") +
                     ", duplication " + setting(scenario, "network.duplication"));
  text += line("gossip", setting(scenario, "gossip.mode") + " with " + counted(scenario.gossip.fan_out, "peer") +
                             " every " + setting(scenario, "gossip.interval"));
  const bool tasks = scenario.workload.kind != core::WorkloadSpec::Kind::none &&
                     scenario.workload.kind != core::WorkloadSpec::Kind::rumour;
  text += line("workload", setting(scenario, "workload.kind") +
                               (tasks ? " for " + setting(scenario, "stop.duration") + ", " +
                                            counted(scenario.dispatch.workers_per_task, "worker") + " per task"
                                      : std::string{}));
  for (const InputFile& file : run.inputs.files) {
    std::string counts;
    for (const auto& [name, number] : file.counts)
      counts += (counts.empty() ? ": " : ", ") + name + " " + grouped(number);
    text += line("input", file.path + counts);
  }
  return text;
}

std::string convergence_text(const core::ConvergenceSummary& convergence) {
  const auto part = [](const std::string& name, const core::ConvergenceFigures& figures) {
    if (!*figures.converged)
      return line("", name + " still differ at the end");
    return line("", name + " equal " + span_text(figures.time_us.value_or(0)) + " after the last write, " +
                        counted(figures.rounds.value_or(0), "round"));
  };
  const std::string traffic = counted(convergence.messages, "gossip message") + ", " + bytes_text(convergence.bytes);
  if (!convergence.all.converged)
    return line("convergence", "not judged without gossip; " + traffic);
  if (*convergence.all.converged)
    return line("convergence", "all replicas equal " + span_text(convergence.all.time_us.value_or(0)) +
                                   " after the last write, " + counted(convergence.all.rounds.value_or(0), "round") +
                                   "; " + traffic);
  return line("convergence", "replicas still differ at the end; " + traffic) + part("counters", convergence.counters) +
         part("metadata", convergence.metadata) + part("transactions", convergence.transactions);
}

/// A note that names a fault of the reference system: of a replica under test it says nothing.
std::string fault_note(const FinishedRun& run, const std::string& text) { return run.foreign ? "" : " (" + text + ")"; }

std::string tasks_text(const FinishedRun& run) {
  const core::TaskSummary& tasks = run.result.tasks;
  if (tasks.submitted == 0)
    return line("tasks", "none");
  std::string text = line("tasks", grouped(tasks.submitted) + " submitted = " + grouped(tasks.accepted) +
                                       " accepted + " + grouped(tasks.refused) + " refused (" +
                                       grouped(tasks.refused_insufficient) + " for lack of credit)");
  text += line("", grouped(tasks.accepted) + " accepted = " + grouped(tasks.completed) + " completed + " +
                       grouped(tasks.lost) + " lost + " + grouped(tasks.in_flight) + " in flight");
  text += line("", grouped(tasks.duplicates_delivered) + " delivered again; " + grouped(tasks.duplicates_paid) +
                       " paid again" + (tasks.duplicates_paid > 0 ? fault_note(run, "fault F2") : "") + ", " +
                       grouped(run.result.dedup.refused_already_credited) + " refused as duplicates");
  if (run.scenario.rules.settles())
    text += line("", grouped(tasks.released) + " released, " + grouped(tasks.unpaid) + " settled and not booked; " +
                         grouped(tasks.redispatched) +
                         " dispatched again; reports refused: " + grouped(tasks.reports_settled) +
                         " after another worker, " + grouped(tasks.reports_late) + " late");
  return text;
}

std::string economy_text(const FinishedRun& run) {
  const core::EconomySummary& economy = run.result.economy;
  if (economy.earned == core::Credits{} && economy.spent == core::Credits{})
    return line("economy", "no credits");
  std::string text =
      line("economy", "supply " + economy.supply.to_string() + " = granted " + economy.granted.to_string() +
                          " + minted " + economy.minted.to_string() + " - burned " + economy.burned.to_string() +
                          (economy.minted == economy.burned ? "" : fault_note(run, "minted is not burned: fault B4")));
  if (economy.held > core::Credits{} || economy.unbooked > core::Credits{})
    text +=
        line("", "of it held " + economy.held.to_string() + ", settled and not booked " + economy.unbooked.to_string());
  const double supply = economy.supply.to_double();
  const std::string ratio = supply > 0.0
                                ? ", " + rounded(economy.believed_total.to_double() / supply, 2) + " times the supply" +
                                      (economy.believed_total > economy.supply ? fault_note(run, "fault A1") : "")
                                : "";
  text += line("", "nodes believe in " + economy.believed_total.to_string() + " together" + ratio);
  const auto& quantiles = economy.balance_quantiles;
  text += line("", "accounts from " + quantiles.front().to_string() + " over " + quantiles[2].to_string() + " to " +
                       quantiles.back().to_string() + (economy.gini ? ", gini " + rounded(*economy.gini, 3) : ""));
  if (const auto& profit = run.result.attacker_profit)
    text += line("", "hostile nodes were credited " + profit->to_string() + " that they did not earn");
  return text;
}

std::string messages_text(const FinishedRun& run) {
  const core::MessageSummary& messages = run.result.messages;
  std::string text =
      line("messages", grouped(messages.sent) + " sent, " + grouped(messages.delivered) + " delivered, " +
                           grouped(messages.lost) + " lost, " + grouped(messages.duplicated) + " duplicated, " +
                           grouped(messages.rejected) + " rejected");
  const core::DedupSummary& dedup = run.result.dedup;
  if (dedup.entries_received > 0)
    text += line(
        "", grouped(dedup.entries_received) + " entries received, " +
                percent(static_cast<double>(dedup.entries_redundant) / static_cast<double>(dedup.entries_received)) +
                " of them known before");
  return text;
}

/// A line for each group of what was covered, what did not happen at its end.
std::string coverage_text(const core::RunResult& result) {
  std::string text;
  for (const std::string group : {"fault.", "restart.", "ledger."}) {
    std::string happened;
    std::string never;
    for (const core::Coverage& coverage : result.coverage) {
      if (!coverage.name.starts_with(group))
        continue;
      const std::string name = coverage.name.substr(group.size());
      if (coverage.count > 0)
        happened += (happened.empty() ? "" : ", ") + name + " " + grouped(coverage.count);
      else
        never += (never.empty() ? "" : ", ") + name;
    }
    if (!never.empty())
      never = (happened.empty() ? "never " : "; never ") + never;
    if (!happened.empty() || !never.empty())
      text += line(text.empty() ? "coverage" : "", group.substr(0, group.size() - 1) + ": " + happened + never);
  }
  for (const std::string& name : result.missed)
    text += line("missed", name + " is required and had no effect");
  return text;
}

std::string execution_text(const FinishedRun& run) {
  const double rate = run.timing.wall_s > 0.0 ? static_cast<double>(run.result.events) / run.timing.wall_s : 0.0;
  return line("run", span_text(run.result.end_us) + " of virtual time and " + counted(run.result.events, "event") +
                         " in " + rounded(run.timing.wall_s, 2) + " s (" + grouped(static_cast<std::uint64_t>(rate)) +
                         " events/s), " + counted(run.timing.threads, "thread") + ", " +
                         counted(run.timing.shards, "shard")) +
         line("trace", hexadecimal(run.result.trace_digest));
}

std::string memory_text(const FinishedRun& run) {
  std::string text;
  if (run.timing.heap_bytes > 0)
    text = bytes_text(run.timing.heap_bytes / run.result.nodes) + " of heap a node, " +
           bytes_text(run.timing.heap_bytes) + " in all";
  if (const std::uint64_t known = run.result.entries_known(); run.timing.entry_bytes > 0 && known > 0)
    text += (text.empty() ? "" : "; ") +
            rounded(static_cast<double>(run.timing.entry_bytes) / static_cast<double>(known), 1) +
            " bytes for each of " + grouped(known) + " entries that replicas know";
  return text.empty() ? text : line("memory", text);
}

bool plain_in_a_shell(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"-_./=,:+@%"}.find(c) != std::string_view::npos;
}

} // namespace

// Where more than the usual checkers were asked for, what each of the others did is worth a line.
std::string checks_text(const std::vector<core::CheckOutcome>& checks) {
  using Status = core::CheckOutcome::Status;
  const bool asked = std::any_of(checks.begin(), checks.end(), [](const core::CheckOutcome& outcome) {
    const auto checker = core::find_checker(outcome.checker);
    return checker && !core::info_of(*checker).always && outcome.status != Status::not_applicable;
  });
  if (!asked)
    return {};
  std::string text;
  std::uint64_t held = 0;
  for (const core::CheckOutcome& outcome : checks) {
    held += outcome.status == Status::held ? 1 : 0;
    if (outcome.status == Status::not_applicable)
      text += line("", outcome.checker + " not applicable: " + outcome.reason);
  }
  return line("checks", counted(held, "checker") + " held, of " + std::to_string(checks.size())) + text;
}

std::string violations_text(const std::vector<core::Violation>& violations) {
  std::string text;
  for (const core::Violation& violation : violations)
    text += line(violation.expected ? "expected" : "violation", violation.property + ": " + violation.detail);
  return text;
}

std::string heading_text(const Scenario& scenario) {
  return "creditsim " + std::string{core::version} + ", scenario " + scenario.name + ", seed " +
         std::to_string(scenario.seed) + "\n";
}

std::string results_text(const FinishedRun& run) {
  return asked_text(run) + convergence_text(run.result.convergence) + messages_text(run) + tasks_text(run) +
         economy_text(run) + coverage_text(run.result) + execution_text(run) + memory_text(run) +
         checks_text(run.result.checks) + violations_text(run.result.violations);
}

std::string paragraph(std::string_view text) {
  constexpr std::size_t width = 100;
  std::string lines;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > width) {
      end = text.rfind(' ', width);
      end = end == std::string_view::npos ? std::min(text.find(' '), text.size()) : end;
    }
    lines += std::string{text.substr(0, end)} + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string verdict_line(const RunResult& result) {
  const auto expected = static_cast<std::uint64_t>(std::count_if(result.violations.begin(), result.violations.end(),
                                                                 [](const core::Violation& v) { return v.expected; }));
  const std::uint64_t others = result.violations.size() - expected;
  std::string reason;
  if (result.interrupted)
    reason = ": interrupted at " + span_text(result.end_us);
  else if (result.verdict == core::Verdict::invalid)
    reason = ": " + counted(others, "violation");
  else if (!result.missed.empty())
    reason = ": " + counted(result.missed.size(), "required fault") + " without effect";
  else if (expected > 0)
    reason = ": " + counted(expected, "violation") + ", all expected";
  return line("verdict", std::string{verdict_text(result.verdict)} + reason);
}

std::string quoted_arguments(const std::vector<std::string>& arguments) {
  std::string text;
  for (const std::string& argument : arguments) {
    text += text.empty() ? "" : " ";
    if (!argument.empty() && std::all_of(argument.begin(), argument.end(), plain_in_a_shell)) {
      text += argument;
      continue;
    }
    text += "'";
    for (const char c : argument)
      text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    text += "'";
  }
  return text;
}

std::string command_text(const std::vector<std::string>& arguments) {
  return "creditsim " + quoted_arguments(arguments);
}

} // namespace creditsim::scenarios
