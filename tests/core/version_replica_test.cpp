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
