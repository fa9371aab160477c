// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"

#include <string_view>

namespace creditsim::core {

/// What a price depends on beside its base. An empty text is "not given".
struct PriceTerms {
  std::string_view type = {};
  std::string_view priority = {};
};

/// base x factor of the type x factor of the priority, as a product of doubles in this order and without a limit.
/// A name that the rules' table does not list has the factor of the default table where tables are merged, and else
/// counts, as does a factor of zero, as 1.
double price_product(const CreditRules& rules, double base, const PriceTerms& terms,
                     Rules::Multipliers multipliers = Rules::Multipliers::merged);

/// The final amount of `base` credits: the `price_product` rounded to hundredths with ties toward plus infinity, as the
/// reference does (so 1.005 is 1.00 and 0.67 x 1.5 is 1.01).
/// The result may be zero or negative; refuses what is not finite or beyond 9e13 credits (`Errc::invalid_amount`).
Result<Credits> price(const CreditRules& rules, double base, const PriceTerms& terms,
                      Rules::Multipliers multipliers = Rules::Multipliers::merged);

} // namespace creditsim::core
