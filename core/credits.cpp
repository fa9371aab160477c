// SPDX-License-Identifier: MIT
#include "core/credits.hpp"

#include <cstdio>

namespace creditsim::core {

Credits Credits::whole(std::int64_t count) {
  std::int64_t result = 0;
  CREDITSIM_CHECK(!__builtin_mul_overflow(count, std::int64_t{100}, &result));
  return hundredths(result);
}

Error Credits::no_amount(double amount) {
  return {Errc::invalid_amount, std::to_string(amount) + " is not an amount up to 9e13 credits"};
}

std::string Credits::to_string() const {
  const bool negative = hundredths_ < 0;
  const auto bits = static_cast<std::uint64_t>(hundredths_);
  const std::uint64_t magnitude = negative ? 0 - bits : bits;
  char text[32];
  std::snprintf(text, sizeof text, "%s%llu.%02llu", negative ? "-" : "",
                static_cast<unsigned long long>(magnitude / 100), static_cast<unsigned long long>(magnitude % 100));
  return text;
}

Result<Credits> Credits::checked_add(Credits a, Credits b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.hundredths_, b.hundredths_, &sum))
    return Error{Errc::overflow, a.to_string() + " + " + b.to_string() + " leaves the range of credits"};
  return hundredths(sum);
}

} // namespace creditsim::core
