// SPDX-License-Identifier: MIT
#include "core/check_overdraft.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Check overdraft: an account below zero: node, amount and time are named", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[1]->account = [](Credits& account) { account -= Credits::whole(12); };
  CHECK(overdrawn(net.ledger(0), "n0", 1'000'000) == std::nullopt);
  CHECK(overdrawn(net.ledger(1), "n1", 1'500'000) == "node n1 has -2.00 credits at 1.500000 s");
  net.damage[1]->account = [](Credits& account) { account -= Credits::whole(10); };
  CHECK(overdrawn(net.ledger(1), "n1", 2'000'000) == std::nullopt); // nothing is not less than nothing
}

} // namespace
