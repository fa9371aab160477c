// SPDX-License-Identifier: MIT
#include "core/price.hpp"

namespace creditsim::core {

namespace {

const CreditRules& default_rules() {
  static const CreditRules rules;
  return rules;
}

double factor(const FactorTable& factors, const FactorTable& defaults, std::string_view name,
              Rules::Multipliers multipliers) {
  if (name.empty())
    return 1.0;
  const double* found = factors.find(name);
  if (multipliers == Rules::Multipliers::merged && found == nullptr) {
    found = defaults.find(name);
    return found == nullptr ? 1.0 : *found;
  }
  // Zero counts as absent, because the reference tests its factors for truth.
  return found == nullptr || *found == 0.0 ? 1.0 : *found;
}

} // namespace

double price_product(const CreditRules& rules, double base, PriceTerms terms, Rules::Multipliers multipliers) {
  const CreditRules& defaults = default_rules();
  const double amount = base * factor(rules.type_multipliers, defaults.type_multipliers, terms.type, multipliers);
  return amount * factor(rules.priority_multipliers, defaults.priority_multipliers, terms.priority, multipliers);
}

Result<Credits> price(const CreditRules& rules, double base, PriceTerms terms, Rules::Multipliers multipliers) {
  return Credits::from_double(price_product(rules, base, terms, multipliers));
}

} // namespace creditsim::core
