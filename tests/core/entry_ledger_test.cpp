// SPDX-License-Identifier: MIT
#include "core/entry_ledger.hpp"
#include "core/history.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"
#include "tests/core/samples.hpp"

#include <algorithm>
#include <vector>

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

Posting posting(Kind kind, std::int64_t credits, TaskId task = no_task, OwnerId peer = no_owner) {
  return {.kind = kind, .amount = Credits::whole(credits), .task = task, .peer = peer};
}

struct OneLedger {
  ReplicaOptions options{.owners = some_owners(2)};
  EntryLedger ledger = literal_ledger(options, 0);
};

TEST_CASE("EntryLedger: grant: due once per identity, however often it starts", "[core][ledger][grant]") {
  OneLedger one;
  CHECK(one.ledger.grant_due());
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  CHECK_FALSE(one.ledger.grant_due());
  REQUIRE(one.ledger.post(posting(Kind::spend, 10, 1), 2).ok());
  one.ledger.restart(2);
  CHECK_FALSE(one.ledger.grant_due());
  CHECK(one.ledger.account() == Credits{});

  one.options.rules.grant = Rules::Grant::when_empty; // fault B1
  EntryLedger faulty = literal_ledger(one.options, 0);
  REQUIRE(faulty.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(faulty.post(posting(Kind::spend, 10, 1), 2).ok());
  faulty.restart(2);
  CHECK(faulty.grant_due());
}

TEST_CASE("EntryLedger: hold: settled once or released once", "[core][ledger]") {
  OneLedger one;
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::hold, 4, 7), 2).ok());
  CHECK(one.ledger.balance() == Credits::whole(6));
  CHECK(one.ledger.held() == Credits::whole(4));
  REQUIRE(one.ledger.post(posting(Kind::settle, 4, 7, 1), 3).ok());
  CHECK(one.ledger.held() == Credits{});
  CHECK(one.ledger.balance() == Credits::whole(6));
  CHECK(one.ledger.post(posting(Kind::release, 4, 7), 4).error().code == Errc::not_found);
  CHECK(one.ledger.post(posting(Kind::settle, 4, 7, 1), 4).error().context == "task 7: no open hold of 4.00");
  REQUIRE(one.ledger.post(posting(Kind::hold, 2, 8), 5).ok());
  REQUIRE(one.ledger.post(posting(Kind::release, 2, 8), 6).ok());
  CHECK(one.ledger.balance() == Credits::whole(6));
  CHECK(one.ledger.own().refunded == Credits::whole(2));
}

TEST_CASE("EntryLedger: hold: never beyond the own account, whatever others have", "[core][ledger][balance]") {
  OneLedger one;
  EntryLedger rich = literal_ledger(one.options, 1);
  REQUIRE(rich.post(posting(Kind::grant, 1000), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.join(*rich.share(1), 2).ok());
  const auto refused = one.ledger.post(posting(Kind::hold, 11, 1), 3);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::insufficient_balance);

  one.options.rules.balance = Rules::Balance::all_accounts; // fault A3
  EntryLedger faulty = literal_ledger(one.options, 0);
  REQUIRE(faulty.join(*rich.share(1), 2).ok());
  CHECK(faulty.post(posting(Kind::hold, 11, 1), 3).ok());
  CHECK(faulty.account() < Credits{});
}

TEST_CASE("EntryLedger: restart: goes on with account, holds and marks", "[core][ledger][dedup]") {
  OneLedger one;
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::earn, 3, 5), 2).ok());
  REQUIRE(one.ledger.post(posting(Kind::hold, 4, 7), 3).ok());
  one.ledger.restart(2);
  one.ledger.initialize();
  CHECK(one.ledger.account() == Credits::whole(9));
  CHECK(one.ledger.processed(Kind::earn, 5));
  CHECK(one.ledger.processed(Kind::hold, 7));
  CHECK_FALSE(one.ledger.processed(Kind::earn, 7));
  REQUIRE(one.ledger.post(posting(Kind::release, 4, 7), 4).ok());
  CHECK(one.ledger.account() == Credits::whole(13));
  CHECK(one.ledger.replica().entry(0).version == 3);
  CHECK(one.ledger.replica().entry(2).version == 1);
}

TEST_CASE("EntryLedger: restart: from a stale store nothing is under way", "[core][ledger][restart]") {
  ReplicaOptions options{.owners = some_owners(1)};
  EntryLedger ledger{{.slot = 0, .replica = std::make_unique<LiteralReplica>(options), .window = 1}};
  REQUIRE(ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(ledger.post(posting(Kind::hold, 4, 7), 2).ok());
  REQUIRE(ledger.post(posting(Kind::earn, 1, 5), 3).ok());
  ledger.expect(3);
  CHECK_FALSE(ledger.processed(Kind::earn, 3));
  ledger.restart_without_work(1);
  CHECK(ledger.account() == Credits::whole(7));
  CHECK(ledger.held() == Credits{});
  CHECK_FALSE(ledger.post(posting(Kind::release, 4, 7), 4).ok());
  CHECK(ledger.processed(Kind::earn, 3)); // for work that nobody knows of any more
}

TEST_CASE("EntryLedger: horizon: a payment that is due is taken even when it has passed", "[core][ledger][dedup]") {
  const ReplicaOptions options{.owners = some_owners(1)};
  EntryLedger ledger{{.slot = 0, .replica = std::make_unique<LiteralReplica>(options), .window = 2}};
  ledger.expect(1);
  for (TaskId task = 2; task < 8; ++task)
    REQUIRE(ledger.post(posting(Kind::earn, 1, task), 1).ok());
  CHECK(ledger.processed(Kind::earn, 0)); // below the horizon
  CHECK_FALSE(ledger.processed(Kind::earn, 1));
  REQUIRE(ledger.post(posting(Kind::earn, 1, 1), 2).ok());
  CHECK(ledger.processed(Kind::earn, 1));
  CHECK(ledger.replica().entry(0).horizon == 6);
}

TEST_CASE("EntryLedger: join: a clock too far ahead is refused and changes nothing", "[core][ledger][clock]") {
  OneLedger one;
  EntryLedger fast = literal_ledger(one.options, 1);
  REQUIRE(fast.post(posting(Kind::grant, 10), 1'000'000).ok());
  const auto refused = one.ledger.join(*fast.share(1'000'000), 10);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::stamp_ahead);
  CHECK(refused.error().context == "clock: 1000000 ms is more than 60000 ms ahead of 10");
  CHECK(one.ledger.entries_known() == 0);
  CHECK(one.ledger.join(*fast.share(1'000'000), 960'000).ok());
}

TEST_CASE("EntryLedger: a lost store spends twice: the join shows it as debt", "[core][ledger][restart]") {
  OneLedger one;
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::spend, 10, 1), 2).ok());
  EntryLedger second = literal_ledger(one.options, 2); // the same identity, knowing nothing
  REQUIRE(second.grant_due());
  REQUIRE(second.post(posting(Kind::grant, 10), 3).ok());
  REQUIRE(second.post(posting(Kind::spend, 10, 2), 4).ok());
  REQUIRE(second.join(*one.ledger.share(5), 5).ok());
  CHECK(second.account() == Credits::whole(-10)); // one grant, spent twice
  REQUIRE(second.post(posting(Kind::earn, 12, 3), 6).ok());
  CHECK(second.account() == Credits::whole(2)); // paid off first
}

TEST_CASE("EntryLedger: history: own transactions, with the reference's limits", "[core][ledger][history]") {
  OneLedger one;
  EntryLedger other = literal_ledger(one.options, 1);
  REQUIRE(other.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(one.ledger.post(posting(Kind::hold, 2, 7, 1), 1'700'000'000'000).ok());
  REQUIRE(one.ledger.join(*other.share(2), 1'700'000'000'001).ok());
  const auto all = one.ledger.history(0);
  REQUIRE(all.ok());
  REQUIRE(all.value().size() == 2);
  CHECK(all.value()[1].id == "n0/1/2");
  CHECK(all.value()[1].date == "2023-11-14T22:13:20.000Z");
  CHECK(all.value()[1].details["kind"] == "hold");
  CHECK(all.value()[1].details["task"] == 7);
  CHECK(one.ledger.history(1).value().size() == 1);
  CHECK(one.ledger.history(-1).value().front().id == "n0/1/2");
  CHECK(one.ledger.history(-5).value().empty());
}

TEST_CASE("EntryLedger: correct stamps: a clock that was far ahead shuts its node out no longer than it is",
          "[core][ledger][clock]") {
  OneLedger one;
  EntryLedger fast = literal_ledger(one.options, 1);
  constexpr std::int64_t far_ms = 3'600'000;
  REQUIRE(fast.post(posting(Kind::grant, 10), 5).ok());
  REQUIRE(fast.post(posting(Kind::earn, 1, 1), far_ms).ok());
  const auto refused = one.ledger.join(*fast.share(far_ms), 10);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::stamp_ahead);
  CHECK_FALSE(fast.correct_stamps(far_ms));               // it cannot know
  CHECK_FALSE(one.ledger.join(*fast.share(20), 20).ok()); // what it gave out is still ahead

  CHECK(fast.correct_stamps(20));
  CHECK_FALSE(fast.correct_stamps(20));
  REQUIRE(one.ledger.join(*fast.share(20), 20).ok());
  CHECK(one.ledger.replica().account(1) == Credits::whole(11));
  CHECK(one.ledger.replica().newest_rows().back().stamp.ms() == 20);
  REQUIRE(fast.post(posting(Kind::earn, 1, 2), 21).ok());
  CHECK(fast.replica().newest_rows().back().stamp.ms() == 21);
}

TEST_CASE("EntryLedger: correct stamps: a clock within the bound is left alone", "[core][ledger][clock]") {
  OneLedger one;
  REQUIRE(one.ledger.post(posting(Kind::grant, 10), 60'000).ok());
  CHECK_FALSE(one.ledger.correct_stamps(0));
  REQUIRE(one.ledger.post(posting(Kind::earn, 1, 1), 60'001).ok());
  CHECK(one.ledger.correct_stamps(0));
}

TEST_CASE("EntryLedger: overspending: a dishonest owner's account is negative for all to see",
          "[core][ledger][hostile]") {
  OneLedger one;
  EntryLedger liar = literal_ledger(one.options, 1);
  REQUIRE(liar.post(posting(Kind::grant, 1), 1).ok());
  CHECK_FALSE(liar.post(posting(Kind::hold, 5, 7), 2).ok());
  liar.set_overspending(true);
  REQUIRE(liar.post(posting(Kind::hold, 5, 7), 2).ok());
  REQUIRE(one.ledger.join(*liar.share(3), 3).ok());
  CHECK(one.ledger.replica().account(1) == Credits::whole(-4));
  liar.set_overspending(false);
  CHECK_FALSE(liar.post(posting(Kind::hold, 1, 8), 4).ok());
}

TEST_CASE("EntryLedger: wrong clocks: when all are right again, all hold the same to the byte",
          "[core][ledger][clock][property]") {
  constexpr std::int64_t bound_ms = 1'000;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    Samples samples{seed};
    const ReplicaOptions options{.owners = some_owners(4), .rules = {}, .rows_max = seed % 2 == 0 ? 12U : 1'000U};
    std::vector<EntryLedger> ledgers;
    for (Slot slot = 0; slot < 4; ++slot)
      ledgers.push_back(EntryLedger{
          {.slot = slot, .replica = std::make_unique<LiteralReplica>(options), .stamp_ahead_ms = bound_ms}});
    std::vector<std::int64_t> off_ms(4);
    std::int64_t now_ms = 0;
    std::uint64_t refused = 0;
    const auto clock = [&](std::size_t node) { return std::max<std::int64_t>(0, now_ms + off_ms[node]); };
    const auto tell = [&](std::size_t from, std::size_t to) {
      ledgers[from].correct_stamps(clock(from));
      ledgers[to].correct_stamps(clock(to));
      refused += ledgers[to].join(*ledgers[from].share(clock(from)), clock(to)).ok() ? 0 : 1;
    };
    for (int step = 0; step < 150; ++step) {
      now_ms += static_cast<std::int64_t>(samples.below(60));
      const auto node = samples.below(4);
      switch (samples.below(6)) {
      case 0: // as wrong as it may be, or right
        off_ms[node] = samples.one_in(2) ? 0 : static_cast<std::int64_t>(samples.below(8'000)) - 4'000;
        break;
      case 1:
        ledgers[node].set_metadata("k" + std::to_string(samples.below(3)), std::to_string(step), clock(node));
        break;
      case 2:
        REQUIRE(ledgers[node].post(posting(Kind::earn, 1, static_cast<TaskId>(step)), clock(node)).ok());
        break;
      default:
        tell(node, samples.below(4));
      }
    }
    CHECK(refused > 0);
    off_ms.assign(4, 0);
    for (int round = 0; round < 3; ++round)
      for (std::size_t from = 0; from < 4; ++from)
        for (std::size_t to = 0; to < 4; ++to)
          tell(from, to);
    for (std::size_t node = 1; node < 4; ++node) {
      REQUIRE(ledgers[node].join(*ledgers[0].share(now_ms), now_ms).ok());
      REQUIRE(same_state(ledgers[node].state(now_ms), ledgers[0].state(now_ms)));
    }
  }
}

} // namespace
