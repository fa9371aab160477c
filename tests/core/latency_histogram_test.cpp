// SPDX-License-Identifier: MIT
#include "core/latency_histogram.hpp"
#include "tests/catch.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace {

using creditsim::core::LatencyHistogram;

/// Spans of all sizes: as many of a few nanoseconds as of hours.
rc::Gen<std::vector<std::int64_t>> spans() {
  return rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::map(rc::gen::pair(rc::gen::inRange<std::int64_t>(0, 1 << 20), rc::gen::inRange(0, 24)),
                   [](const std::pair<std::int64_t, int>& span) { return span.first << span.second; }));
}

LatencyHistogram histogram_of(const std::vector<std::int64_t>& values) {
  LatencyHistogram histogram;
  for (const std::int64_t value : values)
    histogram.record(value);
  return histogram;
}

/// The least value that a share of all do not exceed, by sorting.
std::int64_t exact(std::vector<std::int64_t> values, std::uint32_t millionths) {
  std::sort(values.begin(), values.end());
  const std::uint64_t needed = (std::uint64_t{millionths} * values.size() + 999'999) / 1'000'000;
  return values[std::max<std::uint64_t>(1, needed) - 1];
}

TEST_CASE("LatencyHistogram: percentiles: those of the sorted values, at most 0.1 % too high",
          "[core][load][property]") {
  CHECK(rc::check([] {
    const auto values = *rc::gen::nonEmpty(spans());
    const LatencyHistogram histogram = histogram_of(values);
    const auto millionths = *rc::gen::inRange<std::uint32_t>(0, 1'000'001);
    const std::int64_t wanted = exact(values, millionths);
    const std::int64_t found = histogram.percentile_ns(millionths);
    RC_ASSERT(found >= wanted);
    RC_ASSERT(found - wanted <= wanted / 1000);
    RC_ASSERT(histogram.count() == values.size());
    RC_ASSERT(histogram.min_ns() == *std::min_element(values.begin(), values.end()));
    RC_ASSERT(histogram.max_ns() == *std::max_element(values.begin(), values.end()));
    RC_ASSERT(histogram.percentile_ns(1'000'000) == histogram.max_ns());
  }));
}

TEST_CASE("LatencyHistogram: merge: the same as recording everything in one, in any order", "[core][load][property]") {
  CHECK(rc::check([] {
    const auto first = *spans();
    const auto second = *spans();
    auto all = first;
    all.insert(all.end(), second.begin(), second.end());
    LatencyHistogram forth = histogram_of(first);
    forth.merge(histogram_of(second));
    LatencyHistogram back = histogram_of(second);
    back.merge(histogram_of(first));
    for (const std::uint32_t millionths : {0u, 1u, 500'000u, 990'000u, 999'999u, 1'000'000u}) {
      RC_ASSERT(forth.percentile_ns(millionths) == histogram_of(all).percentile_ns(millionths));
      RC_ASSERT(back.percentile_ns(millionths) == forth.percentile_ns(millionths));
    }
    RC_ASSERT(forth.mean_ns() == back.mean_ns());
    RC_ASSERT(forth.percentile_text() == histogram_of(all).percentile_text());
  }));
}

TEST_CASE("LatencyHistogram: mean: of the values as they were, not of their classes", "[core][load]") {
  LatencyHistogram histogram;
  CHECK(histogram.mean_ns() == 0.0);
  CHECK(histogram.min_ns() == 0);
  CHECK(histogram.percentile_ns(500'000) == 0);
  histogram.record(1'000'001);
  histogram.record(1'000'004);
  histogram.record(-5); // a clock that went back would be no latency
  CHECK(histogram.mean_ns() == Approx(2'000'005.0 / 3));
  CHECK(histogram.min_ns() == 0);
}

TEST_CASE("LatencyHistogram: text: HdrHistogram's percentile distribution, byte by byte", "[core][load]") {
  LatencyHistogram histogram;
  for (const std::int64_t ms : {1, 2, 3, 4})
    histogram.record(ms * 1'000'000);
  CHECK(histogram.percentile_text() == "       Value     Percentile TotalCount 1/(1-Percentile)\n"
                                       "\n"
                                       "       1.000 0.000000000000          1           1.00\n"
                                       "       1.000 0.100000000000          1           1.11\n"
                                       "       1.000 0.200000000000          1           1.25\n"
                                       "       2.001 0.300000000000          2           1.43\n"
                                       "       2.001 0.400000000000          2           1.67\n"
                                       "       2.001 0.500000000000          2           2.00\n"
                                       "       3.000 0.550000000000          3           2.22\n"
                                       "       3.000 0.600000000000          3           2.50\n"
                                       "       3.000 0.650000000000          3           2.86\n"
                                       "       3.000 0.700000000000          3           3.33\n"
                                       "       3.000 0.750000000000          3           4.00\n"
                                       "       4.002 1.000000000000          4\n"
                                       "#[Mean    =        2.500, StdDeviation   =        1.118]\n"
                                       "#[Max     =        4.000, Total count    =            4]\n"
                                       "#[Buckets =           12, SubBuckets     =         2048]\n");
}

TEST_CASE("LatencyHistogram: text: percentiles ascend to 1, and their values with them", "[core][load][property]") {
  CHECK(rc::check([] {
    const auto values = *rc::gen::nonEmpty(spans());
    std::istringstream lines{histogram_of(values).percentile_text()};
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    double value_before = -1.0;
    double percentile_before = -1.0;
    std::uint64_t count = 0;
    while (std::getline(lines, line) && !line.starts_with('#')) {
      std::istringstream words{line};
      double value = 0.0;
      double percentile = 0.0;
      words >> value >> percentile >> count;
      RC_ASSERT(value >= value_before);
      RC_ASSERT(percentile > percentile_before);
      value_before = value;
      percentile_before = percentile;
    }
    RC_ASSERT(percentile_before == 1.0);
    RC_ASSERT(count == values.size());
  }));
}

} // namespace
