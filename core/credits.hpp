// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"
#include "core/result.hpp"

#include <cmath>
#include <compare>
#include <cstdint>
#include <string>

namespace creditsim::core {

/// `amount` credits in hundredths, rounded to a whole number with ties toward plus infinity, as the reference's
/// `Math.round(amount * 100)` does in doubles. Without a limit: what is not finite stays so.
inline double nearest_hundredths(double amount) {
  const double scaled = amount * 100.0;
  if (!(std::fabs(scaled) < 0x1p52)) // a whole number already, or none at all
    return scaled;
  const auto truncated = static_cast<double>(static_cast<std::int64_t>(scaled));
  const double below = truncated > scaled ? truncated - 1.0 : truncated;
  // Not floor(scaled + 0.5): that sum itself rounds, just below one half.
  return scaled - below < 0.5 ? below : below + 1.0;
}

/// An amount of money in exact hundredths of a credit.
///
/// Sums are checked: what leaves the range of 64 bits stops the program, so callers that add amounts from outside use
/// `checked_add`. The default is zero.
class Credits {
public:
  constexpr Credits() = default;

  /// The amount of `count` hundredths.
  static constexpr Credits hundredths(std::int64_t count) { return Credits{count}; }

  /// The amount of `count` whole credits; stops the program beyond 9.2e16.
  static Credits whole(std::int64_t count);

  /// The amount nearest to `amount` credits, ties toward plus infinity, as the reference rounds.
  /// Refuses what is not finite or beyond 9e15 hundredths (`Errc::invalid_amount`).
  static Result<Credits> from_double(double amount) {
    const double nearest = nearest_hundredths(amount);
    if (!(std::fabs(nearest) <= 9e15)) // doubles are exact integers up to here
      return no_amount(amount);
    return hundredths(static_cast<std::int64_t>(nearest));
  }

  constexpr std::int64_t hundredths() const { return hundredths_; }

  /// The amount in credits, for printing and for comparing with recorded doubles.
  constexpr double to_double() const { return static_cast<double>(hundredths_) / 100.0; }

  /// The amount with two decimals, as in `-3.05`.
  std::string to_string() const;

  /// The sum, or `Errc::overflow`.
  static Result<Credits> checked_add(Credits a, Credits b);

  Credits& operator+=(Credits other) {
    CREDITSIM_CHECK(!__builtin_add_overflow(hundredths_, other.hundredths_, &hundredths_));
    return *this;
  }
  Credits& operator-=(Credits other) {
    CREDITSIM_CHECK(!__builtin_sub_overflow(hundredths_, other.hundredths_, &hundredths_));
    return *this;
  }
  friend Credits operator+(Credits a, Credits b) { return a += b; }
  friend Credits operator-(Credits a, Credits b) { return a -= b; }
  friend constexpr auto operator<=>(const Credits&, const Credits&) = default;

private:
  static Error no_amount(double amount);

  explicit constexpr Credits(std::int64_t count) : hundredths_{count} {}

  std::int64_t hundredths_ = 0;
};

} // namespace creditsim::core
