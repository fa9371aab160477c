// SPDX-License-Identifier: MIT
#include "core/check_conservation.hpp"

#include "tests/catch.hpp"

#include <vector>

namespace {

using namespace creditsim::core;

/// Two shards with nodes that were granted 20 together; one of them has spent 3, which the other has earned.
std::vector<WindowReport> after_a_payment() {
  std::vector<WindowReport> shards(2);
  shards[0].granted = shards[0].earned = Credits::whole(10);
  shards[1].granted = shards[1].earned = Credits::whole(10);
  shards[0].spent = Credits::whole(3);
  shards[1].earned += Credits::whole(3);
  return shards;
}

TEST_CASE("Check conservation: what is under way and refunded counts", "[core][checks]") {
  ConservationCheck check;
  auto shards = after_a_payment();
  check.look(shards, {}, 1);
  shards[1].earned -= Credits::whole(3); // settled, and not booked yet
  check.look(shards, Credits::whole(3), 2);
  shards[0].refunded = Credits::whole(3);
  check.look(shards, {}, 3);
  CHECK(check.broken_us() == std::nullopt);
}

TEST_CASE("Check conservation: a credit from nowhere: the first window is named", "[core][checks]") {
  ConservationCheck check;
  auto shards = after_a_payment();
  check.look(shards, {}, 1'000'000);
  shards[1].earned += Credits::hundredths(1);
  check.look(shards, {}, 2'000'000);
  check.look(shards, {}, 3'000'000);
  CHECK(check.broken_us() == 2'000'000);
  EconomySummary economy;
  economy.minted = Credits::hundredths(301);
  economy.burned = Credits::whole(3);
  CHECK(check.detail(economy) == "minted 3.01 where 3.00 was burned, first unequal by 2.000000 s");
}

TEST_CASE("Check conservation: a credit that is gone: is found", "[core][checks]") {
  ConservationCheck check;
  auto shards = after_a_payment();
  shards[1].earned -= Credits::whole(3);
  check.look(shards, {}, 7);
  CHECK(check.broken_us() == 7);
}

} // namespace
