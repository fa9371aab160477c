// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_run.hpp"
#include "core/result.hpp"
#include "scenarios/load_figures.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace creditsim::scenarios {

/// What a load test is to reach: `METRIC OP BOUND` without spaces that matter, such as `p99<5ms`.
struct LoadThreshold {
  enum class Metric : std::uint8_t {
    latency,            ///< a figure of the response time
    throughput,         ///< successful operations per second
    insufficient_share, ///< refused for lack of credit, of all answered
    dropped,            ///< of all repetitions
  };
  enum class Comparison : std::uint8_t { less, less_or_equal, greater, greater_or_equal };

  std::string text; ///< as it was given
  Metric metric = Metric::latency;
  LatencyFigure latency{};
  Comparison comparison = Comparison::less;
  double bound = 0.0; ///< ns, operations per second, a ratio, a count

  friend bool operator==(const LoadThreshold&, const LoadThreshold&) = default;
};

/// Reads a threshold. METRIC is `pN` or `p(N)` with N above 0 and below 100 and at most four decimals, `min`, `mean`,
/// `max` (all of response times, BOUND is a duration), `throughput` or its alias `rate` (BOUND is a count),
/// `insufficient_share` (a ratio), `dropped` (a count). OP is `<`, `<=`, `>` or `>=`. Refuses anything else, in one
/// line that names the text.
core::Result<LoadThreshold> parse_threshold(std::string_view text);

/// What a load test came to in the threshold's metric and unit: of the repetitions the median, of `min`, `max` and
/// `dropped` that of all.
double observed(const LoadThreshold& threshold, const actors::LoadOutput& output);

bool holds(const LoadThreshold& threshold, double value);

} // namespace creditsim::scenarios
