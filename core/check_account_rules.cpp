// SPDX-License-Identifier: MIT
#include "core/check_account_rules.hpp"

namespace creditsim::core {

namespace {

std::string task_text(TaskId task) { return "task " + std::to_string(task); }

} // namespace

std::optional<std::string> AccountRulesCheck::charged(TaskId task, Credits amount, PriceTerms terms, Credits account) {
  if (refused_.contains(task))
    return task_text(task) + " was counted as refused, and is paid for";
  const auto due = price(*credits_, credits_->submission_cost.to_double(), terms);
  if (due && due.value() != amount)
    return task_text(task) + " of type " + std::string{terms.type} + " and priority " + std::string{terms.priority} +
           " cost " + amount.to_string() + ", its price is " + due.value().to_string();
  if (credits_->minimum_balance > Credits{} && account < credits_->minimum_balance)
    return "after " + task_text(task) + " the account is " + account.to_string() + ", the minimum balance " +
           credits_->minimum_balance.to_string();
  return std::nullopt;
}

std::optional<std::string> AccountRulesCheck::refused(TaskId task) {
  if (refused_.insert(task).second)
    return std::nullopt;
  return task_text(task) + " is counted as refused again";
}

std::optional<std::string> AccountRulesCheck::started(Credits granted) const {
  if (granted >= credits_->initial_credits)
    return std::nullopt;
  return "the node starts with " + granted.to_string() + " of the initial credits, where " +
         credits_->initial_credits.to_string() + " are due";
}

} // namespace creditsim::core
