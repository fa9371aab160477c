// SPDX-License-Identifier: MIT
#include "core/check_staleness.hpp"

#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;

TEST_CASE("Check staleness: a write that does not arrive: is found when it could have", "[core][checks]") {
  Scenario scenario;
  scenario.stop.duration_us = 60'000'000;
  const TimeUs bound_us = 5'000'000;
  const Ignorance since_ten{.oldest_us = 10'000'000};
  CHECK(too_stale(since_ten, scenario, bound_us, 15'000'000) == std::nullopt);
  CHECK(too_stale(since_ten, scenario, bound_us, 15'000'001) ==
        "a write of 10.000000 s has not arrived by 15.000001 s, more than 5.000000 s after it could");
  const Ignorance late_start{.oldest_us = 10'000'000, .awake_us = 14'000'000};
  CHECK(too_stale(late_start, scenario, bound_us, 19'000'000) == std::nullopt);
  CHECK(too_stale(late_start, scenario, bound_us, 19'000'001));
  scenario.faults = {FaultSpec{}};
  CHECK(too_stale(since_ten, scenario, bound_us, 65'000'000) == std::nullopt);
  CHECK(too_stale(since_ten, scenario, bound_us, 65'000'001));
}

} // namespace
