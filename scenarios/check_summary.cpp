// SPDX-License-Identifier: MIT
#include "scenarios/check_summary.hpp"

#include "scenarios/replica_option.hpp"
#include "scenarios/run_text.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace creditsim::scenarios {

namespace {

using Status = CheckerSummary::Status;

constexpr std::string_view expected_mark = "expected:"; // of a violation that stayed out

bool proved_nothing(const core::RunResult& result) {
  return result.verdict == core::Verdict::unknown || (result.verdict == core::Verdict::valid && !result.missed.empty());
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Sums up the runs of one scenario.
class Summing {
public:
  explicit Summing(const CheckItem& item) {
    summary_.name = item.name;
    summary_.words = item.words;
    summary_.digest = item.digest;
  }

  void add(const CheckedSeed& checked) {
    const core::RunResult& result = checked.result;
    summary_.seeds.push_back(checked.seed);
    summary_.wall_s += checked.wall_s;
    const bool unknown = proved_nothing(result);
    ++(unknown ? summary_.unknown : result.verdict == core::Verdict::invalid ? summary_.invalid : summary_.valid);
    for (const core::CheckOutcome& outcome : result.checks)
      add_outcome(outcome);
    for (const core::Violation& violation : result.violations)
      if (!violation.expected)
        add_violation(violation, checked.seed);
    for (const core::Coverage& covered : result.coverage)
      coverage_[covered.name] += covered.count > 0 ? 1 : 0;
    if (unknown)
      note_unknown(result, checked.seed);
  }

  ScenarioSummary finish() {
    for (auto& [name, runs] : coverage_)
      summary_.coverage.push_back({name, runs});
    for (auto& [name, checker] : checkers_) {
      if (!checker.failing.empty())
        checker.status = Status::violated;
      else if (checker.status == Status::held && summary_.unknown > 0) {
        checker.status = Status::unknown;
        checker.reason = joined(summary_.unknown_reasons);
      }
      summary_.checkers.push_back(std::move(checker));
    }
    return std::move(summary_);
  }

private:
  void add_outcome(const core::CheckOutcome& outcome) {
    const bool applies = outcome.status != core::CheckOutcome::Status::not_applicable;
    const auto [place, fresh] = checkers_.try_emplace(outcome.checker, CheckerSummary{.checker = outcome.checker});
    CheckerSummary& checker = place->second;
    if (fresh && !applies) {
      checker.status = Status::not_applicable;
      checker.reason = outcome.reason;
    } else if (applies && checker.status == Status::not_applicable) {
      checker.status = Status::held;
      checker.reason.clear();
    }
  }

  void add_violation(const core::Violation& violation, std::uint64_t seed) {
    std::string name = violation.property;
    const bool stayed_out = name.starts_with(expected_mark);
    if (stayed_out)
      name.erase(0, expected_mark.size());
    CheckerSummary& checker = checkers_.try_emplace(name, CheckerSummary{.checker = name}).first->second;
    if (checker.failing.empty()) {
      checker.first = violation;
      checker.expected_and_held = stayed_out;
    }
    if (checker.failing.empty() || checker.failing.back() != seed)
      checker.failing.push_back(seed);
  }

  void note_unknown(const core::RunResult& result, std::uint64_t seed) {
    const std::string reason =
        result.missed.empty() ? "nothing was proved" : joined(result.missed) + " never took effect";
    if (reasons_.try_emplace(reason, seed).second)
      summary_.unknown_reasons.push_back(reason + " in seed " + std::to_string(seed));
  }

  ScenarioSummary summary_;
  std::map<std::string, CheckerSummary> checkers_;
  std::map<std::string, std::uint64_t> coverage_;
  std::map<std::string, std::uint64_t> reasons_;
};

std::string repeat_command(const CheckItem& item, std::uint64_t seed, const std::vector<std::string>& settings) {
  if (item.only_seed)
    return replay_command_text(item.words, item.run.replica);
  std::vector<std::string> words{"run", item.words, "--seed", std::to_string(seed)};
  for (const std::string& setting : settings) {
    words.emplace_back("--set");
    words.push_back(setting);
  }
  for (const std::string& argument : replica_arguments(item.run.replica))
    words.push_back(argument);
  return command_text(words);
}

} // namespace

CheckSummary summarised(const std::vector<CheckItem>& plan, const std::vector<CheckedScenario>& checked,
                        const std::vector<std::string>& settings) {
  CheckSummary summary;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    Summing summing{plan[i]};
    for (const CheckedSeed& seed : checked[i].seeds)
      summing.add(seed);
    ScenarioSummary scenario = summing.finish();
    scenario.not_run = checked[i].not_run;
    scenario.error = checked[i].error;
    for (std::size_t place = 0; place < scenario.checkers.size(); ++place)
      if (const auto& failing = scenario.checkers[place].failing; !failing.empty())
        summary.failures.push_back(
            {.item = i, .checker = place, .command = repeat_command(plan[i], failing.front(), settings)});
    summary.scenarios.push_back(std::move(scenario));
  }
  return summary;
}

std::string outcome_word(const ScenarioSummary& scenario) {
  if (scenario.error)
    return "error";
  if (scenario.invalid > 0)
    return "invalid";
  if (scenario.unknown > 0)
    return "unknown";
  return scenario.seeds.empty() ? "not run" : "valid";
}

} // namespace creditsim::scenarios
