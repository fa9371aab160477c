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
