// SPDX-License-Identifier: MIT
#include "core/zipf.hpp"

#include "core/check.hpp"

#include <numeric>

namespace creditsim::core {

Zipf::Zipf(std::uint32_t count, double exponent) {
  CREDITSIM_CHECK(count >= 1 && exponent >= 0.0);
  std::vector<double> weights(count);
  for (std::uint32_t k = 0; k < count; ++k)
    weights[k] = portable_exp(-exponent * portable_log(static_cast<double>(k) + 1.0));
  // The smallest first: a sum of many small numbers onto a large one would lose them.
  const double sum = std::accumulate(weights.rbegin(), weights.rend(), 0.0);
  columns_.resize(count);
  std::vector<std::uint32_t> poor;
  std::vector<std::uint32_t> rich;
  for (std::uint32_t k = 0; k < count; ++k) {
    columns_[k] = {.share = weights[k] / sum * count, .alias = k};
    (columns_[k].share < 1.0 ? poor : rich).push_back(k);
  }
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t filled = poor.back();
    const std::uint32_t giver = rich.back();
    poor.pop_back();
    columns_[filled].alias = giver;
    columns_[giver].share -= 1.0 - columns_[filled].share;
    if (columns_[giver].share < 1.0) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  // What is left lacks nothing but rounding.
  for (const auto& rest : {poor, rich})
    for (const std::uint32_t k : rest)
      columns_[k].share = 1.0;
}

std::uint32_t Zipf::choose(const Draw& draw) const {
  // The place in the row of columns: its whole part is the column, the rest a place in it.
  const double place = draw.unit() * static_cast<double>(columns_.size());
  const auto column = static_cast<std::uint32_t>(place);
  return place - column < columns_[column].share ? column : columns_[column].alias;
}

} // namespace creditsim::core
