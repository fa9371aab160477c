// SPDX-License-Identifier: MIT
#pragma once

#include "core/random.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// Zipf's distribution: of the numbers 0 to n - 1, number k with a probability in proportion to (k + 1)^-s.
///
/// Exact to the rounding of doubles at one look into one table a draw, by the alias method (Walker: An efficient method
/// for generating discrete random variables with general distributions; ACM TOMS 3(3), 1977; the table as in Vose: A
/// linear algorithm for generating random numbers with a given distribution; IEEE TSE 17(9), 1991).
class Zipf {
public:
  /// `count` is at least 1, `exponent` not below 0; 0 is uniform. 16 bytes and about 50 ns a number.
  Zipf(std::uint32_t count, double exponent);

  std::uint32_t choose(const Draw& draw) const;

private:
  struct Column {
    double share;        // of the column, that is for its own number
    std::uint32_t alias; // whose the rest is
  };
  std::vector<Column> columns_;
};

} // namespace creditsim::core
