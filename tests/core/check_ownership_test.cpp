// SPDX-License-Identifier: MIT
#include "core/check_ownership.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

TEST_CASE("Check ownership: another amount under an owner's version: is found where it is held", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.post(0, 1'000'000, Kind::earn, 2, 7);
  net.damage[2]->reading = [](LedgerReading& reading) {
    for (EntryReading& entry : reading.entries)
      if (entry.owner == 0)
        entry.earned += Credits::whole(1);
  };
  net.send(0, 1, 2'000'000);
  net.send(1, 2, 3'000'000);
  const Violation found = violation_of(net.finish(4'000'000, false), "ownership");
  CHECK(found.node == 2);
  CHECK(found.time_us == 3'000'000);
  CHECK(found.detail == "version 2 of n0 says granted 10.00, earned 3.00, spent 0.00, refunded 0.00, where its owner "
                        "wrote granted 10.00, earned 2.00, spent 0.00, refunded 0.00");
}

TEST_CASE("Check ownership: a version that its owner has not written: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[1]->reading = [](LedgerReading& reading) {
    for (EntryReading& entry : reading.entries)
      if (entry.owner == 0)
        entry.version = 5;
  };
  net.send(0, 1, 1'000'000);
  const Violation found = violation_of(net.finish(2'000'000, false), "ownership");
  CHECK(found.node == 1);
  CHECK(found.detail == "version 5 of n0 was not written: its owner is at version 1");
}

TEST_CASE("Check ownership: a join that changes the own entry: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  bool raised = false;
  net.damage[0]->reading = [&](LedgerReading& reading) {
    if (raised)
      reading.entries.front().version = 2;
  };
  raised = true;
  net.send(1, 0, 1'000'000);
  const Violation found = violation_of(net.finish(2'000'000, false), "ownership");
  CHECK(found.node == 0);
  CHECK(found.time_us == 1'000'000);
}

TEST_CASE("Check ownership: a ledger without versions: nothing above what its owner has written", "[core][checks]") {
  CheckedNet net{Profile::reference};
  net.start();
  net.post(0, 1'000'000, Kind::earn, 2, 7);
  net.send(0, 1, 2'000'000);
  CHECK(outcome_of(net.finish(2'500'000, false), "ownership").status == CheckOutcome::Status::held);
  net.damage[1]->reading = [](LedgerReading& reading) { reading.entries.front().earned = Credits::whole(13); };
  net.send(2, 1, 3'000'000);
  const Violation found = violation_of(net.finish(4'000'000, false), "ownership");
  CHECK(found.node == 1);
  CHECK(found.time_us == 3'000'000);
  CHECK(found.detail == "the entry of n0 says granted 0.00, earned 13.00, spent 0.00, refunded 0.00, more than n0 has "
                        "written");
}

} // namespace
