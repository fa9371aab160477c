// SPDX-License-Identifier: MIT
#include "core/hybrid_time.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("HybridClock: tick: follows the own clock and orders what one millisecond holds", "[core][clock]") {
  HybridClock clock;
  CHECK(clock.tick(7) == HybridTime::at(7));
  CHECK(clock.tick(7) == HybridTime{HybridTime::at(7).bits + 1});
  CHECK(clock.tick(9) == HybridTime::at(9));
}

TEST_CASE("HybridClock: tick: a clock that goes back does not take the stamps back", "[core][clock]") {
  HybridClock clock;
  const HybridTime before = clock.tick(100);
  const HybridTime after = clock.tick(40);
  CHECK(after > before);
  CHECK(after.ms() == 100);
}

TEST_CASE("HybridClock: observe: the next stamp is later than what was seen", "[core][clock]") {
  HybridClock clock;
  clock.tick(5);
  clock.observe(HybridTime::at(900));
  CHECK(clock.tick(6) > HybridTime::at(900));
  clock.observe(HybridTime::at(3));
  CHECK(clock.last() > HybridTime::at(900));
}

TEST_CASE("HybridClock: acceptable: a stamp up to the bound ahead", "[core][clock]") {
  CHECK(HybridClock::acceptable(HybridTime::at(160), 100, 60));
  CHECK_FALSE(HybridClock::acceptable(HybridTime::at(161), 100, 60));
  CHECK(HybridClock::acceptable(HybridTime::at(0), 100, 0));
}

} // namespace
