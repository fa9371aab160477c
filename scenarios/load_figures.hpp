// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_run.hpp"
#include "core/latency_histogram.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace creditsim::scenarios {

/// A figure over the repetitions of a load test.
struct Spread {
  double median = 0.0;
  double least = 0.0;
  double greatest = 0.0;
};

/// `figure` of each repetition; all zero where there is none.
Spread spread_of(const actors::LoadOutput& output, const std::function<double(const actors::LoadMeasurement&)>& figure);

/// A figure of a distribution of latencies.
struct LatencyFigure {
  enum class Kind : std::uint8_t { min, mean, percentile, max };
  Kind kind = Kind::percentile;
  std::uint32_t millionths = 0; ///< percentile: `LatencyHistogram::percentile_ns`

  friend bool operator==(const LatencyFigure&, const LatencyFigure&) = default;
};

double value_ns(const LatencyFigure& figure, const core::LatencyHistogram& histogram);

/// The latency figures of every report, by name.
struct NamedLatency {
  std::string_view name;
  LatencyFigure figure;
};
inline constexpr std::array<NamedLatency, 9> latency_figures{{{"min", {LatencyFigure::Kind::min, 0}},
                                                              {"mean", {LatencyFigure::Kind::mean, 0}},
                                                              {"p50", {LatencyFigure::Kind::percentile, 500'000}},
                                                              {"p90", {LatencyFigure::Kind::percentile, 900'000}},
                                                              {"p95", {LatencyFigure::Kind::percentile, 950'000}},
                                                              {"p99", {LatencyFigure::Kind::percentile, 990'000}},
                                                              {"p99_9", {LatencyFigure::Kind::percentile, 999'000}},
                                                              {"p99_99", {LatencyFigure::Kind::percentile, 999'900}},
                                                              {"max", {LatencyFigure::Kind::max, 0}}}};

/// A latency over the repetitions: the least minimum, the greatest maximum, of everything else the median.
double over_repetitions_ns(const actors::LoadOutput& output, const LatencyFigure& figure,
                           core::LatencyHistogram actors::LoadMeasurement::*latency);

/// Refused for lack of credit, of all that was answered.
double insufficient_share(const actors::LoadMeasurement& measured);

/// Operations of all repetitions: the sum of a count.
std::uint64_t sum_of(const actors::LoadOutput& output, std::uint64_t actors::LoadMeasurement::*count);

/// Whether less than 95 % of the operations that were to start were answered in time, in the median of the repetitions
/// of an open loop.
bool saturated(const actors::LoadOutput& output);

/// Whether the generator alone would not do twice as well on targets that do nothing: then it may be what was measured.
/// A closed loop is judged by throughput, an open one by its median response time.
bool near_floor(const actors::LoadOutput& output);

} // namespace creditsim::scenarios
