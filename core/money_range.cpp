// SPDX-License-Identifier: MIT
#include "core/money_range.hpp"

#include "core/g_counter.hpp"
#include "core/price.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

namespace creditsim::core {

namespace {

// Rough numbers far from the limits: doubles will do.
constexpr double sum_max = static_cast<double>(std::numeric_limits<std::int64_t>::max());

/// How many nodes take the same money for their own.
double believers(const Scenario& scenario, const ChurnPlan& churn) {
  return scenario.rules.balance == Rules::Balance::all_accounts ? churn.nodes() : 1.0;
}

// Half of what a sum holds is for grants.
Result<void> check_grants(const Scenario& scenario, const ChurnPlan& churn) {
  const double most = sum_max / 2 / churn.slots() / believers(scenario, churn);
  if (static_cast<double>(scenario.credits.initial_credits.hundredths()) <= most)
    return {};
  return Error{Errc::invalid_value, "credits.initial_credits: " + scenario.credits.initial_credits.to_string() +
                                        " to each of " + std::to_string(churn.nodes()) +
                                        " nodes leaves the range of sums of credits"};
}

/// Workers of one task that the rules let be paid.
double payees(const Scenario& scenario) {
  if (scenario.rules.settlement == Rules::Settlement::one_worker)
    return 1.0;
  return static_cast<double>(scenario.dispatch.workers_per_task) +
         (scenario.rules.settles() ? scenario.task.redispatch : 0);
}

/// How often one of them may be paid: once, unless it forgets. Then each delivery counts. A task comes four times at
/// most (sent twice, each duplicated), so there are four reports at a time, which are sent again after a time and after
/// restarts, and may be duplicated; each asks for a payment, which is sent again and may be duplicated likewise.
double times_paid(const Scenario& scenario, const ChurnPlan& churn) {
  const auto newest = [](const ChurnPlan::Restart& restart) { return restart.from == RestartFrom::newest; };
  const bool remembers = scenario.rules.dedup == Rules::Dedup::durable &&
                         std::all_of(churn.restarts().begin(), churn.restarts().end(), newest);
  if (remembers)
    return 1.0;
  constexpr double deliveries = 4.0;
  if (!scenario.rules.settles())
    return deliveries;
  const double run_us = static_cast<double>(scenario.stop.duration_us) + static_cast<double>(scenario.stop.drain_us);
  const double sendings = 1.0 + run_us / static_cast<double>(std::max<TimeUs>(1, scenario.task.resend_us)) +
                          static_cast<double>(churn.restarts().size());
  return 2.0 * (1.0 + 2.0 * deliveries) * sendings;
}

/// The largest amount in hundredths that `base` comes to for a task of the workload; a reward knows no priority.
double largest_amount(const Scenario& scenario, Credits base, bool is_reward) {
  double largest = 0.0;
  for (const auto& [type, weight] : scenario.workload.types)
    for (const auto& [priority, share] : scenario.workload.priorities)
      if (weight > 0.0 && share > 0.0) {
        const PriceTerms terms{.type = type, .priority = is_reward ? std::string_view{} : priority};
        largest = std::max(largest, 100.0 * price_product(scenario.credits, base.to_double(), terms));
      }
  return largest;
}

// Sums take what was earned, spent, refunded, held and settled, each once at most: a sixteenth for each leaves enough
// of the other half. What is moved by rules that forget nothing must fit one account: a price that was spent must find
// room there when it comes back.
Result<void> check_payments(const Scenario& scenario, const ChurnPlan& churn, std::uint64_t tasks) {
  if (tasks == 0)
    return {};
  const auto check = [&](const char* key, Credits base, bool is_reward) -> Result<void> {
    const double moved = static_cast<double>(tasks) * payees(scenario) * largest_amount(scenario, base, is_reward);
    if (moved <= static_cast<double>(amount_hundredths_max) &&
        moved * times_paid(scenario, churn) <= sum_max / 16 / believers(scenario, churn))
      return {};
    return Error{Errc::invalid_value, std::string{key} + ": " + base.to_string() + " for each of up to " +
                                          std::to_string(tasks) + " tasks leaves the range of sums of credits"};
  };
  if (auto checked = check("credits.submission_cost", scenario.credits.submission_cost, false); !checked)
    return checked;
  if (scenario.rules.payment == Rules::Payment::mint_and_burn)
    return check("credits.completion_reward", scenario.credits.completion_reward, true);
  return {};
}

} // namespace

Result<void> check_money_range(const Scenario& scenario, const ChurnPlan& churn, std::uint64_t tasks) {
  if (auto checked = check_grants(scenario, churn); !checked)
    return checked;
  return check_payments(scenario, churn, tasks);
}

} // namespace creditsim::core
