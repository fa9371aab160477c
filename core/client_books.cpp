// SPDX-License-Identifier: MIT
#include "core/client_books.hpp"

#include "core/check.hpp"

namespace creditsim::core {

ClientBooks::ClientBooks(std::uint32_t nodes, const LoadTerms& terms)
    : terms_{&terms}, accounts_(nodes), charges_(terms.types().size() * terms.priorities().size()) {}

void ClientBooks::note(const LoadOperation& operation, const LoadAnswer& answer) {
  const bool ok = answer.outcome == LoadAnswer::Outcome::ok;
  if (operation.twice) {
    const auto [other, first] = open_.emplace(operation.task, ok);
    if (!first) {
      if (ok && other->second)
        repetitions_.push_back({operation.task, operation.node});
      open_.erase(other);
    }
  }
  if (!ok)
    return;
  Account& account = accounts_[operation.node];
  if (operation.kind == LoadOperation::Kind::earn) {
    account.paid += answer.amount;
    return;
  }
  account.charged += answer.amount;
  Charge& charge = charges_[operation.terms];
  const Credits price = terms_->price(operation.terms);
  if (charge.task == no_task || (charge.amount == price && answer.amount != price))
    charge = {operation.task, operation.node, answer.amount};
}

void ClientBooks::merge(const ClientBooks& other) {
  CREDITSIM_CHECK(other.accounts_.size() == accounts_.size() && other.charges_.size() == charges_.size());
  for (std::size_t node = 0; node < accounts_.size(); ++node) {
    accounts_[node].paid += other.accounts_[node].paid;
    accounts_[node].charged += other.accounts_[node].charged;
  }
  for (std::size_t terms = 0; terms < charges_.size(); ++terms) {
    const Charge& theirs = other.charges_[terms];
    const bool right = charges_[terms].amount == terms_->price(static_cast<std::uint16_t>(terms));
    if (theirs.task != no_task && (charges_[terms].task == no_task || right))
      charges_[terms] = theirs;
  }
  repetitions_.insert(repetitions_.end(), other.repetitions_.begin(), other.repetitions_.end());
}

} // namespace creditsim::core
