// SPDX-License-Identifier: MIT
#include "core/attacker.hpp"
#include "core/ledger_state_binary.hpp"
#include "tests/catch.hpp"
#include "tests/core/replica_samples.hpp"

#include <set>
#include <string>

// What a hostile node sends, and that a ledger withstands it.
namespace {

using namespace creditsim::core;

constexpr TimeUs s = 1'000'000;

struct Stage {
  ReplicaOptions options{.owners = some_owners(4), .forks = true};
  EntryLedger liar = literal_ledger(options, 0);
  EntryLedger victim = literal_ledger(options, 1);
  EntryLedger witness = literal_ledger(options, 2);

  Stage() {
    for (EntryLedger* ledger : {&liar, &victim, &witness})
      CREDITSIM_CHECK(ledger->post({.kind = Posting::Kind::grant, .amount = Credits::whole(10)}, 1).ok());
    CREDITSIM_CHECK(liar.join(*victim.share(2), 2).ok() && witness.join(*victim.share(2), 2).ok());
  }

  Result<JoinChange> hears(EntryLedger& ledger, const std::string& bytes) {
    auto decoded = decode_ledger_state_binary(bytes, options.owners);
    if (!decoded)
      return decoded.error();
    return ledger.join(LiteralState{std::move(decoded).value(), bytes.size()}, 10);
  }
};

Attacker attacker(FaultKind kind, double probability = 1.0) {
  return Attacker{{.seed = 7, .self = 0},
                  {{.kind = kind, .begin_us = s, .end_us = 2 * s, .probability = probability, .fault = 3}}};
}

std::string bytes_of(const EntryLedger& ledger) { return encode_ledger_state_binary(ledger.replica().state({})); }

TEST_CASE("Attacker: it is one while its fault lasts, as often as the fault says", "[core][hostile]") {
  Stage stage;
  Attacker junk = attacker(FaultKind::junk);
  CHECK_FALSE(junk.doing(FaultKind::junk, s - 1));
  CHECK(junk.doing(FaultKind::junk, s));
  CHECK_FALSE(junk.doing(FaultKind::forge, s));
  CHECK_FALSE(junk.lie(stage.liar, 1, s - 1, 10));
  CHECK(junk.lie(stage.liar, 1, s, 10));
  CHECK_FALSE(junk.lie(stage.liar, 1, 2 * s, 10));
  Attacker half = attacker(FaultKind::junk, 0.5);
  int lies = 0;
  for (int i = 0; i < 1000; ++i)
    lies += half.lie(stage.liar, 1, s, 10) ? 1 : 0;
  CHECK((lies > 400 && lies < 600));
}

TEST_CASE("Attacker: forge, future_stamp, junk: all of it is rejected, and leaves no trace", "[core][hostile]") {
  const auto kind = GENERATE(FaultKind::forge, FaultKind::future_stamp, FaultKind::junk);
  Stage stage;
  Attacker liar = attacker(kind);
  const std::string before = bytes_of(stage.witness);
  std::set<Errc> reasons;
  for (int i = 0; i < 200; ++i) {
    const auto lie = liar.lie(stage.liar, 1, s, 10);
    REQUIRE(lie);
    CHECK(lie->kind == kind);
    const auto heard = stage.hears(stage.witness, lie->bytes);
    REQUIRE_FALSE(heard.ok());
    reasons.insert(heard.error().code);
    REQUIRE(bytes_of(stage.witness) == before);
  }
  if (kind == FaultKind::forge)
    CHECK(reasons == std::set{Errc::invalid_value, Errc::not_authentic});
  if (kind == FaultKind::future_stamp)
    CHECK(reasons == std::set{Errc::stamp_ahead});
  if (kind == FaultKind::junk)
    CHECK(reasons.contains(Errc::malformed));
}

TEST_CASE("Attacker: forge: where anyone may write an entry, it is believed", "[core][hostile]") {
  Stage stage;
  stage.options.rules.writers = Rules::Writers::anyone; // fault B6
  EntryLedger trusting = literal_ledger(stage.options, 2);
  REQUIRE(trusting.join(*stage.victim.share(2), 2).ok());
  Attacker liar = attacker(FaultKind::forge);
  for (int i = 0; i < 200; ++i)
    static_cast<void>(stage.hears(trusting, liar.lie(stage.liar, 1, s, 10)->bytes));
  CHECK(trusting.replica().account(1) != Credits::whole(10));
}

TEST_CASE("Attacker: replay_old: an export from the first occasion, which changes nothing", "[core][hostile]") {
  Stage stage;
  Attacker liar = attacker(FaultKind::replay_old);
  const auto first = liar.lie(stage.liar, 1, s, 10);
  REQUIRE(first);
  REQUIRE(stage.hears(stage.witness, first->bytes).ok());
  REQUIRE(stage.liar.post({.kind = Posting::Kind::earn, .amount = Credits::whole(1), .task = 1}, 11).ok());
  REQUIRE(stage.witness.join(*stage.liar.share(12), 12).ok());
  const std::string before = bytes_of(stage.witness);
  const auto again = liar.lie(stage.liar, 1, s + 1, 13);
  REQUIRE(again);
  CHECK(again->bytes == first->bytes);
  CHECK_FALSE(stage.hears(stage.witness, again->bytes).value().changed());
  CHECK(bytes_of(stage.witness) == before);
}

TEST_CASE("Attacker: equivocate: different peers hear different things, and end with the same", "[core][hostile]") {
  Stage stage;
  Attacker liar = attacker(FaultKind::equivocate);
  const std::string to_1 = liar.lie(stage.liar, 1, s, 10)->bytes;
  const std::string to_2 = liar.lie(stage.liar, 2, s, 10)->bytes;
  CHECK(to_1 != to_2);
  REQUIRE(stage.hears(stage.victim, to_1).ok());
  REQUIRE(stage.hears(stage.witness, to_2).ok());
  CHECK(stage.victim.replica().account(0) != stage.witness.replica().account(0));
  CHECK(stage.victim.replica().version(0) == stage.witness.replica().version(0));
  CHECK(stage.victim.digests().counters != stage.witness.digests().counters);
  REQUIRE(stage.victim.join(*stage.witness.share(11), 11).ok());
  REQUIRE(stage.witness.join(*stage.victim.share(12), 12).ok());
  CHECK(bytes_of(stage.victim) == bytes_of(stage.witness));
  CHECK(stage.victim.replica().equivocations() == 1);
  CHECK(stage.victim.digests() == stage.witness.digests());

  // Its own books do not change by what it hears of its lies.
  const LedgerState heard = stage.witness.state(13);
  REQUIRE(stage.liar.join(LiteralState{Attacker::without(heard, 0), 0}, 13).ok());
  CHECK(stage.liar.account() == Credits::whole(10));
  CHECK(stage.liar.replica().account(2) == Credits::whole(10));
}

TEST_CASE("Attacker: reports to be made again: the newest, each once", "[core][hostile]") {
  Attacker liar = attacker(FaultKind::double_report);
  for (std::uint32_t task = 0; task < 40; ++task)
    for (int twice = 0; twice < 2; ++twice)
      liar.note_report({.report = {.task = task}, .submitter = 1});
  REQUIRE(liar.reported().size() == 16);
  CHECK(liar.reported().front().report.task == 24);
  CHECK(liar.reported().back().report.task == 39);
}

} // namespace
