// SPDX-License-Identifier: MIT
#include "scenarios/vectors_setup.hpp"

namespace creditsim::scenarios {

namespace {

using core::CreditRules;
using core::Credits;
using core::Errc;
using core::Error;
using core::Result;

Error wrong(const std::string& name, const Json& found, const char* expected) {
  return {Errc::invalid_value, name + ": found " + shown(&found) + ", expected " + expected};
}

Result<void> read_factors(const std::string& name, const Json& value, core::FactorTable& factors) {
  if (!value.is_object())
    return wrong(name, value, "a table of factors");
  factors.clear();
  for (const auto& item : value.items()) {
    const auto factor = as_number(item.value());
    if (!factor)
      return wrong(name + "." + item.key(), item.value(), "a number");
    factors[item.key()] = *factor;
  }
  return {};
}

Result<void> read_amount(const std::string& name, const Json& value, Credits& amount) {
  const auto read = as_exact_amount(value);
  if (!read)
    return Error{read.error().code, name + ": " + read.error().context};
  amount = read.value();
  return {};
}

Result<void> read_member(const std::string& name, const Json& value, CreditRules& rules) {
  if (name == "taskSubmissionCost")
    return read_amount(name, value, rules.submission_cost);
  if (name == "taskCompletionReward")
    return read_amount(name, value, rules.completion_reward);
  if (name == "initialCredits")
    return read_amount(name, value, rules.initial_credits);
  if (name == "minimumBalance")
    return read_amount(name, value, rules.minimum_balance);
  if (name == "taskTypeMultipliers")
    return read_factors(name, value, rules.type_multipliers);
  if (name == "priorityMultipliers")
    return read_factors(name, value, rules.priority_multipliers);
  if (name != "maxTransactionHistory")
    return wrong(name, value, "a member of the reference's configuration");
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 1'000'000'000)
    return wrong(name, value, "a number of transactions");
  rules.history = value.get<std::uint32_t>();
  return {};
}

} // namespace

Result<CreditRules> rules_from_config(const Json& config) {
  if (!config.is_object())
    return wrong("config", config, "an object");
  CreditRules rules;
  for (const auto& item : config.items())
    if (auto read = read_member(item.key(), item.value(), rules); !read)
      return read.error();
  return rules;
}

} // namespace creditsim::scenarios
