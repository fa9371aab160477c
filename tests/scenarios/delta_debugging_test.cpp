// SPDX-License-Identifier: MIT
#include "scenarios/delta_debugging.hpp"

#include "tests/catch.hpp"

#include <rapidcheck.h>

#include <numeric>
#include <set>

namespace {

using creditsim::scenarios::minimized;

TEST_CASE("Delta debugging: law: what is left fails, and none of it can be left out", "[scenarios][shrink][law]") {
  CHECK(rc::check([] {
    std::vector<int> items(*rc::gen::inRange<std::size_t>(0, 60));
    std::iota(items.begin(), items.end(), 0);
    const auto needed = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 60));
    std::set<int> there;
    for (const int item : needed)
      if (item < static_cast<int>(items.size()))
        there.insert(item);
    // Fails when all of `there` are in it: `there` alone is the smallest.
    const auto left = minimized(items, [&](const std::vector<int>& part) {
      return std::includes(part.begin(), part.end(), there.begin(), there.end());
    });
    RC_ASSERT(std::vector<int>(there.begin(), there.end()) == left);
  }));
}

TEST_CASE("Delta debugging: alternatives: one of several causes is enough", "[scenarios][shrink]") {
  const std::vector<int> items{1, 2, 3, 4, 5, 6, 7, 8};
  const auto left = minimized(items, [](const std::vector<int>& part) {
    return std::accumulate(part.begin(), part.end(), 0) >= 15; // many parts do; no smallest one is the only one
  });
  CHECK(std::accumulate(left.begin(), left.end(), 0) >= 15);
  for (std::size_t out = 0; out < left.size(); ++out)
    CHECK(std::accumulate(left.begin(), left.end(), 0) - left[out] < 15);
  CHECK(minimized(items, [](const std::vector<int>&) { return false; }) == items);
}

} // namespace
