// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <string>
#include <utility>

using namespace creditsim;
using namespace creditsim::actors;

namespace {

using core::Credits;
using core::Rules;

/// Twenty nodes under the corrected profile that pay each other, gossip, and lose nothing.
core::Scenario small_economy() {
  core::Scenario scenario;
  scenario.nodes = 20;
  scenario.seed = 5;
  scenario.gossip.interval_us = 100'000;
  scenario.workload.rate_per_s = 40.0;
  scenario.task.deadline_us = 1'000'000;
  scenario.stop = {.duration_us = 3'000'000, .drain_us = 30'000'000};
  return scenario;
}

core::RunResult outcome(const core::Scenario& scenario) {
  Runtime runtime{1};
  return run(runtime, scenario, {.checkers = core::CheckerSet::all()}).result;
}

/// The outcomes of one scenario under both values of a rule, the reference's first.
template <class Value>
std::pair<core::RunResult, core::RunResult> both(const core::Scenario& scenario, Value Rules::*rule) {
  core::Scenario faulty = scenario;
  faulty.rules.*rule = Rules::reference().*rule;
  core::Scenario corrected = scenario;
  corrected.rules.*rule = Rules{}.*rule;
  return {outcome(faulty), outcome(corrected)};
}

bool broke(const core::RunResult& result, const std::string& property) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const auto& violation) { return violation.property == property; });
}

} // namespace

TEST_CASE("Rules: balance: all accounts are believed to be one's own, and overdrawn", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.initial_credits = Credits::whole(4);
  const auto [faulty, sound] = both(scenario, &Rules::balance);
  CHECK(faulty.economy.believed_total > faulty.economy.supply);
  CHECK(broke(faulty, "overdraft"));
  CHECK(sound.economy.believed_total == sound.economy.supply);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: grant: who has spent everything gets it again after a restart", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.initial_credits = Credits::whole(2); // the price of one task
  scenario.churn.restarts = 40;
  const auto [faulty, sound] = both(scenario, &Rules::grant);
  CHECK(faulty.economy.granted > Credits::whole(40));
  CHECK(sound.economy.granted == Credits::whole(40));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: metadata ties: the local value stays, and replicas differ for good", "[actors][rules]") {
  auto scenario = rumour_scenario(core::GossipSpec::Mode::push_pull, 20);
  scenario.take(core::Profile::corrected);
  scenario.workload.rumours = 2;
  const auto [faulty, sound] = both(scenario, &Rules::metadata_ties);
  CHECK(faulty.convergence.metadata.converged == false);
  CHECK(broke(faulty, "convergence.metadata"));
  CHECK(sound.convergence.metadata.converged == true);
}

TEST_CASE("Rules: log order: by arrival, and replicas keep different transactions", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.history = 10;
  scenario.credits.initial_credits = Credits::whole(1'000);
  scenario.workload.rate_per_s = 2'000.0; // several writes of one millisecond
  scenario.stop.duration_us = 1'000'000;
  const auto [faulty, sound] = both(scenario, &Rules::log_order);
  CHECK(faulty.convergence.transactions.converged == false);
  CHECK(faulty.convergence.counters.converged == true);
  CHECK(sound.convergence.transactions.converged == true);
}

TEST_CASE("Rules: dedup: a payment that comes again after a restart is booked again", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.network.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 10'000, .max_us = 300'000};
  scenario.network.loss = 0.2;
  scenario.network.duplication = 0.3;
  scenario.task.resend_us = 100'000;
  scenario.churn.restarts = 100;
  const auto [faulty, sound] = both(scenario, &Rules::dedup);
  CHECK(faulty.tasks.duplicates_paid > 0);
  CHECK(broke(faulty, "double_payment"));
  CHECK(broke(faulty, "conservation"));
  CHECK(sound.tasks.duplicates_paid == 0);
  CHECK(sound.dedup.refused_already_credited > 0);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: settlement: every worker is paid", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.dispatch.workers_per_task = 3;
  const auto [faulty, sound] = both(scenario, &Rules::settlement);
  CHECK(faulty.tasks.duplicates_paid > 0);
  CHECK(broke(faulty, "conservation"));
  CHECK(sound.tasks.duplicates_paid == 0);
  CHECK(sound.tasks.reports_settled > 0);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: counters: one entry for all starts loses what the earlier ones wrote", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.gossip.interval_us = 20'000; // so that all is heard of before it is lost
  scenario.churn = {.restarts = 20, .restart_from = core::ChurnSpec::RestartFrom::nothing};
  const auto [faulty, sound] = both(scenario, &Rules::counters);
  const auto accounts = [](const core::RunResult& result) {
    return result.economy.supply - result.economy.held - result.economy.unbooked;
  };
  CHECK(sound.convergence.counters.converged == true);
  CHECK(sound.economy.believed_total.to_string() == accounts(sound).to_string());
  CHECK(faulty.economy.believed_total.to_string() != accounts(faulty).to_string());
}

TEST_CASE("Rules: payment: prices burn and rewards are minted, or money moves", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.workload.priorities = {{"low", 1.0}, {"critical", 1.0}};
  const auto [faulty, sound] = both(scenario, &Rules::payment);
  CHECK(faulty.economy.burned > Credits{});
  CHECK(faulty.economy.minted > Credits{});
  CHECK(faulty.economy.minted != faulty.economy.burned); // the reward knows no priority
  CHECK(broke(faulty, "conservation"));
  CHECK(sound.economy.burned == Credits{});
  CHECK(sound.economy.minted == Credits{});
  const auto held = [](const auto& sample) { return sample.economy.held > Credits{}; };
  CHECK(std::any_of(sound.samples.begin(), sound.samples.end(), held));
  CHECK(std::none_of(faulty.samples.begin(), faulty.samples.end(), held));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: payment and settlement: all four combinations run to a verdict", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.dispatch.workers_per_task = 2;
  scenario.network.loss = 0.2;
  scenario.network.duplication = 0.1;
  scenario.churn.restarts = 10;
  for (const auto payment : {Rules::Payment::transfer, Rules::Payment::mint_and_burn})
    for (const auto settlement : {Rules::Settlement::one_worker, Rules::Settlement::everyone}) {
      scenario.rules.payment = payment;
      scenario.rules.settlement = settlement;
      const auto result = outcome(scenario);
      const bool transfers = payment == Rules::Payment::transfer;
      const bool one = settlement == Rules::Settlement::one_worker;
      INFO((transfers ? "transfer" : "mint_and_burn") << ", " << (one ? "one_worker" : "everyone"));
      CHECK(result.verdict == (transfers && one ? core::Verdict::valid : core::Verdict::invalid));
      CHECK(result.end_us < scenario.stop.duration_us + scenario.stop.drain_us);
      CHECK(broke(result, "double_payment") == !one);
      CHECK((result.economy.burned > Credits{}) == !transfers);
      CHECK(result.tasks.in_flight == 0);
    }
}

TEST_CASE("Rules: clock: a fast clock wins over a later write", "[actors][rules]") {
  auto scenario = rumour_scenario(core::GossipSpec::Mode::push_pull, 4);
  scenario.take(core::Profile::corrected);
  scenario.workload.rumours = 2;
  scenario.workload.rumour_interval_us = 2'500'000;
  scenario.stop = {.duration_us = 10'000'000, .drain_us = 60'000'000};
  core::FaultSpec fast{.kind = core::FaultKind::clock_offset, .for_us = 10'000'000, .nodes = {0}, .by_us = 20'000'000};
  scenario.faults = {fast};
  const auto [faulty, sound] = both(scenario, &Rules::clock);
  CHECK(broke(faulty, "metadata"));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: history record: rows are everybody's, and their memos replace them", "[actors][rules]") {
  const auto [faulty, sound] = both(small_economy(), &Rules::history_record);
  CHECK(broke(faulty, "shown_history"));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: decoding: what is refused half-way is half-applied", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.faults = {{.kind = core::FaultKind::junk, .for_us = 3'000'000, .nodes = {0}}};
  const auto [faulty, sound] = both(scenario, &Rules::decoding);
  CHECK(broke(faulty, "rejected_input"));
  CHECK(sound.messages.rejected > 0);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: minimum balance: late, nobody keeps it", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.minimum_balance = Credits::whole(8);
  const auto [faulty, sound] = both(scenario, &Rules::minimum_balance);
  CHECK(broke(faulty, "account_rules"));
  CHECK(sound.tasks.refused_insufficient > faulty.tasks.refused_insufficient);
  CHECK(sound.economy.balance_quantiles.front() >= Credits::whole(8));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: multipliers: one factor replaces the table", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.type_multipliers = {{"embed", 3.0}};
  const auto [faulty, sound] = both(scenario, &Rules::multipliers);
  CHECK(broke(faulty, "account_rules"));
  CHECK(sound.verdict == core::Verdict::valid);
  CHECK(sound.economy.spent > faulty.economy.spent); // a task of type compute costs 2, not 1
}

TEST_CASE("Rules: marking: a payment that comes again before the mark is booked again", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.network.duplication = 0.5;
  const auto [faulty, sound] = both(scenario, &Rules::marking);
  CHECK(faulty.tasks.duplicates_paid > 0);
  CHECK(broke(faulty, "double_payment"));
  CHECK(sound.tasks.duplicates_paid == 0);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: marking: a submission that is tried again counts once, or each time", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.credits.initial_credits = Credits::whole(2);
  scenario.task.retries = 2;
  const auto [faulty, sound] = both(scenario, &Rules::marking);
  CHECK(broke(faulty, "account_rules"));
  CHECK(sound.tasks.submitted == sound.tasks.accepted + sound.tasks.refused);
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: restart: what happens before the store is read is forgotten", "[actors][rules]") {
  auto scenario = small_economy();
  scenario.churn.restarts = 20;
  const auto [faulty, sound] = both(scenario, &Rules::restart);
  CHECK(broke(faulty, "monotone"));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: exports: a message changes after it has left", "[actors][rules]") {
  const auto [faulty, sound] = both(small_economy(), &Rules::exports);
  CHECK(broke(faulty, "message_content"));
  CHECK(sound.verdict == core::Verdict::valid);
}

TEST_CASE("Rules: deleted keys: read as null, or not at all", "[actors][rules]") {
  auto scenario = rumour_scenario(core::GossipSpec::Mode::push_pull, 4);
  scenario.take(core::Profile::corrected);
  scenario.workload.rumour_writes = 2;
  scenario.workload.rumour_interval_us = 2'500'000;
  scenario.workload.rumour_ends = core::WorkloadSpec::RumourEnds::deletion;
  scenario.stop = {.duration_us = 10'000'000, .drain_us = 60'000'000};
  const auto [faulty, sound] = both(scenario, &Rules::deleted_keys);
  CHECK(broke(faulty, "metadata"));
  CHECK(sound.verdict == core::Verdict::valid);
}
