// SPDX-License-Identifier: MIT
#include "core/literal_replica.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

// The corrected ledger joins as a lattice does, and each rule that makes it so can be switched off and is then missed.
namespace {

using namespace creditsim::core;

constexpr std::int64_t credit = 100; // hundredths

Posting posting(Posting::Kind kind, std::int64_t hundredths, TaskId task = no_task, OwnerId peer = no_owner) {
  return {.kind = kind, .amount = Credits::hundredths(hundredths), .task = task, .peer = peer};
}

std::shared_ptr<const ReplicaState> share(const EntryLedger& ledger) {
  return ledger.replica().share(HybridTime::at(1000));
}

LiteralReplica joined(LiteralReplica a, const LiteralReplica& b) {
  CREDITSIM_CHECK(a.join(b.state({~std::uint64_t{0}})).ok());
  return a;
}

bool equal(const LiteralReplica& a, const LiteralReplica& b) { return same_state(a.state({}), b.state({})); }

TEST_CASE("LiteralReplica: join: commutative, associative, idempotent, inflationary", "[core][ledger][law]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 30)));
  CAPTURE(seed);
  Twins twins{4, seed % 2 == 0 ? 5U : 1000U};
  for (std::uint64_t i = 0; i < 150; ++i)
    twins.step(seed, i);
  const auto at = [&](std::size_t node) { return dynamic_cast<const LiteralReplica&>(twins.literal[node].replica()); };
  const LiteralReplica a = at(0);
  const LiteralReplica b = at(1);
  const LiteralReplica c = at(2);
  CHECK(equal(joined(a, b), joined(b, a)));
  CHECK(equal(joined(joined(a, b), c), joined(a, joined(b, c))));
  CHECK(equal(joined(a, a), a));
  const LiteralReplica both = joined(a, b);
  CHECK(equal(joined(both, a), both));
  for (Slot slot = 0; slot < 8; ++slot)
    CHECK(both.entry(slot).version == std::max(a.entry(slot).version, b.entry(slot).version));
}

TEST_CASE("LiteralReplica: join: an entry that its owner did not sign is refused whole", "[core][ledger][writers]") {
  ReplicaOptions options{.owners = some_owners(2)};
  EntryLedger a = literal_ledger(options, 0);
  EntryLedger b = literal_ledger(options, 1);
  REQUIRE(a.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
  REQUIRE(b.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
  REQUIRE(b.join(*share(a), 1).ok());
  LedgerState forged = b.replica().state(HybridTime::at(1000)); // the entry of a is good
  forged.entries[1].earned = Credits::whole(1'000'000);
  forged.entries[1].version = 9;

  LiteralReplica strict{options};
  const auto refused = strict.join(forged);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::not_authentic);
  CHECK(refused.error().context == "entry of n1, incarnation 1, version 9: not written by its owner");
  CHECK(strict.entries_known() == 0);

  options.rules.writers = Rules::Writers::anyone;
  LiteralReplica trusting{options};
  REQUIRE(trusting.join(forged).ok());
  CHECK(trusting.account(1) == Credits::whole(1'000'010));
}

TEST_CASE("LiteralReplica: join: of two entries under one version the same one wins everywhere", "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(1)};
  EntryLedger original = literal_ledger(options, 0);
  REQUIRE(original.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
  EntryLedger copy{original};
  REQUIRE(original.post(posting(Posting::Kind::earn, 3 * credit, 1), 2).ok());
  REQUIRE(copy.post(posting(Posting::Kind::earn, 5 * credit, 2), 2).ok());

  LiteralReplica first{options};
  LiteralReplica second{options};
  REQUIRE(first.join(*share(original)).ok());
  REQUIRE(first.join(*share(copy)).ok());
  REQUIRE(second.join(*share(copy)).ok());
  REQUIRE(second.join(*share(original)).ok());
  CHECK(equal(first, second));
  CHECK(first.equivocations() == 1);
  CHECK(second.equivocations() == 1);
  CHECK(first.account(0) == Credits::whole(15));
}

TEST_CASE("LiteralReplica: two devices of one identity: sums over incarnations, one grant",
          "[core][ledger][counters]") {
  ReplicaOptions options{.owners = some_owners(1)};
  const auto both_devices = [&](Slot second) {
    EntryLedger first_device = literal_ledger(options, 0);
    EntryLedger second_device = literal_ledger(options, second);
    REQUIRE(first_device.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
    REQUIRE(second_device.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
    REQUIRE(first_device.post(posting(Posting::Kind::earn, 5 * credit, 1), 2).ok());
    REQUIRE(second_device.post(posting(Posting::Kind::earn, 3 * credit, 2), 2).ok());
    REQUIRE(first_device.join(*share(second_device), 3).ok());
    return first_device.account();
  };
  CHECK(both_devices(1) == Credits::whole(18));
  options.rules.counters = Rules::Counters::per_identity; // fault C1: what one of them earned is gone
  CHECK(both_devices(0) == Credits::whole(15));
}

TEST_CASE("LiteralReplica: newest rows: the same everywhere in total order only", "[core][ledger][log_order]") {
  ReplicaOptions options{.owners = some_owners(2), .rules = {}, .rows_max = 3};
  const auto lists_agree = [&] {
    EntryLedger a = literal_ledger(options, 0);
    EntryLedger b = literal_ledger(options, 1);
    for (TaskId task = 1; task <= 4; ++task) { // all of one millisecond
      REQUIRE(a.post(posting(Posting::Kind::earn, credit, task), 5).ok());
      REQUIRE(b.post(posting(Posting::Kind::earn, credit, 10 + task), 5).ok());
    }
    const auto from_a = share(a);
    REQUIRE(a.join(*share(b), 6).ok());
    REQUIRE(b.join(*from_a, 6).ok());
    return a.replica().state({}).rows == b.replica().state({}).rows;
  };
  CHECK(lists_agree());
  options.rules.log_order = Rules::LogOrder::arrival; // faults E1 and E2
  CHECK_FALSE(lists_agree());
}

TEST_CASE("LiteralReplica: metadata: ties end the same everywhere in total order only", "[core][ledger][ties]") {
  ReplicaOptions options{.owners = some_owners(2)};
  const auto values_agree = [&] {
    EntryLedger a = literal_ledger(options, 0);
    EntryLedger b = literal_ledger(options, 1);
    a.set_metadata("k", "\"a\"", 5);
    b.set_metadata("k", "\"b\"", 5);
    const auto from_a = share(a);
    REQUIRE(a.join(*share(b), 6).ok());
    REQUIRE(b.join(*from_a, 6).ok());
    return a.replica().metadata().find("k")->value == b.replica().metadata().find("k")->value;
  };
  CHECK(values_agree());
  options.rules.metadata_ties = Rules::MetadataTies::local_stays; // fault D1
  CHECK_FALSE(values_agree());
}

TEST_CASE("LiteralReplica: newest rows: one for each version, whoever relays another", "[core][ledger][log_order]") {
  const ReplicaOptions options{.owners = some_owners(2), .rules = {}, .rows_max = 3};
  EntryLedger honest = literal_ledger(options, 0);
  for (TaskId task = 1; task <= 4; ++task)
    REQUIRE(honest.post(posting(Posting::Kind::earn, credit, task), static_cast<std::int64_t>(10 * task)).ok());
  const LedgerState state = honest.replica().state(HybridTime::at(1000));
  LedgerState relayed = state;
  relayed.rows[2].stamp = HybridTime::at(500); // version 4, later than it was
  LedgerState again = state;
  again.rows[1].amount = Credits::whole(9); // version 3, at its own time

  const LedgerState* states[] = {&state, &relayed, &again};
  std::sort(std::begin(states), std::end(states));
  std::optional<LedgerState> first;
  do {
    LiteralReplica replica{options};
    for (const LedgerState* each : states)
      REQUIRE(replica.join(*each).ok());
    const LedgerState joined = replica.state({});
    REQUIRE(joined.rows.size() == 3);
    CHECK(joined.rows[2].stamp == HybridTime::at(500));
    CHECK(joined.rows[1].amount == Credits::whole(9));
    CHECK(joined.rows[0].version == 2);
    if (!first)
      first = joined;
    CHECK(same_state(*first, joined));
    CHECK_FALSE(replica.join(*states[2]).value().transactions_changed);
  } while (std::next_permutation(std::begin(states), std::end(states)));
}

TEST_CASE("LiteralReplica: join: a row beyond its owner's entry is refused whole", "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(2)};
  EntryLedger there = literal_ledger(options, 0);
  REQUIRE(there.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
  LedgerState state = there.replica().state(HybridTime::at(9));
  state.rows[0].version = 2;
  LiteralReplica here{options};
  const auto refused = here.join(state);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().context == "rows: version 2 of an entry with version 1");
  state.rows[0] = {.amount = Credits::whole(1), .slot = 1, .version = 1};
  CHECK_FALSE(here.join(state).ok());
  CHECK(here.entries_known() == 0);
}

TEST_CASE("LiteralReplica: join: owners of another table are matched by name", "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(3)};
  EntryLedger there = literal_ledger(options, 2);
  REQUIRE(there.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
  auto names = std::make_shared<NodeNames>();
  const OwnerId other = names->intern("other");
  auto owners = std::make_shared<OwnerTable>(names);
  owners->intern(other, 1);
  LiteralReplica here{{.owners = owners}};
  REQUIRE(here.join(there.replica().state(HybridTime::at(1))).ok());
  CHECK(here.account(*names->find("n2")) == Credits::whole(10));
  CHECK(same_state(here.state({}), there.replica().state({})));
}

TEST_CASE("LiteralReplica: join: a stamp later than the state's clock is refused", "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(1)};
  EntryLedger there = literal_ledger(options, 0);
  REQUIRE(there.post(posting(Posting::Kind::grant, 10 * credit), 100).ok());
  LiteralReplica here{options};
  CHECK_FALSE(here.join(there.replica().state(HybridTime::at(99))).ok());
  CHECK(here.entries_known() == 0);
  CHECK(here.join(there.replica().state(HybridTime::at(100))).ok());
}

TEST_CASE("LiteralReplica: join: amounts that no sum could hold are refused whole", "[core][ledger][hostile]") {
  const auto owners = std::make_shared<OwnerTable>(std::make_shared<NodeNames>());
  const OwnerId rich = owners->names()->intern("rich");
  const Authority authority;
  // An owner may sign as many incarnations as it likes. Each state by itself is good.
  const auto many_from = [&](Incarnation first) {
    LedgerState state{.owners = owners, .entries = {}, .rows = {}, .metadata = {}};
    for (Incarnation incarnation = first; incarnation < first + 1'400; ++incarnation) {
      const Slot slot = owners->intern(rich, incarnation);
      Entry entry;
      entry.earned = Credits::hundredths(3'500'000'000'000'000);
      entry.version = 1;
      entry.authenticator = authority.sign(owners->order_key(slot), entry);
      state.entries.resize(slot + 1);
      state.entries[slot] = entry;
    }
    return state;
  };
  LiteralReplica replica{{.owners = owners}};
  REQUIRE(replica.join(many_from(1)).ok());
  const auto refused = replica.join(many_from(2'001));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::overflow);
  CHECK(refused.error().context == "entries: with those known the sum of all amounts leaves the range of credits");
  CHECK(replica.entries_known() == 1'400);
  CHECK(replica.total_account() > Credits{});
}

TEST_CASE("LiteralReplica: digests: tell apart what one version may be, where owners may write two things",
          "[core][ledger][hostile]") {
  const auto differ = [](bool forks) {
    const ReplicaOptions options{.owners = some_owners(1), .forks = forks};
    EntryLedger original = literal_ledger(options, 0);
    REQUIRE(original.post(posting(Posting::Kind::grant, 10 * credit), 1).ok());
    EntryLedger copy{original};
    REQUIRE(original.post(posting(Posting::Kind::earn, 3 * credit, 1), 2).ok());
    REQUIRE(copy.post(posting(Posting::Kind::earn, 5 * credit, 2), 2).ok());
    const LedgerDigests a = original.digests();
    const LedgerDigests b = copy.digests();
    LiteralReplica both{options};
    REQUIRE(both.join(*share(original)).ok());
    REQUIRE(both.join(*share(copy)).ok());
    LiteralReplica other_order{options};
    REQUIRE(other_order.join(*share(copy)).ok());
    REQUIRE(other_order.join(*share(original)).ok());
    CHECK(both.digests() == other_order.digests());
    return a.counters != b.counters && a.transactions != b.transactions;
  };
  CHECK(differ(true));
  CHECK_FALSE(differ(false)); // an honest owner's version is one thing
}

TEST_CASE("LiteralReplica: restamp: what others stamped too far ahead goes, what is one's own stays in order",
          "[core][ledger][clock]") {
  const ReplicaOptions options{.owners = some_owners(2)};
  EntryLedger mine = literal_ledger(options, 0);
  EntryLedger theirs = literal_ledger(options, 1);
  REQUIRE(mine.post(posting(Posting::Kind::grant, 10 * credit), 10).ok());
  REQUIRE(theirs.post(posting(Posting::Kind::grant, 10 * credit), 20).ok());
  REQUIRE(theirs.post(posting(Posting::Kind::earn, credit, 1), 900).ok());
  theirs.set_metadata("theirs", "1", 900);
  REQUIRE(mine.post(posting(Posting::Kind::earn, credit, 2), 901).ok());
  mine.set_metadata("mine", "1", 902);
  REQUIRE(mine.post(posting(Posting::Kind::earn, credit, 3), 903).ok());
  LiteralReplica replica{options};
  REQUIRE(replica.join(*share(mine)).ok());
  REQUIRE(replica.join(*share(theirs)).ok());

  CHECK(replica.restamp(HybridTime::at(100), 0, HybridTime::at(15)) == HybridTime{HybridTime::at(20).bits + 3});
  const auto rows = replica.newest_rows();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].stamp == HybridTime::at(10));
  CHECK(rows[1].slot == 1);
  CHECK((rows[2].slot == 0 && rows[2].version == 2 && rows[2].stamp == HybridTime{HybridTime::at(20).bits + 1}));
  CHECK((rows[3].slot == 0 && rows[3].version == 4 && rows[3].stamp == HybridTime{HybridTime::at(20).bits + 3}));
  CHECK(replica.metadata().find("mine")->stamp == HybridTime{HybridTime::at(20).bits + 2});
  CHECK(replica.metadata().find("theirs") == nullptr);
  CHECK(replica.account(1) == Credits::whole(11)); // accounts have no stamps
  REQUIRE(replica.join(*share(theirs)).ok());
  CHECK(replica.newest_rows().size() == 5);
}

} // namespace
