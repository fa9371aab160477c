// SPDX-License-Identifier: MIT
#include "actors/process_ledger.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/history.hpp"

#include <utility>

namespace creditsim::actors {

using core::Credits;
using core::Errc;
using core::Error;
using core::Posting;
using core::ReplicaAnswer;
using core::ReplicaCall;
using core::ReplicaRequest;
using core::Result;

namespace {

// How many processes for trials a node keeps: they save the start of another one and cost memory.
constexpr std::size_t few_nodes = 16;
constexpr std::size_t trials_of_few = 6;
constexpr std::size_t trials_of_many = 1;

Errc code_of(const core::ReplicaRefusal& refusal) {
  if (!core::definite_replica_error(refusal.code))
    return Errc::indefinite;
  if (refusal.code == core::replica_error_exists)
    return Errc::duplicate_task;
  return refusal.code == core::replica_error_precondition ? Errc::insufficient_balance : Errc::invalid_value;
}

Result<void> refused(const Result<ReplicaAnswer>& answer) {
  if (!answer)
    return answer.error();
  if (const auto& refusal = answer.value().refusal)
    return Error{code_of(*refusal), core::refusal_text(*refusal)};
  return {};
}

ReplicaCall call_of(Posting::Kind kind) {
  switch (kind) {
  case Posting::Kind::grant:
    return ReplicaCall::add;
  case Posting::Kind::earn:
    return ReplicaCall::earn;
  case Posting::Kind::spend:
    return ReplicaCall::spend;
  case Posting::Kind::hold:
  case Posting::Kind::settle:
  case Posting::Kind::release:
    break;
  }
  CREDITSIM_CHECK(false); // the rules of a run with such replicas have no holds
}

} // namespace

/// An export on its way.
struct ProcessLedger::State final : core::SharedState {
  explicit State(std::string json) : text{std::move(json)} {}
  std::uint64_t encoded_bytes() const override { return text.size(); }

  std::string text;
};

struct ProcessLedger::Snapshot final : core::LedgerSnapshot {
  Snapshot(std::string json, std::int64_t of_changes) : text{std::move(json)}, changes{of_changes} {}

  std::string text;
  std::int64_t changes; ///< `progress` of the ledger
};

struct ProcessLedger::Trials {
  std::vector<std::unique_ptr<ReplicaSession>> waiting;
  std::string empty; ///< the snapshot of one that has just started
};

ProcessLedger::ProcessLedger(const ReplicaPart& part, std::int64_t now_ms)
    : part_{part}, session_{std::make_unique<ReplicaSession>(part, now_ms * 1000)},
      failure_{std::make_shared<std::string>()}, trials_{std::make_shared<Trials>()}, now_us_{now_ms * 1000} {
  part_.funds->spent = {};
  note_failure();
}

ProcessLedger::ProcessLedger(const ProcessLedger& original, std::unique_ptr<ReplicaSession> session)
    : part_{original.part_}, session_{std::move(session)}, failure_{original.failure_}, trials_{original.trials_},
      now_us_{original.now_us_}, trial_{true} {
  part_.funds = std::make_shared<Funds>(*part_.funds);
  note_failure();
}

ProcessLedger::~ProcessLedger() {
  if (trial_ && trials_->waiting.size() < (part_.nodes->size() <= few_nodes ? trials_of_few : trials_of_many))
    trials_->waiting.push_back(std::move(session_));
}

std::string ProcessLedger::bytes_of(const core::SharedState& state) {
  const auto* exported = dynamic_cast<const State*>(&state);
  CREDITSIM_CHECK(exported != nullptr);
  return exported->text;
}

std::shared_ptr<const core::SharedState> ProcessLedger::state_of(std::string_view bytes) {
  return std::make_shared<const State>(core::replica_state_of(bytes));
}

bool ProcessLedger::grant_due() const { return part_.incarnation == 1 && own_.granted == Credits{}; }

Result<const core::Transaction*> ProcessLedger::post(const Posting& posting, std::int64_t now_ms) {
  now_us_ = now_ms * 1000;
  const auto posted = refused(ask({.call = call_of(posting.kind), .amount = posting.amount, .task = posting.task}));
  forget_looks();
  const bool comes_in = posting.kind != Posting::Kind::spend;
  if (comes_in && (posted || posted.error().code == Errc::indefinite))
    part_.funds->received += posting.amount;
  else if (posted)
    part_.funds->spent += posting.amount;
  if (!posted)
    return posted.error();
  count(posting);
  return static_cast<const core::Transaction*>(nullptr);
}

void ProcessLedger::count(const Posting& posting) {
  ++changes_;
  own_.granted += posting.kind == Posting::Kind::grant ? posting.amount : Credits{};
  own_.earned += posting.kind == Posting::Kind::earn ? posting.amount : Credits{};
  own_.spent += posting.kind == Posting::Kind::spend ? posting.amount : Credits{};
}

void ProcessLedger::set_metadata(std::string_view, std::string, std::int64_t) { CREDITSIM_CHECK(false); }

Result<core::JoinChange> ProcessLedger::join(const core::SharedState& state, std::int64_t now_ms) {
  const auto* theirs = dynamic_cast<const State*>(&state);
  CREDITSIM_CHECK(theirs != nullptr);
  now_us_ = now_ms * 1000;
  const core::LedgerDigests before = trial_ ? core::LedgerDigests{} : digests();
  const auto joined = refused(ask({.call = ReplicaCall::join, .state = theirs->text}));
  forget_looks();
  if (!joined)
    return joined.error();
  if (observer_ != nullptr)
    observer_->on_ledger_event({.kind = core::LedgerEvent::Kind::merged, .balance = balance()});
  const bool changed = trial_ || digests() != before; // nobody counts what is tried
  return core::JoinChange{.entries_received = 1, .entries_redundant = changed ? 0U : 1U, .counters_changed = changed};
}

// Where exports are canonical the newest one is at hand.
std::shared_ptr<const core::SharedState> ProcessLedger::share(std::int64_t now_ms) const {
  now_us_ = now_ms * 1000;
  if (session_->abilities().canonical_export)
    return std::make_shared<const State>(canonical());
  auto answer = demand(ReplicaCall::export_state);
  // Without an answer the run is over, and nobody reads what is sent.
  return std::make_shared<const State>(answer ? std::move(answer).value().state : "null");
}

Result<void> ProcessLedger::shutdown(std::int64_t) {
  initialized_ = false;
  return {};
}

Result<std::vector<core::HistoryRow>> ProcessLedger::history(std::int64_t) const {
  return std::vector<core::HistoryRow>{};
}

core::LedgerAbilities ProcessLedger::abilities() const {
  core::LedgerAbilities abilities;
  if (!session_->abilities().own_account)
    abilities.add(core::LedgerAbility::sums);
  if (session_->abilities().snapshot)
    abilities.add(core::LedgerAbility::snapshot);
  if (session_->abilities().once_per_task)
    abilities.add(core::LedgerAbility::once_per_task);
  if (session_->abilities().own_limit)
    abilities.add(core::LedgerAbility::own_limit);
  return abilities;
}

void ProcessLedger::read(core::LedgerReading& reading) const {
  reading.value = value();
  reading.entries.clear();
}

std::shared_ptr<const core::LedgerSnapshot> ProcessLedger::snapshot() const {
  if (!session_->abilities().snapshot)
    return nullptr;
  auto answer = demand(ReplicaCall::snapshot);
  return std::make_shared<const Snapshot>(answer ? std::move(answer).value().state : "null", changes_);
}

Result<void> ProcessLedger::restore(const core::LedgerSnapshot& snapshot) {
  const auto* stored = dynamic_cast<const Snapshot*>(&snapshot);
  CREDITSIM_CHECK(stored != nullptr);
  auto restored = restore_text(stored->text);
  if (restored)
    changes_ = stored->changes;
  return restored;
}

Result<void> ProcessLedger::restore_text(std::string_view state) {
  auto restored = refused(ask({.call = ReplicaCall::restore, .state = state}));
  forget_looks();
  return restored;
}

std::unique_ptr<core::CreditLedger> ProcessLedger::blank() const {
  if (!session_->abilities().snapshot)
    return nullptr;
  auto& waiting = trials_->waiting;
  const bool starts = waiting.empty();
  std::unique_ptr<ReplicaSession> session;
  if (!failure_->empty()) {
    session = std::make_unique<ReplicaSession>(*failure_);
  } else if (starts) {
    session = std::make_unique<ReplicaSession>(part_, now_us_);
  } else {
    session = std::move(waiting.back());
    waiting.pop_back();
  }
  std::unique_ptr<ProcessLedger> trial{new ProcessLedger{*this, std::move(session)}};
  if (!starts) {
    static_cast<void>(trial->restore_text(trials_->empty)); // whether that worked shows in what is tried on it
    return trial;
  }
  if (auto empty = trial->demand(ReplicaCall::snapshot))
    trials_->empty = std::move(empty).value().state;
  return trial;
}

void ProcessLedger::reboot(std::int64_t now_ms) {
  now_us_ = now_ms * 1000;
  const auto stored = snapshot();
  if (!failure_->empty())
    return;
  ++part_.incarnation;
  changes_ = 0;
  session_->crash();
  session_ = std::make_unique<ReplicaSession>(part_, now_us_);
  note_failure();
  if (stored != nullptr)
    static_cast<void>(restore(*stored)); // a replica that refuses its own snapshot has lost what it acknowledged
  else
    forget_looks();
}

Result<ReplicaAnswer> ProcessLedger::ask(ReplicaRequest request) const {
  if (!failure_->empty())
    return Error{Errc::indefinite, *failure_};
  request.now_us = now_us_;
  auto answer = session_->ask(request);
  note_failure();
  return answer;
}

Result<ReplicaAnswer> ProcessLedger::demand(ReplicaCall call) const {
  if (!failure_->empty())
    return Error{Errc::indefinite, *failure_};
  auto answer = session_->demand({.call = call, .now_us = now_us_});
  note_failure();
  return answer;
}

void ProcessLedger::note_failure() const {
  if (failure_->empty())
    *failure_ = session_->failure();
}

/// A request may have changed what was seen, also one that was refused.
void ProcessLedger::forget_looks() {
  value_.reset();
  canonical_.reset();
}

Credits ProcessLedger::value() const {
  if (!value_) {
    const auto reading = demand(ReplicaCall::read);
    value_ = reading ? reading.value().value : Credits{};
  }
  return *value_;
}

const std::string& ProcessLedger::canonical() const {
  if (!canonical_) {
    if (session_->abilities().canonical_export) {
      auto state = demand(ReplicaCall::export_state);
      canonical_ = state ? std::move(state).value().state : "null";
    } else {
      canonical_ = std::to_string(value().hundredths());
    }
    digest_ = core::hash64(*canonical_);
  }
  return *canonical_;
}

core::LedgerDigests ProcessLedger::digests() const {
  canonical();
  return {.counters = digest_};
}

} // namespace creditsim::actors
