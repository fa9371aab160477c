// SPDX-License-Identifier: MIT
#include "core/price.hpp"

namespace creditsim::core {

namespace {

using Factors = std::map<std::string, double, std::less<>>;

const CreditRules& default_rules() {
  static const CreditRules rules;
  return rules;
}

double factor(const Factors& factors, const Factors& defaults, std::string_view name, Rules::Multipliers multipliers) {
  if (name.empty())
    return 1.0;
  auto found = factors.find(name);
  if (multipliers == Rules::Multipliers::merged && found == factors.end()) {
    found = defaults.find(name);
    return found == defaults.end() ? 1.0 : found->second;
  }
  // Zero counts as absent, because the reference tests its factors for truth.
  return found == factors.end() || found->second == 0.0 ? 1.0 : found->second;
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
