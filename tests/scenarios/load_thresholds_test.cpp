// SPDX-License-Identifier: MIT
#include "scenarios/load_request.hpp"
#include "scenarios/load_thresholds.hpp"
#include "tests/catch.hpp"

#include <rapidcheck.h>

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using Metric = LoadThreshold::Metric;
using Comparison = LoadThreshold::Comparison;
using Kind = LatencyFigure::Kind;

TEST_CASE("Thresholds: every metric and comparison: read", "[scenarios][load]") {
  struct Case {
    std::string text;
    Metric metric;
    LatencyFigure latency;
    Comparison comparison;
    double bound;
  };
  const Case expected = GENERATE(values<Case>({
      {"p99<5ms", Metric::latency, {Kind::percentile, 990'000}, Comparison::less, 5e6},
      {"p(99)<5ms", Metric::latency, {Kind::percentile, 990'000}, Comparison::less, 5e6},
      {"p99.9<=1.5s", Metric::latency, {Kind::percentile, 999'000}, Comparison::less_or_equal, 1.5e9},
      {"p(99.9999) < 1h", Metric::latency, {Kind::percentile, 999'999}, Comparison::less, 3.6e12},
      {"p0.0001>0s", Metric::latency, {Kind::percentile, 1}, Comparison::greater, 0.0},
      {" max < 7us ", Metric::latency, {Kind::max, 0}, Comparison::less, 7e3},
      {"min>=1us", Metric::latency, {Kind::min, 0}, Comparison::greater_or_equal, 1e3},
      {"mean<1ms", Metric::latency, {Kind::mean, 0}, Comparison::less, 1e6},
      {"throughput>500k", Metric::throughput, {}, Comparison::greater, 5e5},
      {"rate>=1e6", Metric::throughput, {}, Comparison::greater_or_equal, 1e6},
      {"insufficient_share<0.01", Metric::insufficient_share, {}, Comparison::less, 0.01},
      {"dropped<=0", Metric::dropped, {}, Comparison::less_or_equal, 0.0},
  }));
  const auto read = parse_threshold(expected.text);
  CAPTURE(expected.text);
  REQUIRE(read.ok());
  CHECK(read.value() == LoadThreshold{.text = expected.text,
                                      .metric = expected.metric,
                                      .latency = expected.latency,
                                      .comparison = expected.comparison,
                                      .bound = expected.bound});
}

TEST_CASE("Thresholds: what is none: one line with place, found and expected", "[scenarios][load]") {
  struct Case {
    std::string text;
    std::string message;
  };
  const std::string metrics = " is not p50, p(99.9), min, mean, max, throughput, rate, insufficient_share or dropped";
  const Case expected = GENERATE_COPY(values<Case>({
      {"", "found no comparison, expected METRIC<BOUND, <=, > or >="},
      {"p99=5ms", "found no comparison, expected METRIC<BOUND, <=, > or >="},
      {"<5ms", "nothing" + metrics},
      {"p<5ms", "p" + metrics},
      {"p100<5ms", "p100" + metrics},
      {"p0<5ms", "p0" + metrics},
      {"p(99<5ms", "p(99" + metrics},
      {"p99.99999<5ms", "p99.99999" + metrics},
      {"p.5<5ms", "p.5" + metrics},
      {"p5.<5ms", "p5." + metrics},
      {"p-5<5ms", "p-5" + metrics},
      {"latency<5ms", "latency" + metrics},
      {"p99<", "nothing is not a duration such as 5ms"},
      {"p99<5", "5 is not a duration such as 5ms"},
      {"p99<=5ms<6ms", "5ms<6ms is not a duration such as 5ms"},
      {"throughput>5ms", "5ms is not a count such as 500k"},
      {"insufficient_share<2", "2 is not a ratio between 0 and 1"},
      {"dropped<-1", "-1 is not a count such as 500k"},
  }));
  const auto read = parse_threshold(expected.text);
  CAPTURE(expected.text);
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().context == "--threshold: " + expected.text + ": " + expected.message);
}

TEST_CASE("Thresholds: any text: read or refused in one line that holds it", "[scenarios][load][property]") {
  const std::string letters = "pmaxinthroughputdropped<>=()0123456789.- eusk";
  CHECK(rc::check([&] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(letters));
    const auto read = parse_threshold(text);
    if (read.ok()) {
      RC_ASSERT(read.value().text == text);
      RC_ASSERT(read.value().bound >= 0.0);
      RC_ASSERT(read.value().latency.millionths < 1'000'000U);
    } else {
      RC_ASSERT(read.error().context.starts_with("--threshold: " + text + ": "));
    }
  }));
}

TEST_CASE("Thresholds: any percentile of at most four decimals: the same as it was written",
          "[scenarios][load][property]") {
  CHECK(rc::check([] {
    const auto millionths = *rc::gen::inRange<std::uint32_t>(1, 1'000'000);
    std::string decimals = std::to_string(10'000 + millionths % 10'000).substr(1);
    const std::string percent = std::to_string(millionths / 10'000) + "." + decimals;
    const auto read = parse_threshold("p(" + percent + ")<1s");
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value().latency.millionths == millionths);
  }));
}

TEST_CASE("Thresholds: they hold of medians, the extremes of all, the sum of drops", "[scenarios][load]") {
  actors::LoadOutput output;
  output.clients = 1;
  for (const std::int64_t latency_ns : {1'000'000, 3'000'000, 2'000'000}) {
    actors::LoadMeasurement measured;
    measured.response.record(latency_ns);
    measured.ok = 3;
    measured.insufficient = 1;
    measured.ok_in_time = static_cast<std::uint64_t>(latency_ns);
    measured.dropped = 2;
    measured.window_s = 1.0;
    output.repetitions.push_back(measured);
  }
  const auto value = [&](const char* text) { return observed(parse_threshold(text).value(), output); };
  CHECK(value("p99<1s") == Approx(2e6).epsilon(0.001));
  CHECK(value("mean<1s") == 2e6);
  CHECK(value("max<1s") == 3e6);
  CHECK(value("min<1s") == 1e6);
  CHECK(value("throughput>1") == 2e6);
  CHECK(value("insufficient_share<1") == 0.25);
  CHECK(value("dropped<1") == 6.0);
  CHECK(holds(parse_threshold("dropped<=6").value(), 6.0));
  CHECK_FALSE(holds(parse_threshold("dropped<6").value(), 6.0));
  CHECK(holds(parse_threshold("rate>=6").value(), 6.0));
  CHECK_FALSE(holds(parse_threshold("rate>6").value(), 6.0));
}

TEST_CASE("Load options: mix and rate: read strictly", "[scenarios][load]") {
  CHECK(parse_mix("earn=0.25,spend=0.75").value() == 0.25);
  CHECK(parse_mix("spend=1").value() == 0.0);
  CHECK(parse_mix("earn=1").value() == 1.0);
  for (const char* text : {"", "earn", "earn=0.5", "earn=0.5,spend=0.6", "earn=0.5,earn=0.5", "earn=-1,spend=2",
                           "gift=1", "earn=1,", "earn=x,spend=1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_mix(text).ok());
  }
  CHECK(parse_rate("500k") == 500'000.0);
  CHECK(parse_rate("1e6") == 1e6);
  CHECK(parse_rate("0.5") == 0.5);
  for (const char* text : {"", "0", "-1", "2e9", "fast", "inf", "5/s"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rate(text).has_value());
  }
}

} // namespace
