// SPDX-License-Identifier: MIT
#include "core/check_account_rules.hpp"

#include "tests/core/checked_net.hpp"

namespace creditsim::core {
namespace {

constexpr PriceTerms compute_low{.type = "compute", .priority = "low"}; // 2 x 0.5

TEST_CASE("AccountRulesCheck: price: what the factors say, and nothing else", "[core][checkers]") {
  const CreditRules credits;
  AccountRulesCheck check{credits};
  CHECK(!check.charged(1, Credits::whole(1), compute_low, Credits::whole(9)));
  CHECK(check.charged(2, Credits::hundredths(101), compute_low, Credits::whole(9)) ==
        "task 2 of type compute and priority low cost 1.01, its price is 1.00");
}

TEST_CASE("AccountRulesCheck: price: factors that a scenario does not name keep theirs", "[core][checkers]") {
  CreditRules credits;
  credits.type_multipliers = {{"embed", 3.0}};
  AccountRulesCheck check{credits};
  CHECK(!check.charged(1, Credits::whole(3), {.type = "embed"}, Credits::whole(9)));
  CHECK(!check.charged(2, Credits::whole(2), {.type = "compute"}, Credits::whole(9)));
  CHECK(check.charged(3, Credits::whole(1), {.type = "compute"}, Credits::whole(9)));
}

TEST_CASE("AccountRulesCheck: minimum balance: stays in the account", "[core][checkers]") {
  CreditRules credits;
  credits.minimum_balance = Credits::whole(5);
  AccountRulesCheck check{credits};
  CHECK(!check.charged(1, Credits::whole(1), compute_low, Credits::whole(5)));
  CHECK(check.charged(2, Credits::whole(1), compute_low, Credits::hundredths(499)) ==
        "after task 2 the account is 4.99, the minimum balance 5.00");
}

TEST_CASE("AccountRulesCheck: refusals: a task counts once", "[core][checkers]") {
  const CreditRules credits;
  AccountRulesCheck check{credits};
  CHECK(!check.refused(1));
  CHECK(!check.refused(2));
  CHECK(check.refused(1) == "task 1 is counted as refused again");
  CHECK(check.charged(2, Credits::whole(1), compute_low, Credits{}) ==
        "task 2 was counted as refused, and is paid for");
}

TEST_CASE("AccountRulesCheck: start: with the initial credits", "[core][checkers]") {
  const CreditRules credits;
  const AccountRulesCheck check{credits};
  CHECK(!check.started(Credits::whole(10)));
  CHECK(check.started(Credits{}) == "the node starts with 0.00 of the initial credits, where 10.00 are due");
}

TEST_CASE("AccountRulesCheck: a wrong price at a node: first time and node are named", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.charge(0, 1'000'000, 1, 1, compute_low);
  net.charge(2, 2'000'000, 2, 3, compute_low);
  net.charge(1, 3'000'000, 3, 3, compute_low);
  const Violation found = violation_of(net.finish(4'000'000), "account_rules");
  CHECK(found.node == 2);
  CHECK(found.time_us == 2'000'000);
  CHECK(found.detail == "task 2 of type compute and priority low cost 3.00, its price is 1.00");
}

} // namespace
} // namespace creditsim::core
