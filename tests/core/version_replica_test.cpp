// SPDX-License-Identifier: MIT
#include "core/version_replica.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Twins: random work: both forms hold the same, entry by entry", "[core][ledger][twin]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 40)));
  CAPTURE(seed);
  Twins twins{seed % 2 == 0 ? 3U : 9U, seed % 3 == 0 ? 7U : 1000U};
  for (std::uint64_t i = 0; i < 400; ++i) {
    twins.step(seed, i);
    const auto node = static_cast<std::uint32_t>(i % twins.nodes());
    const Replica& literal = twins.literal[node].replica();
    const Replica& versions = twins.versions[node].replica();
    REQUIRE(literal.digests() == versions.digests());
    REQUIRE(literal.encoded_bytes() == versions.encoded_bytes());
    REQUIRE(literal.entries_known() == versions.entries_known());
    REQUIRE(twins.literal[node].balance() == twins.versions[node].balance());
    REQUIRE(twins.literal[node].account() == literal.account(node)); // what it keeps is what its replica says
  }
  for (std::uint32_t node = 0; node < twins.nodes(); ++node) {
    CHECK(same_state(twins.literal[node].replica().state({}), twins.versions[node].replica().state({})));
    CHECK(twins.literal[node].replica().newest_rows_of(node, 10) ==
          twins.versions[node].replica().newest_rows_of(node, 10));
    CHECK(twins.literal[node].replica().total_account() == twins.versions[node].replica().total_account());
  }
  for (const auto& [a, b] : twins.changes) {
    REQUIRE(a.entries_received == b.entries_received);
    REQUIRE(a.entries_redundant == b.entries_redundant);
    REQUIRE(a.counters_changed == b.counters_changed);
    REQUIRE(a.metadata_changed == b.metadata_changed);
  }
}

TEST_CASE("Twins: a state that came as bytes: both forms take the same of it", "[core][ledger][twin]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 10)));
  CAPTURE(seed);
  Twins twins{4, 1000};
  for (std::uint64_t i = 0; i < 300; ++i) {
    twins.step(seed, i);
    if (i % 7 != 0)
      continue;
    const auto from = static_cast<std::uint32_t>(i % 4);
    const LiteralState state{twins.literal[from].state(1000), 0};
    twins.join((from + 1) % 4, state, state, 1000);
    REQUIRE(twins.literal[(from + 1) % 4].digests() == twins.versions[(from + 1) % 4].digests());
  }
  for (const auto& [a, b] : twins.changes) {
    REQUIRE(a.entries_received == b.entries_received);
    REQUIRE(a.entries_redundant == b.entries_redundant);
  }
}

TEST_CASE("VersionReplica: a state that came as bytes: what its owner did not write is refused whole",
          "[core][ledger][hostile]") {
  const ReplicaOptions options{.owners = some_owners(2)};
  Histories histories{options.owners, 8};
  EntryLedger a = version_ledger(options, histories, 0);
  EntryLedger b = version_ledger(options, histories, 1);
  REQUIRE(a.post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, 1).ok());
  REQUIRE(b.post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, 1).ok());
  LedgerState forged = b.state(2);
  forged.entries[1].earned = Credits::whole(5);
  const auto refused = a.join(LiteralState{forged, 0}, 2);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Errc::not_authentic);
  CHECK(a.entries_known() == 1);
  REQUIRE(a.join(LiteralState{b.state(2), 0}, 2).ok());
  CHECK(a.replica().account(1) == Credits::whole(10));
}

TEST_CASE("VersionReplica: several owners write in turn: each has its versions, before and after others are heard of",
          "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(4)};
  Histories histories{options.owners, 8};
  VersionReplica replica{options, histories};
  const auto write = [&](Slot slot) {
    OwnChange change{.after = replica.entry(slot), .row = {.slot = slot, .kind = RecordKind::earn}};
    change.row.version = ++change.after.version;
    change.after.earned += Credits::hundredths(slot + 1);
    change.after.authenticator = options.authority.sign(options.owners->order_key(slot), change.after);
    replica.write(change);
  };
  for (const Slot slot : {2U, 0U, 2U, 1U, 0U, 2U, 1U, 1U})
    write(slot);
  const auto as_written = [&] {
    return replica.version(0) == 2 && replica.version(1) == 3 && replica.version(2) == 3 && replica.version(3) == 0 &&
           replica.entry(2).earned == Credits::hundredths(9) && replica.entry(3).version == 0;
  };
  CHECK(as_written());
  VersionReplica other{options, histories};
  REQUIRE(other.join(*replica.share(HybridTime::at(1))).ok());
  CHECK(other.digests() == replica.digests());
  Entry granted;
  granted.version = 1;
  histories.append({.after = granted, .row = {.slot = 3, .version = 1, .kind = RecordKind::grant}});
  std::vector<std::uint32_t> heard(histories.padded_size());
  heard[3] = 1;
  const VersionState news{heard, {.digest = 1, .entries = 1}, 0, HybridTime::at(1)};
  REQUIRE(static_cast<Replica&>(replica).join(news).ok());
  CHECK(replica.version(3) == 1);
  CHECK(replica.version(2) == 3);
  write(1);
  CHECK(replica.version(1) == 4);
  CHECK(replica.entry(1).earned == Credits::hundredths(8));
}

TEST_CASE("VersionReplica: a copy of an older state: knows no version that came after it", "[core][ledger]") {
  const ReplicaOptions options{.owners = some_owners(1)};
  Histories histories{options.owners, 8};
  EntryLedger ledger = version_ledger(options, histories, 0);
  REQUIRE(ledger.post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, 1).ok());
  const auto older = ledger.replica().clone();
  REQUIRE(ledger.post({.kind = Posting::Kind::earn, .amount = Credits::whole(5), .task = 1}, 2).ok());
  CHECK(older->entry(0).earned == Credits{});
  CHECK(ledger.replica().entry(0).earned == Credits::whole(5));
}

TEST_CASE("Histories: append: versions stand where they were put, over many chunks", "[core][ledger]") {
  Histories histories{some_owners(1), 8};
  for (std::uint32_t version = 1; version <= 3000; ++version) {
    Entry entry;
    entry.version = version;
    entry.earned = Credits::hundredths(version);
    histories.append({.after = entry, .row = {.slot = 0, .version = version, .kind = RecordKind::earn}});
  }
  CHECK(histories.latest(0) == 3000);
  for (std::uint32_t version = 1; version <= 3000; ++version)
    REQUIRE(histories.at(0, version).entry.earned == Credits::hundredths(version));
  CHECK(histories.owner(0).attention > 0);
}

} // namespace
