// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/random_scenarios.hpp"
#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <string>

using namespace creditsim;
using namespace creditsim::actors;

namespace {

bool broke(const core::RunResult& result, const std::string& property) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const auto& violation) { return violation.property == property; });
}

void check_identities(const core::TaskSummary& tasks, const core::EconomySummary& economy) {
  REQUIRE(tasks.submitted == tasks.accepted + tasks.refused);
  REQUIRE(tasks.accepted == tasks.completed + tasks.lost + tasks.in_flight);
  REQUIRE(tasks.released == tasks.lost); // a task whose price is held is lost by its release alone
  REQUIRE(tasks.unpaid <= tasks.in_flight);
  REQUIRE(tasks.duplicates_paid == 0);
  REQUIRE(economy.supply == economy.granted + economy.minted - economy.burned);
  REQUIRE(economy.minted == core::Credits{});
  REQUIRE(economy.burned == core::Credits{});
  REQUIRE(economy.reversal_debt == core::Credits{});
  REQUIRE(economy.held >= core::Credits{});
  REQUIRE(economy.unbooked >= core::Credits{});
}

} // namespace

TEST_CASE("Conservation: 300 random scenarios: no credit appears, vanishes or is paid twice",
          "[actors][conservation][property]") {
  Runtime runtime{2};
  core::TaskSummary all;
  std::uint64_t lost_messages = 0;
  std::uint64_t samples_with_holds = 0;
  std::uint64_t samples_unbooked = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto scenario = random_scenario(seed);
    const auto result = run(runtime, scenario, {.shards = 3}).result;
    INFO("seed " << seed);
    REQUIRE_FALSE(broke(result, "conservation"));
    REQUIRE_FALSE(broke(result, "overdraft"));
    REQUIRE_FALSE(broke(result, "double_payment"));
    for (const auto& sample : result.samples) {
      INFO("time " << sample.time_us);
      check_identities(sample.tasks, sample.economy);
      samples_with_holds += sample.economy.held > core::Credits{} ? 1 : 0;
      samples_unbooked += sample.economy.unbooked > core::Credits{} ? 1 : 0;
    }
    check_identities(result.tasks, result.economy);

    // The drain is long enough for all: nothing is under way any more.
    REQUIRE(result.end_us < scenario.stop.duration_us + scenario.stop.drain_us);
    REQUIRE(result.tasks.in_flight == 0);
    REQUIRE(result.tasks.unpaid == 0);
    REQUIRE(result.economy.held == core::Credits{});
    REQUIRE(result.economy.unbooked == core::Credits{});
    core::Credits accounts;
    for (const auto& row : result.node_rows) {
      REQUIRE(row.account >= core::Credits{});
      accounts += row.account;
    }
    REQUIRE(accounts == result.economy.granted);
    // What replicas agree on is what the owners wrote.
    if (result.convergence.counters.converged == true && result.convergence.metadata.converged == true) {
      REQUIRE(result.economy.believed_total == accounts);
    }
    all.completed += result.tasks.completed;
    all.refused_insufficient += result.tasks.refused_insufficient;
    all.released += result.tasks.released;
    all.redispatched += result.tasks.redispatched;
    all.reports_late += result.tasks.reports_late;
    all.reports_settled += result.tasks.reports_settled;
    all.duplicates_delivered += result.tasks.duplicates_delivered;
    lost_messages += result.messages.lost;
  }
  // Whatever can go wrong did, often.
  CHECK(all.completed > 5'000);
  CHECK(all.refused_insufficient > 500);
  CHECK(all.released > 500);
  CHECK(all.redispatched > 500);
  CHECK(all.reports_late > 100);
  CHECK(all.reports_settled > 500);
  CHECK(all.duplicates_delivered > 500);
  CHECK(lost_messages > 10'000);
  CHECK(samples_with_holds > 500);
  CHECK(samples_unbooked > 100);
}

TEST_CASE("Conservation: a run that is cut off: says what is under way", "[actors][conservation][property]") {
  Runtime runtime{2};
  std::uint64_t under_way = 0;
  for (std::uint64_t seed = 2001; seed <= 2050; ++seed) {
    auto scenario = random_scenario(seed);
    scenario.stop.drain_us = 0;
    const auto result = run(runtime, scenario).result;
    INFO("seed " << seed);
    REQUIRE_FALSE(broke(result, "conservation"));
    check_identities(result.tasks, result.economy);
    core::Credits accounts;
    for (const auto& row : result.node_rows)
      accounts += row.account;
    REQUIRE(accounts + result.economy.held + result.economy.unbooked == result.economy.granted);
    const bool money_waits = result.economy.held + result.economy.unbooked > core::Credits{};
    REQUIRE(money_waits == (result.tasks.in_flight > 0));
    under_way += result.tasks.in_flight;
  }
  CHECK(under_way > 100);
}

TEST_CASE("Conservation: stores that are lost: what is spent twice is debt, not overdraft", "[actors][conservation]") {
  Runtime runtime{2};
  core::Scenario scenario;
  scenario.nodes = 20;
  scenario.credits.initial_credits = core::Credits::whole(3);
  scenario.workload.rate_per_s = 40;
  scenario.churn = {.restarts = 60, .restart_from = core::ChurnSpec::RestartFrom::nothing};
  scenario.stop.duration_us = 5'000'000;
  const auto result = run(runtime, scenario).result;
  CHECK_FALSE(broke(result, "overdraft"));
  const auto in_debt = [](const core::Sample& sample) { return sample.economy.reversal_debt > core::Credits{}; };
  CHECK(std::any_of(result.samples.begin(), result.samples.end(), in_debt));

  scenario.rules.balance = core::Rules::Balance::all_accounts;
  CHECK(broke(run(runtime, scenario).result, "overdraft"));
}

TEST_CASE("Conservation: a worker that forgot its payment: is refused, and the run ends",
          "[actors][conservation][seed-90][seed-114]") {
  Runtime runtime{2};
  auto lost_store = random_scenario(90);
  lost_store.churn.restart_from = core::ChurnSpec::RestartFrom::nothing;
  auto lost_table = random_scenario(114);
  lost_table.rules.dedup = core::Rules::Dedup::pruned_table;
  for (core::Scenario scenario : {lost_store, lost_table}) {
    scenario.churn.restarts = scenario.nodes;
    const auto result = run(runtime, scenario).result;
    INFO(scenario.name);
    CHECK(result.convergence.all.converged == true);
    CHECK(result.end_us < scenario.stop.duration_us + scenario.stop.drain_us / 2);
  }
}

TEST_CASE("Conservation: every worker of a task is paid: conservation and double payment ring",
          "[actors][conservation]") {
  Runtime runtime{1};
  core::Scenario scenario;
  scenario.nodes = 10;
  scenario.dispatch.workers_per_task = 2;
  scenario.stop.duration_us = 2'000'000;
  const auto sound = run(runtime, scenario).result;
  CHECK(sound.violations.empty());
  CHECK(sound.tasks.reports_settled > 0);

  scenario.rules.settlement = core::Rules::Settlement::everyone;
  const auto broken = run(runtime, scenario).result;
  CHECK(broken.verdict == core::Verdict::invalid);
  CHECK(broke(broken, "conservation"));
  CHECK(broke(broken, "double_payment"));
  CHECK(broken.tasks.duplicates_paid > 0);
  CHECK(broken.economy.minted > core::Credits{});
  CHECK(broken.economy.supply == broken.economy.granted + broken.economy.minted);
}

TEST_CASE("Conservation: grants on join: change what is granted, conserve it either way", "[actors][conservation]") {
  Runtime runtime{1};
  core::Scenario scenario;
  scenario.nodes = 20;
  scenario.churn.joins = 5;
  scenario.stop.duration_us = 3'000'000;
  using GrantOnJoin = core::CreditRules::GrantOnJoin;
  for (const auto grants : {GrantOnJoin::yes, GrantOnJoin::no}) {
    scenario.credits.grant_on_join = grants;
    const auto result = run(runtime, scenario).result;
    CHECK(result.economy.granted == core::Credits::whole(grants == GrantOnJoin::yes ? 200 : 150));
    CHECK(result.verdict == core::Verdict::valid);
    CHECK(result.economy.supply == result.economy.granted);
  }
}
