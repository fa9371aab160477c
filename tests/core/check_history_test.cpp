// SPDX-License-Identifier: MIT
#include "core/check_history.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

/// Three nodes that have done a little, and node 1, which lists it as `damage` says.
Violation found_with(std::function<void(RowsReading&)> damage) {
  CheckedNet net;
  net.start();
  net.post(0, 1'000'000, Kind::hold, 2, 7);
  net.post(0, 2'000'000, Kind::earn, 3, 8);
  net.send_all(3'000'000);
  net.damage[1]->rows = std::move(damage);
  net.sample(4'000'000, false);
  const Violation found = violation_of(net.finish(5'000'000), "history");
  CHECK(found.node == 1);
  CHECK(found.time_us == 4'000'000);
  return found;
}

TEST_CASE("Check history: what a replica lists and its entries do not bear out: is found", "[core][checks]") {
  CHECK(found_with([](RowsReading& rows) { rows.rows.back().version = 9; }).detail ==
        "version 9 of n0 is listed, where the entry is at version 3");
  CHECK(found_with([](RowsReading& rows) { rows.rows.push_back(rows.rows.back()); }).detail ==
        "version 3 of n0 is listed twice");
  CHECK(found_with([](RowsReading& rows) { rows.rows.pop_back(); }).detail ==
        "the changes of n0 come to 0.00 earned, its entry says 3.00");
  CHECK(found_with([](RowsReading& rows) { rows.rows.back().amount = Credits::whole(4); }).detail ==
        "the changes of n0 come to 4.00 earned, its entry says 3.00");
  CHECK(found_with([](RowsReading& rows) { rows.rows.back().owner = 1; }).detail ==
        "version 3 of n1 is listed, where the entry is at version 1");
}

TEST_CASE("Check history: a full list: the oldest may be missing, nothing else", "[core][checks]") {
  CheckedNet net;
  net.start();
  for (TaskId task = 0; task < 30; ++task)
    net.post(static_cast<NodeIndex>(task % 3), static_cast<TimeUs>(task) * 10'000, Kind::earn, 1, task);
  net.send_all(1'000'000);
  net.sample(1'000'000, true);
  REQUIRE(net.ledger(2).read_rows().full);
  SECTION("sound") { CHECK(violated(net.finish(2'000'000)) == "none"); }
  SECTION("the sum of what is left") {
    net.damage[2]->rows = [](RowsReading& rows) { rows.rows.back().amount = Credits::whole(2); };
    const Violation found = violation_of(net.finish(2'000'000), "history");
    CHECK(found.node == 2);
    CHECK(found.detail == "the changes of n2 come to 11.00 earned, its entry says 10.00");
  }
  SECTION("all of an owner's changes, although older ones of others are there") {
    net.damage[2]->rows = [](RowsReading& rows) {
      std::erase_if(rows.rows, [](const RowReading& row) { return row.owner == 0; });
    };
    CHECK(violation_of(net.finish(2'000'000), "history").detail.find("although older changes are listed") !=
          std::string::npos);
  }
}

TEST_CASE("Check history: a list that forgets although there is room: is found", "[core][checks]") {
  HistoryCheck check;
  const auto names = std::make_shared<NodeNames>();
  names->intern("n0");
  const OwnerLabels labels{*names, nullptr};
  const WrittenEntries written{1};
  const LedgerReading reading{.entries = {{.owner = 0, .version = 2}}};
  const RowReading settlement{.owner = 0, .version = 2, .amount = Credits::whole(1)};
  CHECK(check.look({.rows = {settlement}}, reading, written, labels, true) == std::nullopt);
  CHECK(check.look({}, reading, written, labels, true) ==
        "version 2 of n0 was listed and is gone, although there is room");
  check.forget();
  CHECK(check.look({}, reading, written, labels, true) == std::nullopt);
}

} // namespace
