// SPDX-License-Identifier: MIT
#include "tests/catch.hpp"
#include "tests/core/load_samples.hpp"

namespace {

using namespace creditsim::core;
using creditsim::tests::load_scenario;
using creditsim::tests::LoadedNet;
using creditsim::tests::not_applied;

using Outcome = LoadAnswer::Outcome;
using Kind = LoadOperation::Kind;

TEST_CASE("LoadNode: operations: paid and charged what the rules say, once per task", "[core][load]") {
  LoadedNet net{load_scenario(2)};
  const LoadOperation spend{.task = 1, .amount = net.terms.price(0), .node = 1, .terms = 0, .kind = Kind::spend};
  const LoadOperation earn{.task = 2, .amount = Credits::hundredths(250), .node = 1, .terms = 0, .kind = Kind::earn};
  CHECK(net.ask(spend).amount == Credits::hundredths(300));
  CHECK(net.ask(spend).outcome == Outcome::duplicate);
  CHECK(net.ask(earn).amount == Credits::hundredths(250));
  CHECK(net.ask(earn).outcome == Outcome::duplicate);
  CHECK(net.nodes[1].ledger().account() == Credits::whole(1'000'000) - Credits::hundredths(50));
}

TEST_CASE("LoadNode: mint and burn: rewards are minted, by the reference's prices", "[core][load]") {
  LoadedNet net{load_scenario(2, Profile::reference)};
  const LoadOperation earn{.task = 2, .amount = Credits::hundredths(1), .node = 1, .terms = 0, .kind = Kind::earn};
  CHECK(net.ask(earn).amount == Credits::hundredths(200));
  CHECK(net.ask(earn).outcome == Outcome::duplicate);
}

TEST_CASE("LoadNode: an empty account: insufficient, and nothing is charged", "[core][load]") {
  Scenario scenario = load_scenario(2);
  scenario.credits.initial_credits = Credits::whole(4);
  LoadedNet net{scenario};
  const auto spend = [&](TaskId task) {
    return net.ask({.task = task, .node = 0, .terms = 0, .kind = Kind::spend}).outcome;
  };
  CHECK(spend(1) == Outcome::ok);
  CHECK(spend(2) == Outcome::insufficient);
  CHECK(net.nodes[0].ledger().account() == Credits::whole(1));
  CHECK(net.audit().result.verdict == Verdict::valid);
}

TEST_CASE("Load audit: what went well: valid, and only what judges virtual time does not apply", "[core][load]") {
  const bool gossiped = GENERATE(false, true);
  LoadedNet net{load_scenario(20)};
  for (int round = 0; round < 5; ++round) {
    net.work(400, 0.5, 0.05);
    if (gossiped)
      net.gossip_round();
  }
  const LoadAudit audit = net.audit(gossiped);
  CHECK(audit.result.verdict == Verdict::valid);
  CHECK(audit.joined == 20);
  CHECK(audit.compared == 20);
  CHECK(audit.result.convergence.all.converged == true);
  for (const CheckOutcome& outcome : audit.result.checks) {
    const bool timed = outcome.checker == "convergence_time" || outcome.checker == "staleness";
    CAPTURE(outcome.checker);
    CHECK((outcome.status == CheckOutcome::Status::not_applicable) == (timed || outcome.checker == "replica_process"));
  }
  CHECK(not_applied(audit.result, "staleness") == "there is no virtual time");
}

TEST_CASE("Load audit: a lost update: the clients were told what no ledger has", "[core][load]") {
  const std::uint64_t entries_max = GENERATE(1'000'000u, 40u); // node 7 is among the compared, or not
  LoadedNet net{load_scenario(20)};
  net.work(1000);
  net.books.note({.task = 5, .node = 7, .kind = Kind::earn}, {.amount = Credits::hundredths(1)});
  const RunResult result = net.audit(false, entries_max).result;
  CHECK(result.verdict == Verdict::invalid);
  REQUIRE(result.violation_of("acknowledged") != nullptr);
  CHECK(result.violation_of("acknowledged")->detail.find("where") != std::string::npos);
  REQUIRE(result.violation_of("conservation") != nullptr);
  CHECK(result.violation_of("conservation")->detail.starts_with("minted 0.00 where 0.01 was burned"));
}

TEST_CASE("Load audit: a task that was paid for twice: found", "[core][load]") {
  LoadedNet net{load_scenario(3)};
  const LoadOperation earn{.task = 5, .amount = Credits::whole(1), .node = 2, .kind = Kind::earn, .twice = true};
  CHECK(net.ask(earn).outcome == Outcome::ok);
  net.books.note(earn, {.amount = Credits{}});
  const RunResult result = net.audit().result;
  REQUIRE(result.violation_of("double_payment") != nullptr);
  CHECK(result.violation_of("conservation") == nullptr);
}

TEST_CASE("Load audit: a wrong price: found", "[core][load]") {
  LoadedNet net{load_scenario(3)};
  net.work(100);
  const LoadOperation spend{.task = 1000, .node = 2, .terms = 1, .kind = Kind::spend};
  net.books.note(spend, {.amount = Credits::hundredths(123)});
  REQUIRE(net.audit().result.violation_of("account_rules") != nullptr);
}

TEST_CASE("Load audit: planted faults of ledgers and joins: found", "[core][load][fault]") {
  const auto planted =
      GENERATE(PlantedFault::overflow_wrap, PlantedFault::forgetful_replica, PlantedFault::join_by_sum);
  LoadedNet net{load_scenario(5), planted};
  net.work(200);
  CAPTURE(static_cast<int>(planted));
  CHECK(net.audit().result.verdict == Verdict::invalid);
}

TEST_CASE("Load audit: a network that is too large to compare: some replicas, and every account", "[core][load]") {
  const bool gossiped = GENERATE(false, true);
  LoadedNet net{load_scenario(50)};
  net.work(500);
  if (gossiped)
    net.gossip_round();
  const LoadAudit audit = net.audit(gossiped, 250);
  CHECK(audit.result.verdict == Verdict::valid);
  CHECK(audit.compared == 5);
  CHECK(audit.joined == 50);
}

TEST_CASE("Load audit: interrupted: nothing was proved", "[core][load]") {
  LoadedNet net{load_scenario(3)};
  net.work(10);
  const LoadAudit audit = audit_load(net.world, net.nodes, net.books, {.interrupted = true, .entries_max = 100});
  CHECK(audit.result.verdict == Verdict::unknown);
  CHECK(not_applied(audit.result, "conservation") == "interrupted");
}

} // namespace
