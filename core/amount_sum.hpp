// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"

#include <string>

namespace creditsim::core {

/// Sums of amounts that nobody has vouched for: 128 bits hold any that fit into memory.
__extension__ using AmountSum = __int128;

/// An amount as `Credits::to_string` prints it, for any number of hundredths.
inline std::string credits_text(AmountSum hundredths) {
  const bool negative = hundredths < 0;
  std::string digits;
  for (AmountSum left = negative ? -hundredths : hundredths; left > 0 || digits.size() < 3; left /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
  digits.insert(digits.size() - 2, 1, '.');
  return negative ? "-" + digits : digits;
}

} // namespace creditsim::core
