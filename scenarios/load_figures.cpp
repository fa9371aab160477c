// SPDX-License-Identifier: MIT
#include "scenarios/load_figures.hpp"

#include <algorithm>
#include <vector>

namespace creditsim::scenarios {

using actors::LoadMeasurement;
using actors::LoadOutput;

Spread spread_of(const LoadOutput& output, const std::function<double(const LoadMeasurement&)>& figure) {
  std::vector<double> values;
  for (const LoadMeasurement& repetition : output.repetitions)
    values.push_back(figure(repetition));
  if (values.empty())
    return {};
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
  return {.median = median, .least = values.front(), .greatest = values.back()};
}

double value_ns(const LatencyFigure& figure, const core::LatencyHistogram& histogram) {
  switch (figure.kind) {
  case LatencyFigure::Kind::min:
    return static_cast<double>(histogram.min_ns());
  case LatencyFigure::Kind::mean:
    return histogram.mean_ns();
  case LatencyFigure::Kind::percentile:
    return static_cast<double>(histogram.percentile_ns(figure.millionths));
  case LatencyFigure::Kind::max:
    break;
  }
  return static_cast<double>(histogram.max_ns());
}

double over_repetitions_ns(const LoadOutput& output, const LatencyFigure& figure,
                           core::LatencyHistogram LoadMeasurement::*latency) {
  const Spread spread =
      spread_of(output, [&](const LoadMeasurement& measured) { return value_ns(figure, measured.*latency); });
  switch (figure.kind) {
  case LatencyFigure::Kind::min:
    return spread.least;
  case LatencyFigure::Kind::max:
    return spread.greatest;
  default:
    return spread.median;
  }
}

double insufficient_share(const LoadMeasurement& measured) {
  const std::uint64_t answered = measured.ok + measured.insufficient + measured.duplicate;
  return answered == 0 ? 0.0 : static_cast<double>(measured.insufficient) / static_cast<double>(answered);
}

std::uint64_t sum_of(const LoadOutput& output, std::uint64_t LoadMeasurement::*count) {
  std::uint64_t sum = 0;
  for (const LoadMeasurement& repetition : output.repetitions)
    sum += repetition.*count;
  return sum;
}

bool saturated(const LoadOutput& output) {
  constexpr double enough = 0.95;
  if (output.clients > 0)
    return false;
  const Spread share = spread_of(output, [](const LoadMeasurement& measured) {
    return measured.offered() == 0
               ? 1.0
               : static_cast<double>(measured.answered_in_time()) / static_cast<double>(measured.offered());
  });
  return !output.repetitions.empty() && share.median < enough;
}

bool near_floor(const LoadOutput& output) {
  if (output.repetitions.empty())
    return false;
  if (output.clients > 0)
    return 2.0 * spread_of(output, [](const LoadMeasurement& m) { return m.throughput_per_s(); }).median >=
           output.floor.throughput_per_s();
  const LatencyFigure median{LatencyFigure::Kind::percentile, 500'000};
  return over_repetitions_ns(output, median, &LoadMeasurement::response) <=
         2.0 * value_ns(median, output.floor.response);
}

} // namespace creditsim::scenarios
