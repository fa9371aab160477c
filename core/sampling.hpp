// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace creditsim::core {

/// How many different numbers, and below what.
struct DistinctSpec {
  std::uint32_t count = 1; ///< at most `bound`
  std::uint32_t bound = 1;
};

/// Different numbers below a bound, every ordered choice with the same probability. The number at place i comes from
/// `draw_at(i)`, a `Draw`. Costs time quadratic in the count, nothing in the bound.
template <class DrawAt> std::vector<std::uint32_t> draw_distinct(DistinctSpec spec, const DrawAt& draw_at) {
  CREDITSIM_CHECK(spec.count <= spec.bound);
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint32_t> ascending;
  for (std::uint32_t i = 0; i < spec.count; ++i) {
    // The number is a place among those that are not taken yet, so each that is taken below it moves it up by one.
    auto number = static_cast<std::uint32_t>(draw_at(i).below(spec.bound - i));
    auto place = ascending.begin();
    for (; place != ascending.end() && *place <= number; ++place)
      ++number;
    ascending.insert(place, number);
    numbers.push_back(number);
  }
  return numbers;
}

} // namespace creditsim::core
