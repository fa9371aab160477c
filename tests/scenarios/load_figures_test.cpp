// SPDX-License-Identifier: MIT
#include "scenarios/load_documents.hpp"
#include "scenarios/load_figures.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using actors::LoadMeasurement;

/// A second in which `offered` operations were to start and `answered` were answered well.
LoadMeasurement second(std::uint64_t offered, std::uint64_t answered, std::int64_t latency_ns) {
  LoadMeasurement measured;
  measured.ok = offered;
  measured.ok_in_time = answered;
  measured.window_s = 1.0;
  measured.intervals.resize(1);
  for (std::uint64_t i = 0; i < answered; ++i)
    measured.intervals[0].response.record(latency_ns);
  measured.response.record(latency_ns);
  return measured;
}

FinishedLoad open_load(std::uint64_t answered) {
  FinishedLoad load;
  load.output.repetitions = {second(1000, answered, 1000), second(1000, 1000, 1000), second(1000, answered, 1000)};
  load.output.floor = second(1000, 1000, 100);
  load.output.audit.result.verdict = core::Verdict::valid;
  return load;
}

TEST_CASE("Load: saturation: below 95 % of what was offered nothing is proved", "[scenarios][load]") {
  CHECK_FALSE(saturated(open_load(950).output));
  CHECK(saturated(open_load(949).output));
  CHECK(verdict_of({}, open_load(950)) == core::Verdict::valid);
  CHECK(verdict_of({}, open_load(949)) == core::Verdict::unknown);
  FinishedLoad closed = open_load(1);
  closed.output.clients = 1;
  CHECK_FALSE(saturated(closed.output));
}

TEST_CASE("Load: saturation: a threshold that does not hold, or a violation, is said all the same",
          "[scenarios][load]") {
  LoadRequest request;
  request.thresholds.push_back(parse_threshold("p99<1ms").value());
  CHECK(verdict_of(request, open_load(949)) == core::Verdict::unknown);
  request.thresholds.push_back(parse_threshold("p99>1ms").value());
  CHECK(verdict_of(request, open_load(949)) == core::Verdict::invalid);
  FinishedLoad wrong = open_load(949);
  wrong.output.audit.result.verdict = core::Verdict::invalid;
  CHECK(verdict_of({}, wrong) == core::Verdict::invalid);
}

TEST_CASE("Load: interrupted or never measured: unknown", "[scenarios][load]") {
  FinishedLoad interrupted = open_load(1000);
  interrupted.output.interrupted = true;
  CHECK(verdict_of({}, interrupted) == core::Verdict::unknown);
  FinishedLoad nothing;
  nothing.output.audit.result.verdict = core::Verdict::valid;
  LoadRequest request;
  request.thresholds.push_back(parse_threshold("throughput>1").value());
  CHECK(verdict_of(request, nothing) == core::Verdict::unknown);
}

TEST_CASE("Load: floor: marked where the generator alone is not twice as good", "[scenarios][load]") {
  FinishedLoad closed = open_load(1000);
  closed.output.clients = 1;
  closed.output.floor = second(2001, 2001, 100);
  CHECK_FALSE(near_floor(closed.output));
  closed.output.floor = second(2000, 2000, 100);
  CHECK(near_floor(closed.output));
  FinishedLoad open = open_load(1000);
  CHECK_FALSE(near_floor(open.output));
  open.output.floor = second(1000, 1000, 501);
  CHECK(near_floor(open.output));
}

TEST_CASE("Load: spread: the median of repetitions, even of an even number", "[scenarios][load]") {
  actors::LoadOutput output;
  const auto rate = [](const LoadMeasurement& measured) { return measured.throughput_per_s(); };
  CHECK(spread_of(output, rate).median == 0.0);
  for (const std::uint64_t answered : {10U, 40U, 20U, 30U})
    output.repetitions.push_back(second(50, answered, 1));
  const Spread spread = spread_of(output, rate);
  CHECK(spread.median == 25.0);
  CHECK(spread.least == 10.0);
  CHECK(spread.greatest == 40.0);
}

} // namespace
