// SPDX-License-Identifier: MIT
#include "core/check_join_laws.hpp"

#include "core/check_monotone.hpp"

#include <initializer_list>

namespace creditsim::core {

namespace {

using State = std::shared_ptr<const SharedState>;

// An empty replica to which states are joined one by one.
class Trial {
public:
  Trial(const CreditLedger& like, std::int64_t now_ms, std::initializer_list<const State*> states)
      : ledger_{like.blank()}, now_ms_{now_ms} {
    for (const State* state : states)
      join(*state);
  }

  void join(const State& state) {
    if (const auto joined = ledger_->join(*state, now_ms_); !joined)
      refused_ = "joining a state that was joined before is refused: " + joined.error().context;
  }

  State share() const { return ledger_->share(now_ms_); }
  std::string bytes() const { return ledger_->canonical_bytes(); }
  LedgerReading reading() const {
    LedgerReading reading;
    ledger_->read(reading);
    return reading;
  }
  const std::optional<std::string>& refused() const { return refused_; }

private:
  std::unique_ptr<CreditLedger> ledger_;
  std::int64_t now_ms_;
  std::optional<std::string> refused_;
};

// Every entry of a part is in the whole, at least as far.
std::optional<std::string> lost(const LedgerReading& part, const LedgerReading& whole, const OwnerLabels& labels) {
  for (const EntryReading& entry : part.entries)
    if (auto fault = went_back(entry, whole.find(entry.owner), labels))
      return "a join loses what it is given: " + *fault;
  return std::nullopt;
}

} // namespace

void JoinLawsCheck::received(State state) {
  received_[1] = std::move(received_[0]);
  received_[0] = std::move(state);
}

std::optional<std::string> JoinLawsCheck::look(const CreditLedger& ledger, std::int64_t now_ms,
                                               const OwnerLabels& labels) const {
  const State own = ledger.share(now_ms);
  const State& other = received_[0] != nullptr ? received_[0] : own;
  const State& third = received_[1] != nullptr ? received_[1] : own;

  const Trial copy{ledger, now_ms, {&own}};
  if (copy.refused())
    return copy.refused();
  if (copy.bytes() != ledger.canonical_bytes())
    return "an empty replica that joins a state does not hold that state";
  Trial forth{ledger, now_ms, {&own, &other}};
  const LedgerReading joined = forth.reading();
  if (auto fault = lost(copy.reading(), joined, labels))
    return fault;
  if (auto fault = lost(Trial{ledger, now_ms, {&other}}.reading(), joined, labels))
    return fault;
  const std::string both = forth.bytes();
  forth.join(other);
  forth.join(own);
  if (forth.refused())
    return forth.refused();
  if (forth.bytes() != both)
    return "joining is not idempotent: joining two states again changes what holds both";
  if (Trial{ledger, now_ms, {&other, &own}}.bytes() != both)
    return "joining is not commutative: two states in the other order give another state";
  const Trial later{ledger, now_ms, {&other, &third}};
  const State later_state = later.share();
  if (Trial{ledger, now_ms, {&own, &later_state}}.bytes() != Trial{ledger, now_ms, {&own, &other, &third}}.bytes())
    return "joining is not associative: joining two states first, or one by one, gives different states";
  return std::nullopt;
}

} // namespace creditsim::core
