// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>
#include <string>
#include <vector>

// Hostile nodes in a network: what each does takes effect, and the corrected rules withstand it.
namespace {

using namespace creditsim;
using namespace creditsim::actors;
using core::Credits;
using core::FaultKind;

constexpr core::TimeUs second = 1'000'000;

core::FaultSpec hostile(FaultKind kind, std::vector<core::NodeIndex> nodes = {3, 7}) {
  return {.kind = kind, .at_us = second, .for_us = 4 * second, .nodes = std::move(nodes), .required = true};
}

core::Scenario network(std::vector<core::FaultSpec> faults, std::uint64_t seed = 1) {
  core::Scenario scenario;
  scenario.name = "hostile";
  scenario.seed = seed;
  scenario.nodes = 16;
  scenario.network = {.latency = {.kind = core::SpanSpec::Kind::uniform, .min_us = 5'000, .max_us = 30'000}};
  scenario.gossip = {.interval_us = 200'000};
  scenario.credits.initial_credits = Credits::whole(4);
  scenario.credits.history = 50;
  scenario.workload.rate_per_s = 20.0;
  scenario.task = {.deadline_us = second, .resend_us = second / 5, .redispatch = 1};
  scenario.stop = {.duration_us = 6 * second, .drain_us = 60 * second};
  scenario.faults = std::move(faults);
  return scenario;
}

std::uint64_t count(const core::RunResult& result, const std::string& name) {
  for (const auto& coverage : result.coverage)
    if (coverage.name == name)
      return coverage.count;
  return 0;
}

std::string violations(const core::RunResult& result) {
  std::string text;
  for (const auto& violation : result.violations)
    text += violation.property + ": " + violation.detail + "; ";
  return text;
}

bool broke(const core::RunResult& result, const std::string& property) {
  return std::any_of(result.violations.begin(), result.violations.end(),
                     [&](const auto& violation) { return violation.property == property; });
}

TEST_CASE("Hostile nodes: each kind takes effect, is withstood, and is the same for any threads and shards",
          "[actors][faults][hostile]") {
  struct Case {
    FaultKind kind;
    std::string name;
    std::string seen; ///< in the coverage; empty: nobody can see it
  };
  const std::vector<Case> cases{{FaultKind::forge, "forge", "ledger.rejected.not_authentic"},
                                {FaultKind::replay_old, "replay_old", ""},
                                {FaultKind::equivocate, "equivocate", "ledger.equivocation"},
                                {FaultKind::overspend, "overspend", ""},
                                {FaultKind::double_report, "double_report", ""},
                                {FaultKind::future_stamp, "future_stamp", "ledger.rejected.stamp_ahead"},
                                {FaultKind::junk, "junk", "ledger.rejected.malformed"},
                                {FaultKind::inflate, "inflate", ""},
                                {FaultKind::false_claim, "false_claim", "ledger.unasked_report"}};
  Runtime one{1};
  Runtime two{2};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(seed);
      auto scenario = network({hostile(each.kind)}, seed);
      if (each.kind == FaultKind::overspend)
        scenario.credits.initial_credits = Credits::whole(1); // soon gone
      const auto output = run(one, scenario, {.shards = 1});
      const auto& result = output.result;
      CHECK(violations(result) == "");
      CHECK(result.verdict == core::Verdict::valid);
      CHECK(result.convergence.all.converged == true);
      CHECK(result.missed.empty());
      CHECK(count(result, "fault." + each.name) > 0);
      if (!each.seen.empty())
        CHECK(count(result, each.seen) > 0);
      const bool rejects = each.seen.starts_with("ledger.rejected");
      CHECK((result.messages.rejected > 0) == rejects);
      const bool gains = each.kind == FaultKind::inflate || each.kind == FaultKind::false_claim;
      CHECK(result.attacker_profit.has_value() == gains);
      if (gains)
        CHECK(*result.attacker_profit > Credits{});
      // In shards of one node some have nobody who counts.
      const auto again = run(two, scenario, {.shards = seed % 2 == 0 ? 5U : 16U});
      CHECK(again.result == result);
      CHECK(again.window_digests == output.window_digests);
    }
  }
}

TEST_CASE("Hostile nodes: all kinds at once: the honest conserve, pay once and converge", "[actors][faults][hostile]") {
  Runtime runtime{2};
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    std::vector<core::FaultSpec> faults;
    for (auto kind = static_cast<int>(FaultKind::forge); kind <= static_cast<int>(FaultKind::false_claim); ++kind) {
      auto fault = hostile(static_cast<FaultKind>(kind), {2, 5, 11});
      fault.probability = 0.4;
      fault.required = false;
      faults.push_back(fault);
    }
    const auto result = run(runtime, network(faults, seed)).result;
    CHECK(violations(result) == "");
    CHECK(result.convergence.all.converged == true);
    CHECK(result.tasks.duplicates_paid == 0);
  }
}

TEST_CASE("Hostile nodes: held as versions where no history forks, with the same result", "[actors][faults][twin]") {
  Runtime runtime{2};
  for (const auto kind : {FaultKind::replay_old, FaultKind::overspend, FaultKind::double_report,
                          FaultKind::future_stamp, FaultKind::junk, FaultKind::inflate, FaultKind::false_claim}) {
    CAPTURE(static_cast<int>(kind));
    const auto scenario = network({hostile(kind)});
    const auto versions = run(runtime, scenario);
    CHECK(versions.timing.replicas == "versions");
    const auto literal = run(runtime, scenario, {.replicas = ReplicaForm::literal});
    CHECK(literal.result == versions.result);
    CHECK(literal.window_digests == versions.window_digests);
  }
  for (const auto kind : {FaultKind::forge, FaultKind::equivocate}) {
    const auto scenario = network({hostile(kind)});
    CHECK(run(runtime, scenario).timing.replicas == "literal");
    const auto refused = runtime.simulate(scenario, {}, {.replicas = ReplicaForm::versions});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().context.find("which lets one version of an owner be two things; literal can") !=
          std::string::npos);
  }
}

TEST_CASE("Hostile nodes: forge: where anyone may write an entry, credits appear", "[actors][faults][hostile]") {
  Runtime runtime{2};
  auto scenario = network({hostile(FaultKind::forge)});
  scenario.rules.writers = core::Rules::Writers::anyone; // fault B6
  const auto result = run(runtime, scenario).result;
  CHECK(broke(result, "conservation"));
  CHECK(result.verdict == core::Verdict::invalid);
}

TEST_CASE("Hostile nodes: overspend: its account shows it, and it is nobody's overdraft", "[actors][faults][hostile]") {
  Runtime runtime{2};
  auto scenario = network({hostile(FaultKind::overspend)});
  scenario.credits.initial_credits = Credits::whole(1);
  const auto result = run(runtime, scenario).result;
  CHECK(violations(result) == "");
  CHECK(count(result, "fault.overspend") > 0);
  CHECK(std::any_of(result.samples.begin(), result.samples.end(),
                    [](const core::Sample& sample) { return sample.economy.reversal_debt > Credits{}; }));
  scenario.faults.clear();
  CHECK(run(runtime, scenario).result.economy.reversal_debt == Credits{});
}

TEST_CASE("Hostile nodes: inflate: profit is what was invented, and shows as minted", "[actors][faults][hostile]") {
  Runtime runtime{2};
  const auto scenario = network({hostile(FaultKind::inflate)});
  const auto result = run(runtime, scenario).result;
  const auto times = static_cast<std::int64_t>(count(result, "fault.inflate"));
  CHECK(*result.attacker_profit == Credits::hundredths(100 * times));
  CHECK(result.economy.minted == *result.attacker_profit);
}

TEST_CASE("Hostile nodes: false claims: paid for work that was not done, out of the submitters' pockets",
          "[actors][faults][hostile]") {
  Runtime runtime{2};
  const auto scenario = network({hostile(FaultKind::false_claim)});
  const auto result = run(runtime, scenario).result;
  CHECK(*result.attacker_profit > Credits{});
  CHECK(result.economy.minted == Credits{});
  CHECK(count(result, "ledger.unasked_report") > 0);
}

} // namespace
