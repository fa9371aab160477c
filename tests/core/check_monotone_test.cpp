// SPDX-License-Identifier: MIT
#include "core/check_monotone.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

TEST_CASE("Check monotone: a version that goes back: first time, node and owner are named", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.post(0, 1'000'000, Kind::hold, 2, 7);
  net.send(0, 1, 2'000'000);
  bool forgets = false;
  net.damage[1]->reading = [&](LedgerReading& reading) {
    for (EntryReading& entry : reading.entries)
      if (forgets && entry.owner == 0)
        entry = {.owner = 0, .version = 1, .granted = Credits::whole(10)};
  };
  net.send(0, 1, 2'500'000);
  forgets = true;
  net.send(2, 1, 3'000'000);
  net.send(2, 1, 4'000'000);
  const Violation found = violation_of(net.finish(5'000'000), "monotone");
  CHECK(found.node == 1);
  CHECK(found.time_us == 3'000'000);
  CHECK(found.detail == "the entry of n0 went back from version 2 to 1");
}

TEST_CASE("Check monotone: an entry that vanishes: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.send(0, 2, 1'000'000);
  net.damage[2]->reading = [](LedgerReading& reading) {
    std::erase_if(reading.entries, [](const EntryReading& entry) { return entry.owner == 0; });
  };
  net.send(1, 2, 2'000'000);
  const Violation found = violation_of(net.finish(3'000'000, false), "monotone");
  CHECK(found.node == 2);
  CHECK(found.detail == "the entry of n0 was known and is gone");
}

TEST_CASE("Check monotone: each counter that goes back: is named", "[core][checks]") {
  const auto names = std::make_shared<NodeNames>();
  names->intern("n0");
  const OwnerLabels labels{*names, nullptr};
  const EntryReading before{.owner = 0,
                            .version = 3,
                            .granted = Credits::whole(4),
                            .earned = Credits::whole(4),
                            .spent = Credits::whole(4),
                            .refunded = Credits::whole(4)};
  CHECK(went_back(before, &before, labels) == std::nullopt);
  for (const auto& [name, member] : {std::pair{"granted", &EntryReading::granted},
                                     {"earned", &EntryReading::earned},
                                     {"spent", &EntryReading::spent},
                                     {"refunded", &EntryReading::refunded}}) {
    EntryReading now = before;
    now.version = 9;
    now.*member = Credits::whole(3);
    CHECK(went_back(before, &now, labels) == "the entry of n0: " + std::string{name} + " went back from 4.00 to 3.00");
  }
}

TEST_CASE("Check monotone: a start from an older store: may go back", "[core][checks]") {
  CheckedNet net{Profile::corrected, 1};
  net.start();
  net.send_all(1'000'000);
  net.lose_store(net.world().churn.node_of(3), 3, 2'000'000);
  net.send_all(3'000'000);
  CHECK(violated(net.finish(4'000'000)) == "none");
}

} // namespace
