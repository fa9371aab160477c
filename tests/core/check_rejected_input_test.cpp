// SPDX-License-Identifier: MIT
#include "core/check_rejected_input.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

Result<JoinChange> refusal() { return Error{Errc::malformed, "offset 3: found junk"}; }

TEST_CASE("Check rejected input: a refused state that is joined in part: is found", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.post(0, 1'000'000, Kind::hold, 2, 7);
  net.damage[2]->join = [](CreditLedger& sound, const SharedState& state, std::int64_t now_ms) {
    static_cast<void>(sound.join(state, now_ms));
    return refusal();
  };
  net.send(0, 2, 2'000'000);
  net.send(1, 2, 3'000'000);
  const Violation found = violation_of(net.finish(4'000'000, false), "rejected_input");
  CHECK(found.node == 2);
  CHECK(found.time_us == 2'000'000);
  CHECK(found.detail.starts_with(
      "an input was refused (offset 3: found junk) and changed the state all the same, from "));
}

TEST_CASE("Check rejected input: a refused state that leaves no trace: is sound", "[core][checks]") {
  CheckedNet net;
  net.start();
  net.damage[2]->join = [](CreditLedger&, const SharedState&, std::int64_t) { return refusal(); };
  net.send(0, 2, 2'000'000);
  CHECK(outcome_of(net.finish(4'000'000, false), "rejected_input").status == CheckOutcome::Status::held);
}

TEST_CASE("Check rejected input: a ledger without snapshots: not applicable", "[core][checks]") {
  CheckedNet net;
  for (const auto& damage : net.damage)
    damage->abilities = [](LedgerAbilities& abilities) {
      abilities = {LedgerAbility::entries, LedgerAbility::versions, LedgerAbility::grants, LedgerAbility::rows};
    };
  net.start();
  net.send_all(1'000'000);
  const RunResult result = net.finish(2'000'000);
  for (const char* name : {"rejected_input", "join_laws"}) {
    CHECK(outcome_of(result, name).status == CheckOutcome::Status::not_applicable);
    CHECK(outcome_of(result, name).reason == "the replica has no snapshot");
  }
  CHECK(outcome_of(result, "monotone").status == CheckOutcome::Status::held);
}

} // namespace
