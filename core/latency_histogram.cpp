// SPDX-License-Identifier: MIT
#include "core/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdio>

namespace creditsim::core {

namespace {

// Values below 2^11 have a class each; above, each doubling has 2^10 classes, no wider than a thousandth of their
// values.
constexpr unsigned sub_bits = 11;
constexpr std::size_t half = std::size_t{1} << (sub_bits - 1);

std::size_t class_of(std::uint64_t value) {
  const auto width = static_cast<unsigned>(std::bit_width(value));
  const unsigned shift = width > sub_bits ? width - sub_bits : 0;
  return shift * half + static_cast<std::size_t>(value >> shift);
}

struct Bounds {
  std::uint64_t lowest;
  std::uint64_t highest;
};

Bounds bounds_of(std::size_t index) {
  if (index < 2 * half)
    return {index, index};
  const std::size_t shift = index / half - 1;
  const std::uint64_t lowest = std::uint64_t{index % half + half} << shift;
  return {lowest, lowest + (std::uint64_t{1} << shift) - 1};
}

constexpr double ns_per_ms = 1e6;

double middle_of(std::size_t index) {
  const Bounds bounds = bounds_of(index);
  return (static_cast<double>(bounds.lowest) + static_cast<double>(bounds.highest)) / 2.0;
}

template <class... Values> void append(std::string& text, const char* format, Values... values) {
  char line[160];
  text.append(line, static_cast<std::size_t>(std::snprintf(line, sizeof line, format, values...)));
}

// How far it is to the next line: a fifth of the present halving of the distance to 100 %.
double next_percentile(double from) {
  constexpr double lines_per_halving = 5.0;
  const double halvings = std::floor(std::log2(100.0 / (100.0 - from))) + 1.0;
  return from + 100.0 / (lines_per_halving * std::exp2(halvings));
}

} // namespace

void LatencyHistogram::record(std::int64_t span_ns) {
  span_ns = std::max<std::int64_t>(0, span_ns);
  const std::size_t place = class_of(static_cast<std::uint64_t>(span_ns));
  if (place >= counts_.size())
    counts_.resize((place / half + 1) * half);
  ++counts_[place];
  ++count_;
  sum_ns_ += static_cast<std::uint64_t>(span_ns);
  min_ns_ = std::min(min_ns_, span_ns);
  max_ns_ = std::max(max_ns_, span_ns);
}

void LatencyHistogram::merge(const LatencyHistogram& other) {
  if (counts_.size() < other.counts_.size())
    counts_.resize(other.counts_.size());
  for (std::size_t place = 0; place < other.counts_.size(); ++place)
    counts_[place] += other.counts_[place];
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
  min_ns_ = std::min(min_ns_, other.min_ns_);
  max_ns_ = std::max(max_ns_, other.max_ns_);
}

double LatencyHistogram::mean_ns() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_ns_) / static_cast<double>(count_);
}

std::int64_t LatencyHistogram::percentile_ns(std::uint32_t millionths) const {
  const Wide wanted = (Wide{millionths} * count_ + 999'999) / 1'000'000;
  const auto needed = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
  std::uint64_t seen = 0;
  for (std::size_t place = 0; place < counts_.size(); ++place) {
    seen += counts_[place];
    if (seen >= needed)
      return std::min(max_ns_, static_cast<std::int64_t>(bounds_of(place).highest));
  }
  return max_ns_;
}

double LatencyHistogram::deviation_ns() const {
  if (count_ == 0)
    return 0.0;
  const double mean = mean_ns();
  double squares = 0.0;
  for (std::size_t place = 0; place < counts_.size(); ++place) {
    const double distance = middle_of(place) - mean;
    squares += distance * distance * static_cast<double>(counts_[place]);
  }
  return std::sqrt(squares / static_cast<double>(count_));
}

std::string LatencyHistogram::percentile_text() const {
  std::string text;
  append(text, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  double wanted = 0.0;
  std::uint64_t seen = 0;
  for (std::size_t place = 0; place < counts_.size() && seen < count_; ++place) {
    seen += counts_[place];
    if (counts_[place] == 0)
      continue;
    const double value = static_cast<double>(bounds_of(place).highest) / ns_per_ms;
    while (seen < count_ && 100.0 * static_cast<double>(seen) / static_cast<double>(count_) >= wanted) {
      append(text, "%12.3f %2.12f %10llu %14.2f\n", value, wanted / 100.0, static_cast<unsigned long long>(seen),
             100.0 / (100.0 - wanted));
      wanted = next_percentile(wanted);
    }
    if (seen == count_)
      append(text, "%12.3f %2.12f %10llu\n", value, 1.0, static_cast<unsigned long long>(seen));
  }
  append(text, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean_ns() / ns_per_ms, deviation_ns() / ns_per_ms);
  append(text, "#[Max     = %12.3f, Total count    = %12llu]\n", static_cast<double>(max_ns_) / ns_per_ms,
         static_cast<unsigned long long>(count_));
  append(text, "#[Buckets = %12zu, SubBuckets     = %12zu]\n", std::max<std::size_t>(2, counts_.size() / half) - 1,
         2 * half);
  return text;
}

} // namespace creditsim::core
