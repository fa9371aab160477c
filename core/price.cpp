// SPDX-License-Identifier: MIT
#include "core/price.hpp"

namespace creditsim::core {

namespace {

const CreditRules& default_rules() {
  static const CreditRules rules;
  return rules;
}

double factor(const CreditRules& rules, FactorTable CreditRules::*table, std::string_view name,
              Rules::Multipliers multipliers) {
  if (name.empty())
    return 1.0;
  const double* found = (rules.*table).find(name);
  if (found == nullptr && multipliers == Rules::Multipliers::merged)
    found = (default_rules().*table).find(name);
  // Zero counts as absent, because the reference tests its factors for truth.
  return found == nullptr || *found == 0.0 ? 1.0 : *found;
}

} // namespace

double price_product(const CreditRules& rules, double base, const PriceTerms& terms, Rules::Multipliers multipliers) {
  const double amount = base * factor(rules, &CreditRules::type_multipliers, terms.type, multipliers);
  return amount * factor(rules, &CreditRules::priority_multipliers, terms.priority, multipliers);
}

Result<Credits> price(const CreditRules& rules, double base, const PriceTerms& terms, Rules::Multipliers multipliers) {
  return Credits::from_double(price_product(rules, base, terms, multipliers));
}

} // namespace creditsim::core
