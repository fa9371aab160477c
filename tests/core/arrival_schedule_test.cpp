// SPDX-License-Identifier: MIT
#include "core/arrival_schedule.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using creditsim::core::ArrivalSchedule;
using creditsim::core::ArrivalSpec;

std::vector<std::int64_t> starts(const ArrivalSpec& spec, std::size_t count) {
  ArrivalSchedule schedule{spec};
  std::vector<std::int64_t> times;
  for (std::size_t i = 0; i < count; ++i)
    times.push_back(schedule.next_ns());
  return times;
}

TEST_CASE("ArrivalSchedule: constant: sources take turns at equal distances, and no rounding adds up", "[core][load]") {
  const std::uint32_t sources = GENERATE(1u, 3u);
  std::vector<std::int64_t> all;
  for (std::uint32_t source = 0; source < sources; ++source)
    for (const std::int64_t time :
         starts({.rate_per_s = 300'000.0, .source = source, .sources = sources}, 300'000 / sources))
      all.push_back(time);
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == 300'000);
  CHECK(all.front() == 0);
  CHECK(all[1] == 3333);
  CHECK(all[2] == 6666);
  CHECK(all[3] == 10'000);
  CHECK(all.back() == 999'996'666);
}

TEST_CASE("ArrivalSchedule: poisson: the rate is kept and distances are exponential", "[core][load]") {
  constexpr std::size_t count = 200'000;
  const auto times = starts({.kind = ArrivalSpec::Kind::poisson, .rate_per_s = 1e6, .seed = 3, .sources = 2}, count);
  CHECK(std::is_sorted(times.begin(), times.end()));
  const double mean_ns = static_cast<double>(times.back()) / count;
  CHECK(std::abs(mean_ns - 2000.0) < 5.0 * 2000.0 / std::sqrt(count));
  std::size_t longer = 0;
  for (std::size_t i = 1; i < count; ++i)
    longer += times[i] - times[i - 1] > 2000 ? 1 : 0;
  const double share = static_cast<double>(longer) / count;
  CHECK(std::abs(share - std::exp(-1.0)) < 0.01);
}

TEST_CASE("ArrivalSchedule: poisson: sources are independent, and each is a function of seed and source",
          "[core][load]") {
  const ArrivalSpec spec{.kind = ArrivalSpec::Kind::poisson, .rate_per_s = 1e6, .seed = 3, .sources = 2};
  ArrivalSpec other = spec;
  other.source = 1;
  CHECK(starts(spec, 100) == starts(spec, 100));
  CHECK(starts(spec, 100) != starts(other, 100));
}

} // namespace
