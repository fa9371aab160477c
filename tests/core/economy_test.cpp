// SPDX-License-Identifier: MIT
#include "core/economy.hpp"

#include "tests/catch.hpp"

using namespace creditsim::core;

namespace {

std::vector<Credits> accounts(std::initializer_list<std::int64_t> hundredths) {
  std::vector<Credits> result;
  for (const auto count : hundredths)
    result.push_back(Credits::hundredths(count));
  return result;
}

std::optional<double> gini_of(std::vector<Credits> values) { return gini(values); }

} // namespace

TEST_CASE("Gini: known distributions: equal is 0, one holds all is 1 - 1/n", "[core][economy]") {
  CHECK(gini_of(accounts({5, 5, 5, 5})) == 0.0);
  CHECK(gini_of(accounts({0, 8, 0, 0})) == 0.75);
  CHECK(*gini_of(accounts({1, 2, 3, 4})) == Approx(0.25));
}

TEST_CASE("Gini: no value where it has no meaning", "[core][economy]") {
  CHECK_FALSE(gini_of(accounts({})));
  CHECK_FALSE(gini_of(accounts({0, 0})));
  CHECK_FALSE(gini_of(accounts({-1, 5})));
}

TEST_CASE("Economy: supply is granted plus minted minus burned", "[core][economy]") {
  std::vector<NodeFigures> nodes(2);
  nodes[0].granted = Credits::hundredths(1000);
  nodes[0].earned = Credits::hundredths(1200);
  nodes[0].spent = Credits::hundredths(300);
  nodes[0].believed_balance = Credits::hundredths(1900);
  nodes[1].granted = Credits::hundredths(1000);
  nodes[1].earned = Credits::hundredths(1000);
  nodes[1].believed_balance = Credits::hundredths(1900);
  TaskSummary tasks;
  tasks.submitted = 4;
  tasks.refused = 1;

  const EconomySummary economy = economy_of(nodes, tasks, {}, Rules::Payment::mint_and_burn, 2'000'000);
  CHECK(economy.minted == Credits::hundredths(200));
  CHECK(economy.burned == Credits::hundredths(300));
  CHECK(economy.supply == Credits::hundredths(1900));
  CHECK(economy.believed_total == Credits::hundredths(3800));
  CHECK(economy.balance_quantiles[0] == Credits::hundredths(900));
  CHECK(economy.balance_quantiles[4] == Credits::hundredths(1000));
  CHECK(economy.refused_share == 0.25);
  CHECK(*economy.velocity == Approx(3.0 / 19.0 / 2.0));
}

TEST_CASE("Economy: zero share: accounts of nothing, neither debts nor what is held", "[core][economy]") {
  std::vector<NodeFigures> nodes(4);
  nodes[0].earned = Credits::hundredths(100);
  nodes[1].spent = Credits::hundredths(100);
  nodes[2].earned = nodes[2].spent = Credits::hundredths(100);
  const MoneyUnderWay under_way{.held = Credits::hundredths(100), .unbooked = {}};
  CHECK(economy_of(nodes, {}, under_way, Rules::Payment::transfer, 0).zero_share == 0.5);
  CHECK(economy_of({}, {}, under_way, Rules::Payment::transfer, 0).zero_share == 0.0);
}

TEST_CASE("Economy: devices of one identity are one account with one grant", "[core][economy]") {
  const FaultSpec device{.kind = FaultKind::two_devices, .nodes = {1}};
  const NodeFaults faults{std::span{&device, 1}, 3};
  std::vector<NodeFigures> nodes(3);
  for (auto& node : nodes)
    node.granted = node.earned = Credits::whole(10);
  nodes[0].spent = Credits::whole(10);
  nodes[1].spent = Credits::whole(6);
  nodes[1].earned += Credits::whole(1);
  const auto once = figures_by_identity(nodes, faults, Rules::Grant::once_per_identity);
  REQUIRE(once.size() == 2);
  CHECK(once[0].granted == Credits::whole(10));
  CHECK(once[0].account() == Credits::whole(-5));
  CHECK(once[1].account() == Credits::whole(10));
  CHECK(economy_of(once, {}, {}, Rules::Payment::transfer, 1).reversal_debt == Credits::whole(5));
  const auto each = figures_by_identity(nodes, faults, Rules::Grant::when_empty);
  CHECK(each[0].account() == Credits::whole(5));
}
