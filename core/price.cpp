// SPDX-License-Identifier: MIT
#include "core/price.hpp"

namespace creditsim::core {

namespace {

using Factors = std::map<std::string, double, std::less<>>;

double factor(const Factors& factors, std::string_view name) {
  if (name.empty())
    return 1.0;
  const auto found = factors.find(name);
  // Zero counts as absent, because the reference tests its factors for truth.
  return found == factors.end() || found->second == 0.0 ? 1.0 : found->second;
}

} // namespace

double price_product(const CreditRules& rules, double base, PriceTerms terms) {
  const double amount = base * factor(rules.type_multipliers, terms.type);
  return amount * factor(rules.priority_multipliers, terms.priority);
}

Result<Credits> price(const CreditRules& rules, double base, PriceTerms terms) {
  return Credits::from_double(price_product(rules, base, terms));
}

} // namespace creditsim::core
