// SPDX-License-Identifier: MIT
#include "core/entry_ledger.hpp"
#include "core/history.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

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

} // namespace
