// SPDX-License-Identifier: MIT
#include "core/run_control.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

std::string in_seconds(TimeUs time_us) {
  std::string text = std::to_string(time_us / 1'000'000) + '.';
  const std::string micros = std::to_string(time_us % 1'000'000);
  return text + std::string(6 - micros.size(), '0') + micros + " s";
}

std::string imbalance(const EconomySummary& economy) {
  return "minted " + economy.minted.to_string() + " where " + economy.burned.to_string() + " was burned";
}

// An expected violation is no failure; one that stayed out is.
void judge(const std::vector<std::string>& expect, RunResult& result) {
  for (auto& violation : result.violations)
    violation.expected = std::binary_search(expect.begin(), expect.end(), violation.property);
  for (const auto& property : expect) {
    const auto is_it = [&](const Violation& violation) { return violation.property == property; };
    if (std::none_of(result.violations.begin(), result.violations.end(), is_it))
      result.violations.push_back({.property = "expected:" + property,
                                   .detail = property + " was expected to break, and held",
                                   .time_us = result.end_us,
                                   .expected = false});
  }
  const bool failed = std::any_of(result.violations.begin(), result.violations.end(),
                                  [](const Violation& violation) { return !violation.expected; });
  result.verdict = failed ? Verdict::invalid : result.missed.empty() ? Verdict::valid : Verdict::unknown;
}

} // namespace

void RunControl::find_violations(RunResult& result) const {
  if (result.interrupted)
    return; // nothing was proved
  if (conservation_broken_us_)
    result.violations.push_back(
        {.property = "conservation",
         .detail = imbalance(result.economy) + ", first unequal by " + in_seconds(*conservation_broken_us_),
         .time_us = *conservation_broken_us_});
  const ConvergenceFigures parts[] = {result.convergence.counters, result.convergence.metadata,
                                      result.convergence.transactions};
  for (std::size_t part = 0; part < ledger_parts; ++part)
    if (parts[part].converged == false)
      result.violations.push_back({.property = std::string{"convergence."} + ledger_part_names[part],
                                   .detail = "replicas differ in their " + std::string{ledger_part_names[part]} +
                                             " at " + in_seconds(result.end_us) + ", after the drain",
                                   .time_us = result.end_us});
  if (const auto& payment = board_.first_double_payment())
    result.violations.push_back({.property = "double_payment",
                                 .detail = "task " + std::to_string(payment->task) + " was paid again at " +
                                           in_seconds(payment->time_us) + ", first of " +
                                           std::to_string(result.tasks.duplicates_paid),
                                 .time_us = payment->time_us});
  std::optional<Overdraft> overdraft;
  for (const auto& report : latest_)
    if (report.overdraft && (!overdraft || std::pair{report.overdraft->time_us, report.overdraft->node} <
                                               std::pair{overdraft->time_us, overdraft->node}))
      overdraft = report.overdraft;
  if (overdraft)
    result.violations.push_back({.property = "overdraft",
                                 .detail = "node " + world_.names->name(overdraft->node) + " has " +
                                           overdraft->account.to_string() + " credits at " +
                                           in_seconds(overdraft->time_us),
                                 .time_us = overdraft->time_us});
  judge(world_.scenario.expect, result);
}

} // namespace creditsim::core
