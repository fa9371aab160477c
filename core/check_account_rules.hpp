// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/price.hpp"
#include "core/scenario.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace creditsim::core {

/// Whether a node's account is kept by the rules of the economy: the price of a task is the one that its factors say,
/// rounded once; the minimum balance stays; a task is refused once at most, and not accepted after that; whoever starts
/// for the first time has the initial credits; a payment is booked before it is acknowledged.
class AccountRulesCheck {
public:
  /// `credits` outlives the check.
  explicit AccountRulesCheck(const CreditRules& credits) : credits_{&credits} {}

  /// `task` was charged `amount`, of which `account` is left.
  std::optional<std::string> charged(TaskId task, Credits amount, PriceTerms terms, Credits account);

  /// `task` was refused for lack of credit, for good.
  std::optional<std::string> refused(TaskId task);

  /// The node has started for the first time and was to be granted the initial credits.
  std::optional<std::string> started(Credits granted) const;

private:
  const CreditRules* credits_;
  std::set<TaskId> refused_;
};

} // namespace creditsim::core
