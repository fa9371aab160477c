// SPDX-License-Identifier: MIT
#include "core/check_join_laws.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

/// What the check says of node 1 when its joins are damaged like that.
std::string found_with(const std::function<Result<JoinChange>(CreditLedger&, const SharedState&, std::int64_t)>& join) {
  CheckedNet net;
  net.start();
  for (const auto& damage : net.damage)
    damage->join = join;
  net.post(0, 1'000'000, Kind::earn, 2, 7);
  net.send(2, 1, 2'000'000);
  net.send(0, 1, 3'000'000);
  net.sample(4'000'000, false);
  const Violation found = violation_of(net.finish(5'000'000, false), "join_laws");
  CHECK(found.time_us == 4'000'000);
  return found.detail;
}

TEST_CASE("Check join laws: a join that adds up: is not idempotent", "[core][checks]") {
  TaskId task = 100;
  CHECK(found_with([&](CreditLedger& sound, const SharedState& state, std::int64_t now_ms) {
          LedgerReading before;
          sound.read(before);
          auto joined = sound.join(state, now_ms);
          if (before.entries.size() > 1) // what is joined again counts again
            static_cast<void>(sound.post({.kind = Kind::earn, .amount = Credits::whole(1), .task = ++task}, now_ms));
          return joined;
        }) == "joining is not idempotent: joining two states again changes what holds both");
}

TEST_CASE("Check join laws: a join that drops what it is given: is found", "[core][checks]") {
  CHECK(found_with([](CreditLedger&, const SharedState&, std::int64_t) { return Result<JoinChange>{JoinChange{}}; }) ==
        "an empty replica that joins a state does not hold that state");
}

TEST_CASE("Check join laws: the first that is joined stays alone: is found", "[core][checks]") {
  const std::string detail = found_with([](CreditLedger& sound, const SharedState& state, std::int64_t now_ms) {
    LedgerReading before;
    sound.read(before);
    return before.entries.empty() ? sound.join(state, now_ms) : Result<JoinChange>{JoinChange{}};
  });
  CHECK(detail.starts_with("a join loses what it is given: the entry of n"));
}

TEST_CASE("Check join laws: an order that is seen: is not commutative", "[core][checks]") {
  // The rule of the reference for the list of transactions: simultaneous ones stay as they came.
  CheckedNet net{Profile::reference};
  net.start();
  net.send_all(1'000'000);
  net.sample(2'000'000, false);
  CHECK(violation_of(net.finish(3'000'000, false), "join_laws").detail ==
        "joining is not commutative: two states in the other order give another state");
}

TEST_CASE("Check join laws: a sound ledger: keeps them", "[core][checks]") {
  CheckedNet net;
  net.start();
  for (TimeUs second = 1; second < 10; ++second) {
    net.post(static_cast<NodeIndex>(second % 3), second * 1'000'000, Kind::earn, 1, static_cast<TaskId>(second));
    net.send(static_cast<NodeIndex>(second % 3), static_cast<NodeIndex>((second + 1) % 3), second * 1'000'000 + 1);
    net.sample(second * 1'000'000 + 2, false);
  }
  CHECK(outcome_of(net.finish(20'000'000, false), "join_laws").status == CheckOutcome::Status::held);
}

} // namespace
