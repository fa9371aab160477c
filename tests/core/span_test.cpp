// SPDX-License-Identifier: MIT
#include "core/span.hpp"

#include "tests/catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace creditsim::core;

namespace {

std::vector<TimeUs> sorted_samples(const SpanSpec& spec, std::uint64_t count) {
  std::vector<TimeUs> spans;
  for (std::uint64_t i = 0; i < count; ++i)
    spans.push_back(sample(spec, Draw{9, Purpose::task_duration, 0, i}));
  std::sort(spans.begin(), spans.end());
  return spans;
}

} // namespace

TEST_CASE("Span: constant: every draw is the value", "[core][span]") {
  const SpanSpec spec{.kind = SpanSpec::Kind::constant, .value_us = 250, .min_us = 250};
  CHECK(sorted_samples(spec, 100) == std::vector<TimeUs>(100, 250));
}

TEST_CASE("Span: uniform: both bounds appear, all values about equally often", "[core][span][statistics]") {
  const SpanSpec spec{.kind = SpanSpec::Kind::uniform, .min_us = 5, .max_us = 14};
  std::vector<std::uint64_t> seen(10);
  for (const TimeUs span : sorted_samples(spec, 10'000)) {
    REQUIRE(span >= 5);
    REQUIRE(span <= 14);
    ++seen[static_cast<std::size_t>(span - 5)];
  }
  double chi_square = 0.0;
  for (const std::uint64_t count : seen)
    chi_square += (static_cast<double>(count) - 1000.0) * (static_cast<double>(count) - 1000.0) / 1000.0;
  CHECK(chi_square < 27.88); // 99.9 % point, 9 degrees of freedom
  CHECK(sample({.kind = SpanSpec::Kind::uniform, .min_us = 7, .max_us = 7}, Draw{1, Purpose::latency, 0, 0}) == 7);
}

TEST_CASE("Span: log_normal: median and spread are as asked, nothing is below the minimum",
          "[core][span][statistics]") {
  const SpanSpec spec{.kind = SpanSpec::Kind::log_normal, .min_us = 20'000, .median_us = 50'000, .sigma = 0.5};
  const auto spans = sorted_samples(spec, 20'001);
  CHECK(spans.front() == 20'000);
  CHECK(std::fabs(static_cast<double>(spans[10'000]) / 50'000.0 - 1.0) < 0.02);
  // One standard deviation of the logarithm above the median lies the quantile 0.84134.
  CHECK(std::fabs(static_cast<double>(spans[16'827]) / (50'000.0 * std::exp(0.5)) - 1.0) < 0.02);
}

TEST_CASE("Span: exponential: the mean is as asked, nothing is below the minimum", "[core][span][statistics]") {
  const SpanSpec spec{.kind = SpanSpec::Kind::exponential, .min_us = 10, .mean_us = 10'000};
  const auto spans = sorted_samples(spec, 20'000);
  double sum = 0.0;
  for (const TimeUs span : spans)
    sum += static_cast<double>(span);
  CHECK(spans.front() == 10);
  CHECK(std::fabs(sum / 20'000.0 / 10'000.0 - 1.0) < 0.02);
}

TEST_CASE("Span: golden draws", "[core][span][golden]") {
  const Draw draw{1, Purpose::latency, 42, 7};
  CHECK(sample({.kind = SpanSpec::Kind::uniform, .min_us = 1'000, .max_us = 9'000}, draw) == 1'370);
  CHECK(sample({.kind = SpanSpec::Kind::log_normal, .min_us = 1, .median_us = 50'000, .sigma = 0.5}, draw) == 21'571);
  CHECK(sample({.kind = SpanSpec::Kind::exponential, .min_us = 1, .mean_us = 1'000'000}, draw) == 47'459);
}

TEST_CASE("Span: a spread beyond all bounds: spans stay within the representable", "[core][span]") {
  const SpanSpec spec{.kind = SpanSpec::Kind::log_normal, .min_us = 1, .median_us = 1'000'000, .sigma = 1e6};
  const auto spans = sorted_samples(spec, 1'000);
  CHECK(spans.front() == 1);
  CHECK(spans.back() == span_us_max);
}

TEST_CASE("Span: rounding: to the nearest microsecond, halves upward", "[core][span]") {
  CHECK(rounded_span(2.4, 1) == 2);
  CHECK(rounded_span(2.5, 1) == 3);
  CHECK(rounded_span(0.0, 1) == 1);
  CHECK(rounded_span(1e300, 1) == span_us_max);
}
