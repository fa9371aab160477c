// SPDX-License-Identifier: MIT
#include "core/ledger_reading.hpp"

#include "core/reference_ledger.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

namespace {

using namespace creditsim::core;
using Counter = RowReading::Counter;
using Kind = Posting::Kind;

Posting posting(Kind kind, std::int64_t credits, TaskId task = no_task) {
  return {.kind = kind, .amount = Credits::whole(credits), .task = task};
}

LedgerReading reading_of(const CreditLedger& ledger) {
  LedgerReading reading;
  ledger.read(reading);
  return reading;
}

/// One ledger of each form that has been granted 10 and holds 4; what a checker needs is the same for all.
void check_interface(CreditLedger& ledger, CreditLedger& other, bool grants_apart) {
  ledger.initialize();
  REQUIRE(ledger.post(posting(Kind::grant, 10), 1).ok());
  REQUIRE(ledger.post(posting(Kind::hold, 4, 7), 2).ok());
  const LedgerReading reading = reading_of(ledger);
  CHECK(reading.value == Credits::whole(6));
  const EntryReading* const own = reading.find(0);
  REQUIRE(own != nullptr);
  CHECK((grants_apart ? own->granted : own->earned) == Credits::whole(10));
  CHECK(own->spent == Credits::whole(4));
  CHECK(reading.find(1) == nullptr);
  CHECK(ledger.abilities().has(LedgerAbility::grants) == grants_apart);

  const RowsReading rows = ledger.read_rows();
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows[0].counter == (grants_apart ? Counter::granted : Counter::earned));
  CHECK(rows.rows[1].counter == Counter::spent);
  CHECK(rows.rows[1].amount == Credits::whole(4));
  CHECK(rows.rows[0].order < rows.rows[1].order);
  CHECK_FALSE(rows.full);

  const auto blank = ledger.blank();
  REQUIRE(blank != nullptr);
  CHECK(reading_of(*blank).entries.empty());
  CHECK(blank->canonical_bytes() != ledger.canonical_bytes());
  REQUIRE(blank->join(*ledger.share(2), 2).ok());
  CHECK(blank->canonical_bytes() == ledger.canonical_bytes());

  const auto kept = ledger.snapshot();
  const std::string bytes = ledger.canonical_bytes();
  REQUIRE(ledger.post(posting(Kind::spend, 1, 8), 3).ok());
  CHECK(ledger.canonical_bytes() != bytes);
  const auto again = ledger.blank();
  REQUIRE(again->restore(*kept).ok());
  CHECK(again->canonical_bytes() == bytes);
  CHECK(reading_of(*again).entries == reading.entries);
  CHECK(again->initialized());

  // Who holds a state, and when it is asked, is not part of it.
  REQUIRE(other.join(*ledger.share(9), 9).ok());
  CHECK(other.canonical_bytes() == ledger.canonical_bytes());
}

TEST_CASE("Ledger reading: every form of ledger answers the checkers' interface", "[core][ledger][checks]") {
  const ReplicaOptions options{.owners = some_owners(2)};
  SECTION("literal") {
    EntryLedger ledger = literal_ledger(options, 0);
    EntryLedger other = literal_ledger(options, 1);
    check_interface(ledger, other, true);
    CHECK(reading_of(ledger).find(0)->version == 3);
    CHECK(ledger.abilities().has(LedgerAbility::versions));
  }
  SECTION("versions") {
    Histories histories{options.owners, 8};
    EntryLedger ledger = version_ledger(options, histories, 0);
    EntryLedger other = version_ledger(options, histories, 1);
    check_interface(ledger, other, true);
  }
  SECTION("reference") {
    const auto names = options.owners->names();
    const auto archive = std::make_shared<TransactionArchive>(*names, 2);
    IdSource ids{1};
    ReferenceLedger ledger{{.node = "n0", .names = names, .archive = archive, .ids = &ids}};
    ReferenceLedger other{{.node = "n1", .names = names, .archive = archive, .ids = &ids}};
    check_interface(ledger, other, false);
    CHECK_FALSE(ledger.abilities().has(LedgerAbility::versions));
  }
}

TEST_CASE("Ledger reading: rows: a full list says that older ones may be missing", "[core][ledger][checks]") {
  const ReplicaOptions options{.owners = some_owners(1), .rules = {}, .rows_max = 2};
  EntryLedger ledger = literal_ledger(options, 0);
  for (std::int64_t i = 1; i <= 3; ++i) {
    CHECK(ledger.read_rows().full == (i == 3));
    REQUIRE(ledger.post(posting(Kind::earn, i, static_cast<TaskId>(i)), i).ok());
  }
  const RowsReading rows = ledger.read_rows();
  REQUIRE(rows.rows.size() == 2);
  CHECK(rows.rows.front().version == 2);
}

TEST_CASE("Ledger reading: counters per identity: versions name nothing", "[core][ledger][checks]") {
  ReplicaOptions options{.owners = some_owners(1)};
  options.rules.counters = Rules::Counters::per_identity;
  CHECK_FALSE(literal_ledger(options, 0).abilities().has(LedgerAbility::versions));
}

TEST_CASE("Ledger reading: abilities: a set", "[core][checks]") {
  const LedgerAbilities some{LedgerAbility::entries, LedgerAbility::rows};
  CHECK(some.has_all({LedgerAbility::rows}));
  CHECK(some.has_all({}));
  CHECK_FALSE(some.has_all({LedgerAbility::rows, LedgerAbility::versions}));
  CHECK(ability_name(LedgerAbility::snapshot) == std::string_view{"snapshot"});
}

} // namespace
