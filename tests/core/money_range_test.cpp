// SPDX-License-Identifier: MIT
#include "core/money_range.hpp"

#include "tests/catch.hpp"

#include <string>

namespace {

using namespace creditsim::core;

/// A task of the default workload costs twice its base; rewards are as much.
Scenario priced(std::int64_t hundredths) {
  Scenario scenario;
  scenario.credits.submission_cost = Credits::hundredths(hundredths);
  scenario.credits.completion_reward = Credits::hundredths(hundredths);
  return scenario;
}

std::string refusal(const Scenario& scenario, std::uint32_t nodes, std::uint64_t tasks) {
  const auto checked = check_money_range(scenario, ChurnPlan{scenario, nodes}, tasks);
  if (checked.ok())
    return "";
  CHECK(checked.error().code == Errc::invalid_value);
  return checked.error().context;
}

TEST_CASE("Money range: defaults: millions of nodes and billions of tasks fit", "[core][money]") {
  CHECK(refusal(Scenario{}, 10'000'000, 4'000'000'000) == "");
  Scenario reference;
  reference.take(Profile::reference);
  CHECK(refusal(reference, 10'000, 100'000'000) == "");
}

TEST_CASE("Money range: grants: all of them fit half a sum", "[core][money]") {
  Scenario scenario;
  scenario.credits.initial_credits = Credits::whole(35'000'000'000'000);
  CHECK(refusal(scenario, 1'000, 0) == "");
  const char* const too_much =
      "credits.initial_credits: 35000000000000.00 to each of 1000 nodes leaves the range of sums of credits";
  scenario.churn.restarts = 1'000;
  CHECK(refusal(scenario, 1'000, 0) == too_much);
  scenario.churn.restarts = 0;
  scenario.rules.balance = Rules::Balance::all_accounts;
  CHECK(refusal(scenario, 1'000, 0) == too_much);
}

TEST_CASE("Money range: prices: all payments of a run fit one account", "[core][money]") {
  CHECK(refusal(priced(1'750'000'000'000), 2, 1'000) == "");
  CHECK(refusal(priced(1'750'000'000'001), 2, 1'000) ==
        "credits.submission_cost: 17500000000.01 for each of up to 1000 tasks leaves the range of sums of credits");
  CHECK(refusal(priced(1'750'000'000'001), 2, 0) == "");

  auto critical = priced(1'750'000'000'000);
  critical.workload.priorities = {{"critical", 0.0}, {"medium", 1.0}};
  CHECK(refusal(critical, 2, 1'000) == "");
  critical.workload.priorities = {{"critical", 0.1}, {"medium", 1.0}};
  CHECK(refusal(critical, 2, 1'000) != "");
  CHECK(refusal(critical, 2, 500) == "");
}

TEST_CASE("Money range: rewards: count where they are minted", "[core][money]") {
  auto scenario = priced(100);
  scenario.credits.completion_reward = Credits::whole(35'000'000'000'000);
  CHECK(refusal(scenario, 2, 1'000) == "");
  scenario.rules.payment = Rules::Payment::mint_and_burn;
  CHECK(
      refusal(scenario, 2, 1'000) ==
      "credits.completion_reward: 35000000000000.00 for each of up to 1000 tasks leaves the range of sums of credits");
}

TEST_CASE("Money range: rules: whoever pays more often or counts more often has less room", "[core][money]") {
  const auto fits = [](auto change, std::int64_t hundredths) {
    Scenario scenario = priced(hundredths);
    change(scenario);
    return refusal(scenario, 10'000, 1'000).empty();
  };
  const auto everyone = [](Scenario& scenario) {
    scenario.dispatch.workers_per_task = 3;
    scenario.rules.settlement = Rules::Settlement::everyone;
  };
  CHECK(fits(everyone, 1'750'000'000'000 / 4)); // three workers, and one after a deadline
  CHECK_FALSE(fits(everyone, 1'750'000'000'000 / 4 + 1));
  const auto believers = [](Scenario& scenario) { scenario.rules.balance = Rules::Balance::all_accounts; };
  CHECK(fits(believers, 28'000'000'000)); // 2^63 / 16 / 10,000 / 1,000 / 2 = 28.8e9
  CHECK_FALSE(fits(believers, 29'000'000'000));
  const auto forgetful = [](Scenario& scenario) { scenario.rules.dedup = Rules::Dedup::pruned_table; };
  CHECK(fits(forgetful, 24'000'000'000)); // 2^63 / 16 / (18 x 661) / 1,000 / 2 = 24.2e9
  CHECK_FALSE(fits(forgetful, 25'000'000'000));
  const auto lost_stores = [](Scenario& scenario) {
    scenario.churn = {.restarts = 661, .restart_from = ChurnSpec::RestartFrom::nothing};
  };
  CHECK(fits(lost_stores, 12'000'000'000));
  CHECK_FALSE(fits(lost_stores, 13'000'000'000));
}

} // namespace
