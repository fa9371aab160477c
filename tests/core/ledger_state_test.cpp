// SPDX-License-Identifier: MIT
#include "core/ledger_state.hpp"

#include "core/ledger_state_packed.hpp"
#include "tests/catch.hpp"
#include "tests/core/state_samples.hpp"

#include <algorithm>
#include <rapidcheck.h>
#include <vector>

namespace creditsim::core {
namespace {

std::vector<std::uint32_t> versions_of(const LiteralReplica& replica) {
  std::vector<std::uint32_t> versions;
  for (Slot slot = 0; slot < replica.options().owners->size(); ++slot)
    versions.push_back(replica.version(slot));
  return versions;
}

std::size_t known(const std::vector<Entry>& entries) {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [](const Entry& entry) { return entry.version > 0; }));
}

TEST_CASE("Ledger state: delta: joining it gives what joining the whole gives, whatever was known before",
          "[core][ledger][law]") {
  CHECK(rc::check([] {
    StateSamples samples{*rc::gen::arbitrary<std::uint64_t>()};
    for (auto rounds = *rc::gen::inRange(0, 4); rounds > 0; --rounds)
      samples.next();
    LiteralReplica whole = samples.next();
    const std::vector<std::uint32_t> versions_known = versions_of(whole);
    const LedgerState theirs = samples.next_state();
    LiteralReplica partly = whole;
    const LedgerState delta = delta_since(theirs, versions_known);
    RC_ASSERT(partly.join(delta).ok());
    RC_ASSERT(whole.join(theirs).ok());
    RC_ASSERT(same_state(partly.state(theirs.clock), whole.state(theirs.clock)));
    RC_ASSERT(partly.digests() == whole.digests());
    RC_ASSERT(delta.clock == theirs.clock);
    // The delta is a state that can be sent.
    const auto sent = decode_ledger_state_packed(encode_ledger_state_packed(delta), theirs.owners);
    RC_ASSERT(sent.ok());
    RC_ASSERT(same_state(sent.value(), delta));
    // And the least one: what is known from it is in no other.
    const LedgerState nothing = delta_since(theirs, versions_of(partly));
    RC_ASSERT(nothing.entries.empty());
    RC_ASSERT(nothing.rows.empty());
    RC_ASSERT(nothing.metadata.empty());
  }));
}

TEST_CASE("Ledger state: delta: for a replica that knows nothing is the whole", "[core][ledger]") {
  const LedgerState state = sample_state();
  CHECK(same_state(delta_since(state, {}), state));
}

TEST_CASE("Ledger state: delta: holds what is later than the known version of its owner", "[core][ledger]") {
  const LedgerState state = sample_state(); // b: version 4, nobody: none, a: the last version
  const LedgerState of_b = delta_since(state, std::vector<std::uint32_t>{2, 0, UINT32_MAX});
  REQUIRE(of_b.entries.size() == 1);
  CHECK(of_b.entries[0] == state.entries[0]);
  CHECK(of_b.rows == std::vector{state.rows[2]});
  CHECK(of_b.metadata == std::vector{state.metadata[1]});
  const LedgerState of_a = delta_since(state, std::vector<std::uint32_t>{4});
  CHECK(known(of_a.entries) == 1);
  CHECK(of_a.entries[2] == state.entries[2]);
  CHECK(of_a.rows == std::vector{state.rows[1]});
  CHECK(of_a.metadata == std::vector{state.metadata[0]});
}

} // namespace
} // namespace creditsim::core
