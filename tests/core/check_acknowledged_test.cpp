// SPDX-License-Identifier: MIT
#include "core/check_acknowledged.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

TEST_CASE("Check acknowledged: a posting that is answered and not done: is lost", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[1]->swallow = [](CreditLedger&, const Posting& posting) { return posting.task == 7; };
  net.post(1, 1'000'000, Kind::earn, 2, 7);
  net.send_all(2'000'000);
  const Violation found = violation_of(net.finish(3'000'000), "acknowledged");
  CHECK(found.node == 0); // everybody lacks it
  CHECK(found.time_us == 3'000'000);
  CHECK(found.detail == "node n0 has 0.00 earned of n1, where 2.00 was acknowledged");
}

TEST_CASE("Check acknowledged: what counts twice: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[2]->reading = [](LedgerReading& reading) {
    for (EntryReading& entry : reading.entries)
      entry.spent += entry.spent;
  };
  net.post(0, 1'000'000, Kind::hold, 2, 7);
  net.send_all(2'000'000);
  const Violation found = violation_of(net.finish(3'000'000), "acknowledged");
  CHECK(found.node == 2);
  CHECK(found.detail == "node n2 has 4.00 spent of n0, where 2.00 was acknowledged");
}

TEST_CASE("Check acknowledged: no answer: may count or not", "[core][checks]") {
  const Error unanswered{Errc::indefinite, "no answer"};
  const bool takes_effect = GENERATE(true, false);
  CheckedNet net;
  net.start();
  if (!takes_effect)
    net.damage[1]->swallow = [](CreditLedger&, const Posting& posting) { return posting.task == 7; };
  net.event(1, 1'000'000,
            [&] { net.apply(1, {.kind = Kind::earn, .amount = Credits::whole(2), .task = 7}, unanswered); });
  net.send_all(2'000'000);
  CHECK(violated(net.finish(3'000'000)) == "none");
}

TEST_CASE("Check acknowledged: a lost store: what nobody had heard of may be gone, nothing else", "[core][checks]") {
  CheckedNet net{Profile::corrected, 1};
  const NodeIndex node = net.world().churn.node_of(3);
  const NodeIndex peer = (node + 1) % 3;
  net.start();
  net.post(node, 1'000'000, Kind::earn, 2, 7);
  const auto heard = net.ledger(node).share(1'000);
  net.post(node, 2'000'000, Kind::earn, 3, 8);
  SECTION("unheard") {
    net.send(node, peer, 2'500'000);
    net.lose_store(node, 3, 3'000'000);
    net.send_all(4'000'000);
    CHECK(violated(net.finish(5'000'000)) == "none");
  }
  SECTION("heard in part, and kept") {
    net.give(peer, 2'500'000, heard);
    net.lose_store(node, 3, 3'000'000);
    net.send_all(4'000'000);
    CHECK(violated(net.finish(5'000'000)) == "none");
  }
  SECTION("heard, and lost by all") {
    net.give(peer, 2'500'000, heard);
    net.lose_store(node, 3, 3'000'000);
    for (const auto& damage : net.damage)
      damage->reading = [node](LedgerReading& reading) {
        for (EntryReading& entry : reading.entries)
          if (entry.owner == node)
            entry = {.owner = node, .version = 1, .granted = Credits::whole(10)};
      };
    net.send_all(4'000'000);
    CHECK(violation_of(net.finish(5'000'000), "acknowledged").detail ==
          "node n0 has 0.00 earned of n" + std::to_string(node) + ", where 2.00 or 5.00 was acknowledged");
  }
}

TEST_CASE("Check acknowledged: heard by a node that then lost its store: may be gone", "[core][checks]") {
  for (std::int64_t progress : {0, 4}) {
    Acknowledgements done{1};
    done.note(0, {.kind = Kind::earn, .amount = Credits::hundredths(100)}, 3, true);
    done.lost(0, 1);
    done.heard_by(7, 0, progress);
    done.close_losses(0);
    done.heard_by(8, 0, 9); // too late: the owner may have come to that again
    SECTION("kept") {
      done.settle();
      CHECK(done.possible(0, 1, true).to_string() == (progress == 0 ? "0.00 or 1.00" : "1.00"));
    }
    SECTION("lost") {
      done.forgets(7);
      done.settle();
      CHECK(done.possible(0, 1, true).to_string() == "0.00 or 1.00");
    }
    CHECK(done.has_lost(0));
  }
}

TEST_CASE("Check acknowledged: replicas that are not equal: the owner's own is asked", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.post(1, 1'000'000, Kind::earn, 2, 7);
  CHECK(outcome_of(net.finish(2'000'000, false), "acknowledged").status == CheckOutcome::Status::held);
  net.damage[1]->reading = [](LedgerReading& reading) { reading.entries.back().earned = {}; }; // of n1
  net.send(0, 1, 3'000'000);
  CHECK(violation_of(net.finish(4'000'000, false), "acknowledged").node == 1);
}

TEST_CASE("Check acknowledged: a counter without owners: its value is a possible sum", "[core][checks]") {
  const std::int64_t off = GENERATE(0, 1);
  CheckedNet net;
  for (const auto& damage : net.damage) {
    damage->abilities = [](LedgerAbilities& abilities) { abilities = {LedgerAbility::sums}; };
    damage->reading = [off](LedgerReading& reading) {
      reading.value = {};
      for (const EntryReading& entry : reading.entries)
        reading.value += entry.granted + entry.earned + entry.refunded - entry.spent;
      if (off > 0 && reading.entries.size() == 3)
        reading.value += Credits::whole(off);
      reading.entries.clear();
    };
  }
  net.start();
  net.post(0, 1'000'000, Kind::hold, 4, 7);
  net.post(1, 1'000'000, Kind::earn, 4, 7);
  net.send_all(2'000'000);
  const RunResult result = net.finish(3'000'000);
  CHECK(outcome_of(result, "ownership").reason == "the replica has no entries");
  if (off == 0)
    CHECK(violated(result) == "none");
  else
    CHECK(violation_of(result, "acknowledged").detail == "node n0 reads 31.00, where 30.00 was acknowledged");
}

TEST_CASE("Check acknowledged: possible sums: told apart while they are few", "[core][checks]") {
  PossibleSums sums;
  sums.add(100);
  CHECK(sums.to_string() == "1.00");
  sums.add_perhaps(500);
  sums.add_perhaps(-200);
  CHECK(sums.to_string() == "-1.00 or 1.00 or 4.00 or 6.00");
  CHECK(sums.contains(400));
  CHECK_FALSE(sums.contains(500));
  for (int i = 0; i < 20; ++i)
    sums.add_perhaps(1 << i);
  CHECK(sums.to_string() == "-1.00 to 10491.75");
  CHECK(sums.contains(500));
  CHECK_FALSE(sums.contains(-101));
}

} // namespace
