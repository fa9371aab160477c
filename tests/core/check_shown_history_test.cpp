// SPDX-License-Identifier: MIT
#include "core/check_shown_history.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Check shown history: what a node shows and is not its own: first time and node are named",
          "[core][checks]") {
  struct Damage {
    std::string what;
    std::function<void(HistoryRow&)> done;
    std::string says;
  };
  const auto damage = GENERATE(values<Damage>(
      {{"of another", [](HistoryRow& row) { row.node = "n0"; }, " is of n0"},
       {"of nobody", [](HistoryRow& row) { row.node.clear(); }, " does not say whose it is"},
       {"without a number", [](HistoryRow& row) { row.version = 0; }, " does not say how many came before it"}}));
  CAPTURE(damage.what);
  CheckedNet net;
  net.start();
  net.sample(1'000'000, false);
  net.damage[1]->history = [&](std::vector<HistoryRow>& rows) { damage.done(rows.front()); };
  net.sample(2'000'000, false);
  const Violation found = violation_of(net.finish(3'000'000), "shown_history");
  CHECK(found.node == 1);
  CHECK(found.time_us == 2'000'000);
  CHECK(found.detail.starts_with("row "));
  CHECK(found.detail.ends_with(damage.says));
}

TEST_CASE("Check shown history: a row of the future: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[2]->rows = [](RowsReading& rows) {
    for (RowReading& row : rows.rows)
      row.time_ms = 61'001;
  };
  net.sample(1'000'000, false); // a clock may be followed for a minute
  const Violation found = violation_of(net.finish(3'000'000), "shown_history");
  CHECK(found.node == 2);
  CHECK(found.time_us == 1'000'000);
  CHECK(found.detail == "a change is listed that is of 61001 ms, when it is 61000 ms at the latest");
}

TEST_CASE("Check shown history: a sound ledger: shows its own", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.post(0, 500'000, Posting::Kind::earn, 2, 7);
  net.send_all(700'000);
  net.sample(1'000'000, false);
  CHECK(violated(net.finish(2'000'000)) == "none");
}

} // namespace
