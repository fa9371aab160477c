// SPDX-License-Identifier: MIT
#include "scenarios/check_run.hpp"

#include "scenarios/check_summary.hpp"
#include "tests/scenarios/failing_cases.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

CheckItem item(const std::string& name, bool failing) {
  core::Scenario scenario = tests::paying_everyone();
  scenario.name = name;
  scenario.nodes = 8;
  scenario.stop.duration_us = 1'000'000;
  if (!failing)
    scenario.rules = core::Rules{};
  return {.name = name, .words = name + ".json", .run = {.scenario = scenario}};
}

std::vector<std::uint64_t> seeds_of(const CheckedScenario& checked) {
  std::vector<std::uint64_t> seeds;
  for (const CheckedSeed& seed : checked.seeds)
    seeds.push_back(seed.seed);
  return seeds;
}

TEST_CASE("Check: results: in the order of the seeds, whatever the jobs", "[scenarios][check]") {
  const std::vector<CheckItem> plan{item("good", false), item("bad", true)};
  const auto one = run_checks(plan, {.seeds = Seeds::from(3, 6), .jobs = 1});
  const auto three = run_checks(plan, {.seeds = Seeds::from(3, 6), .jobs = 3});
  REQUIRE(one.size() == 2);
  REQUIRE(three.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(seeds_of(one[i]) == std::vector<std::uint64_t>{3, 4, 5, 6, 7, 8});
    CHECK(one[i].not_run.empty());
    REQUIRE(three[i].seeds.size() == 6);
    for (std::size_t seed = 0; seed < 6; ++seed)
      CHECK(one[i].seeds[seed].result == three[i].seeds[seed].result);
  }
  const CheckSummary summary = summarised(plan, one, {"nodes=8"});
  CHECK(outcome_word(summary.scenarios[0]) == "valid");
  CHECK(outcome_word(summary.scenarios[1]) == "invalid");
  REQUIRE_FALSE(summary.failures.empty());
  CHECK(summary.failures.back().item == 1);
  CHECK(summary.failures.back().command == "creditsim run bad.json --seed 3 --set nodes=8");
}

TEST_CASE("Check: most failures: no run after the last of them counts", "[scenarios][check]") {
  const std::vector<CheckItem> plan{item("bad", true)};
  for (const unsigned jobs : {1U, 3U}) {
    const auto checked = run_checks(plan, {.seeds = Seeds::from(1, 50), .jobs = jobs, .failures_max = 2});
    CHECK(seeds_of(checked[0]) == std::vector<std::uint64_t>{1, 2});
    CHECK(checked[0].not_run.size() == 48);
  }
}

TEST_CASE("Check: a broken scenario: the others run", "[scenarios][check]") {
  CheckItem refused = item("refused", false);
  refused.run.scenario.workload.kind = core::WorkloadSpec::Kind::list;
  refused.run.scenario.workload.tasks = {{.submitter = 99, .workers = {1}}};
  CheckItem unread = item("unread", false);
  unread.error = core::Error{core::Errc::invalid_value, "unread.json: no"};
  const auto checked = run_checks({unread, refused, item("good", false)}, {.seeds = Seeds::from(1, 3), .jobs = 2});
  CHECK(checked[0].error.has_value());
  REQUIRE(checked[1].error.has_value());
  CHECK(checked[1].error->context.find("refused.json: workload.tasks: task 0: submitter 99") == 0);
  CHECK(checked[2].seeds.size() == 3);
  const auto none = run_checks({unread}, {.seeds = Seeds::from(1, std::nullopt), .jobs = 2}); // ends
  CHECK(none[0].seeds.empty());
}

TEST_CASE("Check: capsules: run with their own seed", "[scenarios][check]") {
  CheckItem capsule = item("capsule", false);
  capsule.only_seed = 77;
  const auto checked = run_checks({capsule, item("good", false)}, {.seeds = Seeds::from(1, 3), .jobs = 1});
  CHECK(seeds_of(checked[0]) == std::vector<std::uint64_t>{77});
  CHECK(checked[1].seeds.size() == 3);
}

TEST_CASE("Check: time: what fits is kept, what is missing is said", "[scenarios][check]") {
  const auto now = std::chrono::steady_clock::now();
  const std::vector<CheckItem> plan{item("good", false)};
  const auto late = run_checks(plan, {.seeds = Seeds::from(1, 3), .until = now, .jobs = 1});
  CHECK(late[0].seeds.size() + late[0].not_run.size() == 3);
  const auto open = run_checks(
      plan, {.seeds = Seeds::from(1, std::nullopt), .until = now + std::chrono::milliseconds{300}, .jobs = 2});
  CHECK_FALSE(open[0].seeds.empty());
  CHECK(open[0].not_run.empty());
  const auto failing = run_checks({item("bad", true)}, {.seeds = Seeds::from(1, std::nullopt),
                                                        .until = now + std::chrono::hours{1},
                                                        .until_when_failing = now + std::chrono::milliseconds{300},
                                                        .jobs = 1});
  CHECK_FALSE(failing[0].seeds.empty());
}

TEST_CASE("Check: expected violations: one that stays out is a failure", "[scenarios][check]") {
  CheckItem held = item("held", false);
  held.run.scenario.expect = {"double_payment"};
  CheckItem known = item("known", true);
  known.run.scenario.expect = {"conservation", "double_payment"};
  const std::vector<CheckItem> plan{held, known};
  const CheckSummary summary = summarised(plan, run_checks(plan, {.seeds = Seeds::from(1, 2), .jobs = 1}), {});
  CHECK(outcome_word(summary.scenarios[1]) == "valid");
  REQUIRE(summary.failures.size() == 1);
  const CheckerSummary& checker = summary.scenarios[0].checkers[summary.failures[0].checker];
  CHECK(checker.checker == "double_payment");
  CHECK(checker.expected_and_held);
  CHECK(checker.failing.size() == 2);
}

} // namespace
