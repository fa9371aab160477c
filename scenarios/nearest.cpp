// SPDX-License-Identifier: MIT
#include "scenarios/nearest.hpp"

#include <algorithm>

namespace creditsim::scenarios {

namespace {

/// Optimal string alignment distance (Damerau 1964), with three rows.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

} // namespace

std::string_view nearest(std::string_view found, const std::vector<std::string_view>& words) {
  std::string_view best;
  constexpr std::size_t length_max = 100; // longer texts are no typing errors, and cost
  std::size_t errors = std::min(found.size(), length_max);
  if (found.size() > length_max)
    return {};
  for (const std::string_view word : words) {
    if (const std::size_t d = distance(found, word); d < errors) {
      errors = d;
      best = word;
    }
  }
  return best;
}

} // namespace creditsim::scenarios
