// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/random_scenarios.hpp"
#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <string>

// All checkers over whole runs: they change nothing, hold on what is sound, and find what single rules break.
namespace {

using namespace creditsim;
using namespace creditsim::actors;
using core::Checker;
using core::CheckerSet;
using core::CheckOutcome;
using core::Credits;
using core::Rules;

/// Twelve nodes that pay each other, gossip, lose messages and restart.
core::Scenario busy() {
  core::Scenario scenario;
  scenario.nodes = 12;
  scenario.seed = 3;
  scenario.gossip.interval_us = 200'000;
  scenario.network.loss = 0.1;
  scenario.network.duplication = 0.1;
  scenario.workload.rate_per_s = 30.0;
  scenario.workload.duplicates = 0.1;
  scenario.credits.history = 60;
  scenario.task.deadline_us = 1'000'000;
  scenario.churn.restarts = 6;
  scenario.churn.joins = 2;
  scenario.stop = {.duration_us = 5'000'000, .drain_us = 60'000'000};
  scenario.sample_interval_us = 500'000;
  return scenario;
}

core::RunResult checked(const core::Scenario& scenario, CheckerSet disabled = {}) {
  Runtime runtime{1};
  return run(runtime, scenario, {.checkers = CheckerSet::all(), .disabled_checkers = disabled}).result;
}

const core::Violation* find(const core::RunResult& result, const std::string& property) {
  const auto found = std::find_if(result.violations.begin(), result.violations.end(),
                                  [&](const auto& violation) { return violation.property == property; });
  return found == result.violations.end() ? nullptr : &*found;
}

CheckOutcome outcome_of(const core::RunResult& result, Checker checker) {
  return result.checks.at(static_cast<std::size_t>(checker));
}

TEST_CASE("Checks: whole runs: the same outcomes for any shards, threads and forms, and nothing else changes",
          "[actors][checks][property]") {
  Runtime one{1};
  Runtime two{2};
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto scenario = random_scenario(seed);
    INFO("seed " << seed);
    const auto basic = run(one, scenario, {.shards = 1}).result;
    const auto all = run(one, scenario, {.shards = 1, .checkers = CheckerSet::all()}).result;
    CHECK(all.trace_digest == basic.trace_digest);
    CHECK(all.samples == basic.samples);
    for (const auto& outcome : all.checks)
      CHECK((outcome.status != CheckOutcome::Status::violated || find(basic, outcome.checker) != nullptr));
    CHECK(run(two, scenario, {.shards = 3, .checkers = CheckerSet::all()}).result == all);
    CHECK(run(two, scenario, {.shards = 2, .replicas = ReplicaForm::literal, .checkers = CheckerSet::all()}).result ==
          all);
  }
}

TEST_CASE("Checks: lost stores: what is sound is not accused", "[actors][checks][property]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    auto scenario = busy();
    scenario.seed = seed;
    scenario.churn.restarts = 20;
    scenario.churn.restart_from = core::ChurnSpec::RestartFrom::nothing;
    const auto result = checked(scenario);
    INFO("seed " << seed);
    for (const auto& violation : result.violations) {
      // A node that has forgotten which payments it booked books one again: new money, and known (core/README.md).
      CAPTURE(violation.property, violation.detail);
      CHECK((violation.property == "double_payment" || violation.property == "conservation"));
    }
  }
}

TEST_CASE("Checks: outcomes: one for each checker, in the order of their names", "[actors][checks]") {
  Runtime runtime{1};
  const auto all = checked(busy());
  REQUIRE(all.checks.size() == core::checker_count);
  for (std::size_t i = 0; i < core::checker_count; ++i)
    CHECK(all.checks[i].checker == core::checkers()[i].name);
  CHECK(all.verdict == core::Verdict::valid);
  const CheckOutcome time = outcome_of(all, Checker::convergence_time);
  CHECK(time.status == CheckOutcome::Status::not_applicable);
  CHECK(time.reason == "no faults, and stop.converge_within is not set");

  const auto basic = run(runtime, busy()).result;
  CHECK(outcome_of(basic, Checker::conservation).status == CheckOutcome::Status::held);
  CHECK(outcome_of(basic, Checker::monotone).reason == "not asked for");

  auto silent = busy();
  silent.gossip.mode = core::GossipSpec::Mode::none;
  CHECK(outcome_of(checked(silent), Checker::convergence_bytes).reason == "gossip.mode is none");
}

TEST_CASE("Checks: stop.converge_within: too short a bound is broken, by time and by staleness", "[actors][checks]") {
  auto scenario = busy();
  scenario.stop.converge_within_us = 1'000;
  const auto result = checked(scenario);
  REQUIRE(find(result, "convergence_time") != nullptr);
  REQUIRE(find(result, "staleness") != nullptr);
  CHECK(find(result, "staleness")->node < 12);
  CHECK(find(result, "staleness")->time_us == 500'000);
  scenario.stop.converge_within_us = 30'000'000;
  CHECK(checked(scenario).verdict == core::Verdict::valid);
}

TEST_CASE("Checks: a rule of the reference: is found by the checker that it concerns", "[actors][checks][rules]") {
  auto scenario = busy();
  SECTION("grant to whoever is empty") {
    scenario.rules.grant = Rules::Grant::when_empty;
    scenario.credits.initial_credits = Credits::whole(2);
    scenario.churn.restarts = 40;
    const auto result = checked(scenario);
    REQUIRE(find(result, "grant") != nullptr);
    CHECK(find(result, "grant")->node < 12);
    CHECK(find(result, "grant")->time_us < 5'000'000);
    CheckerSet without;
    without.add(Checker::grant);
    const auto blind = checked(scenario, without);
    CHECK(find(blind, "grant") == nullptr);
    CHECK(outcome_of(blind, Checker::grant).reason == "disabled");
  }
  SECTION("counters per identity") {
    scenario.credits.history = 1'000; // all is listed
    scenario.rules.counters = Rules::Counters::per_identity;
    scenario.credits.history = 1000; // all is listed
    scenario.churn.restarts = 20;
    scenario.churn.restart_from = core::ChurnSpec::RestartFrom::nothing;
    const auto result = checked(scenario);
    CHECK(find(result, "acknowledged") != nullptr);
    CHECK(find(result, "history") != nullptr);
  }
  SECTION("rows by arrival") {
    scenario.rules.log_order = Rules::LogOrder::arrival;
    CHECK(find(checked(scenario), "join_laws") != nullptr);
  }
  SECTION("metadata: the local value stays") {
    scenario.rules.metadata_ties = Rules::MetadataTies::local_stays;
    scenario.workload.kind = core::WorkloadSpec::Kind::rumour;
    scenario.workload.rumours = 5;
    const auto result = checked(scenario);
    CHECK(find(result, "join_laws") != nullptr);
    CHECK(find(result, "convergence.bytes") != nullptr);
  }
}

TEST_CASE("Checks: expect: what nobody looked for is not missed", "[actors][checks]") {
  Runtime runtime{1};
  auto scenario = busy();
  scenario.expect = {"join_laws"};
  CHECK(run(runtime, scenario).result.verdict == core::Verdict::valid);
  CHECK(find(checked(scenario), "expected:join_laws") != nullptr);
  scenario.rules.log_order = Rules::LogOrder::arrival;
  scenario.expect = {"convergence.bytes", "convergence.transactions", "join_laws"};
  CHECK(checked(scenario).verdict == core::Verdict::valid);
}

} // namespace
