// SPDX-License-Identifier: MIT
#include "core/check_grant.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

TEST_CASE("Check grant: a second grant in an own entry: is found at once", "[core][checks]") {
  for (const Profile profile : {Profile::corrected, Profile::reference}) {
    CheckedNet net{profile};
    net.start();
    net.post(1, 1'000'000, Kind::grant, 10, no_task);
    net.post(1, 2'000'000, Kind::grant, 10, no_task);
    const Violation found = violation_of(net.finish(3'000'000, false), "grant");
    CHECK(found.node == 1);
    CHECK(found.time_us == 1'000'000);
    CHECK(found.detail == "n1 has 20.00 of initial credits, where an identity gets 10.00 once");
  }
}

TEST_CASE("Check grant: an account that counts the grant of each incarnation: is found", "[core][checks]") {
  CheckedNet net{Profile::corrected, 1};
  net.start();
  net.send_all(1'000'000);
  const NodeIndex node = net.world().churn.node_of(3);
  net.damage[node]->reading = [](LedgerReading& reading) {
    if (reading.entries.size() == 4) // the own past is known again
      reading.value += Credits::whole(10);
  };
  net.lose_store(node, 3, 2'000'000);
  net.send((node + 1) % 3, node, 3'000'000);
  const Violation found = violation_of(net.finish(4'000'000, false), "grant");
  CHECK(found.node == node);
  CHECK(found.time_us == 3'000'000);
}

TEST_CASE("Check grant: a grant again from an empty store: counts once", "[core][checks]") {
  CheckedNet net{Profile::corrected, 1};
  net.start();
  net.send_all(1'000'000);
  net.lose_store(net.world().churn.node_of(3), 3, 2'000'000);
  net.send_all(3'000'000);
  CHECK(outcome_of(net.finish(4'000'000), "grant").status == CheckOutcome::Status::held);
}

} // namespace
