// SPDX-License-Identifier: MIT
#include "core/node_clock.hpp"
#include "tests/catch.hpp"

#include <vector>

namespace {

using namespace creditsim::core;

constexpr TimeUs s = 1'000'000;

TEST_CASE("Node clock: without a fault it is right", "[core][faults]") {
  for (const TimeUs now_us : {TimeUs{0}, s, 90 * s})
    CHECK(clock_reading({}, now_us) == now_us);
}

TEST_CASE("Node clock: an offset lasts from its beginning to its end", "[core][faults]") {
  const std::vector<ClockFault> faults{
      {.kind = FaultKind::clock_offset, .begin_us = 10 * s, .end_us = 20 * s, .by_us = -3 * s}};
  CHECK(clock_reading(faults, 10 * s - 1) == 10 * s - 1);
  CHECK(clock_reading(faults, 10 * s) == 7 * s);
  CHECK(clock_reading(faults, 20 * s - 1) == 17 * s - 1);
  CHECK(clock_reading(faults, 20 * s) == 20 * s);
}

TEST_CASE("Node clock: never below 0", "[core][faults]") {
  const std::vector<ClockFault> faults{{.kind = FaultKind::clock_offset, .by_us = -60 * s}};
  CHECK(clock_reading(faults, 59 * s) == 0);
  CHECK(clock_reading(faults, 61 * s) == s);
}

TEST_CASE("Node clock: a drift grows with its age and is gone at its end", "[core][faults]") {
  const std::vector<ClockFault> faults{
      {.kind = FaultKind::clock_drift, .begin_us = 10 * s, .end_us = 110 * s, .drift_per_1e9 = 500'000}}; // 500 ppm
  CHECK(clock_reading(faults, 10 * s) == 10 * s);
  CHECK(clock_reading(faults, 12 * s) == 12 * s + 1'000);
  CHECK(clock_reading(faults, 110 * s - 1) == 110 * s - 1 + 49'999);
  CHECK(clock_reading(faults, 110 * s) == 110 * s);
  const std::vector<ClockFault> slow{
      {.kind = FaultKind::clock_drift, .drift_per_1e9 = -1'000'000'000}}; // it stands still
  CHECK(clock_reading(slow, 1'000'000 * s) == 0);
}

TEST_CASE("Node clock: a step stays", "[core][faults]") {
  const std::vector<ClockFault> faults{{.kind = FaultKind::clock_step, .begin_us = 5 * s, .by_us = -2 * s}};
  CHECK(clock_reading(faults, 5 * s - 1) == 5 * s - 1);
  CHECK(clock_reading(faults, 5 * s) == 3 * s);
  CHECK(clock_reading(faults, 500 * s) == 498 * s);
}

TEST_CASE("Node clock: frozen it shows what it showed, steps and all", "[core][faults]") {
  const std::vector<ClockFault> faults{
      {.kind = FaultKind::clock_freeze, .begin_us = 10 * s, .end_us = 20 * s},
      {.kind = FaultKind::clock_freeze, .begin_us = 15 * s, .end_us = 30 * s},
      {.kind = FaultKind::clock_offset, .begin_us = 8 * s, .end_us = 12 * s, .by_us = s},
      {.kind = FaultKind::clock_step, .begin_us = 11 * s, .by_us = -5 * s},
  };
  CHECK(clock_reading(faults, 10 * s) == 11 * s);
  CHECK(clock_reading(faults, 19 * s) == 11 * s);
  CHECK(clock_reading(faults, 29 * s) == 10 * s); // the second freeze began when the first had ended the same way
  CHECK(clock_reading(faults, 30 * s) == 25 * s);
}

} // namespace
