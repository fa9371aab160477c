// SPDX-License-Identifier: MIT
#include "scenarios/load_thresholds.hpp"

#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace creditsim::scenarios {

namespace {

using Metric = LoadThreshold::Metric;
using Comparison = LoadThreshold::Comparison;

constexpr double millionths_per_percent = 10'000.0;

/// `99` and `99.95` as millionths: above 0, below 100, at most four decimals.
std::optional<std::uint32_t> parse_percent(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
  const auto percent = plain ? parse_number(text) : std::nullopt;
  if (!percent || *percent <= 0.0 || *percent >= 100.0)
    return std::nullopt;
  const double millionths = std::round(*percent * millionths_per_percent);
  const auto dot = text.find('.');
  const bool exact = dot == std::string_view::npos || (dot > 0 && dot + 1 < text.size() && text.size() - dot - 1 <= 4);
  return exact && millionths >= 1.0 ? std::optional{static_cast<std::uint32_t>(millionths)} : std::nullopt;
}

std::optional<LatencyFigure> parse_latency(std::string_view text) {
  using Kind = LatencyFigure::Kind;
  if (text == "min")
    return LatencyFigure{Kind::min, 0};
  if (text == "mean")
    return LatencyFigure{Kind::mean, 0};
  if (text == "max")
    return LatencyFigure{Kind::max, 0};
  if (!text.starts_with('p'))
    return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with('(') && text.ends_with(')'))
    text = text.substr(1, text.size() - 2);
  const auto millionths = parse_percent(text);
  return millionths ? std::optional{LatencyFigure{Kind::percentile, *millionths}} : std::nullopt;
}

struct Words {
  std::string_view metric;
  Comparison comparison = Comparison::less;
  std::string_view bound;
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

std::optional<Words> split(std::string_view text) {
  const auto place = text.find_first_of("<>");
  if (place == std::string_view::npos)
    return std::nullopt;
  const bool less = text[place] == '<';
  const bool equal = place + 1 < text.size() && text[place + 1] == '=';
  const Comparison strict = less ? Comparison::less : Comparison::greater;
  const Comparison with_equal = less ? Comparison::less_or_equal : Comparison::greater_or_equal;
  return Words{trimmed(text.substr(0, place)), equal ? with_equal : strict,
               trimmed(text.substr(place + (equal ? 2 : 1)))};
}

struct BoundKind {
  std::optional<double> value;
  const char* expected;
};

BoundKind parse_bound(Metric metric, std::string_view text) {
  switch (metric) {
  case Metric::latency: {
    const auto span_us = parse_duration(text);
    constexpr double ns_per_us = 1e3;
    return {span_us ? std::optional{static_cast<double>(*span_us) * ns_per_us} : std::nullopt,
            "a duration such as 5ms"};
  }
  case Metric::insufficient_share: {
    const auto ratio = parse_number(text);
    return {ratio && *ratio >= 0.0 && *ratio <= 1.0 ? ratio : std::nullopt, "a ratio between 0 and 1"};
  }
  case Metric::throughput:
  case Metric::dropped:
    break;
  }
  const auto count = parse_count(text);
  return {count ? std::optional{static_cast<double>(*count)} : std::nullopt, "a count such as 500k"};
}

core::Error refused(std::string_view text, const std::string& why) {
  return {core::Errc::invalid_value, "--threshold: " + std::string{text} + ": " + why};
}

} // namespace

core::Result<LoadThreshold> parse_threshold(std::string_view text) {
  const auto words = split(text);
  if (!words)
    return refused(text, "found no comparison, expected METRIC<BOUND, <=, > or >=");
  LoadThreshold threshold{.text = std::string{text}, .comparison = words->comparison};
  if (words->metric == "throughput" || words->metric == "rate")
    threshold.metric = Metric::throughput;
  else if (words->metric == "insufficient_share")
    threshold.metric = Metric::insufficient_share;
  else if (words->metric == "dropped")
    threshold.metric = Metric::dropped;
  else if (const auto latency = parse_latency(words->metric))
    threshold.latency = *latency;
  else
    return refused(text, (words->metric.empty() ? std::string{"nothing"} : std::string{words->metric}) +
                             " is not p50, p(99.9), min, mean, max, throughput, rate, insufficient_share or dropped");
  const BoundKind bound = parse_bound(threshold.metric, words->bound);
  if (!bound.value)
    return refused(text, (words->bound.empty() ? std::string{"nothing"} : std::string{words->bound}) + " is not " +
                             bound.expected);
  threshold.bound = *bound.value;
  return threshold;
}

double observed(const LoadThreshold& threshold, const actors::LoadOutput& output) {
  using actors::LoadMeasurement;
  switch (threshold.metric) {
  case Metric::latency:
    return over_repetitions_ns(output, threshold.latency, &LoadMeasurement::response);
  case Metric::throughput:
    return spread_of(output, [](const LoadMeasurement& measured) { return measured.throughput_per_s(); }).median;
  case Metric::insufficient_share:
    return spread_of(output, insufficient_share).median;
  case Metric::dropped:
    break;
  }
  return static_cast<double>(sum_of(output, &LoadMeasurement::dropped));
}

bool holds(const LoadThreshold& threshold, double value) {
  switch (threshold.comparison) {
  case Comparison::less:
    return value < threshold.bound;
  case Comparison::less_or_equal:
    return value <= threshold.bound;
  case Comparison::greater:
    return value > threshold.bound;
  case Comparison::greater_or_equal:
    break;
  }
  return value >= threshold.bound;
}

} // namespace creditsim::scenarios
