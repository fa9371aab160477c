// SPDX-License-Identifier: MIT
#include "core/node_faults.hpp"
#include "tests/catch.hpp"

#include <vector>

namespace {

using namespace creditsim::core;

constexpr TimeUs s = 1'000'000;

TEST_CASE("Node faults: none: every node is honest, itself, and knows the time", "[core][faults]") {
  const NodeFaults none;
  CHECK_FALSE(none.hostile(3));
  CHECK_FALSE(none.gains(3));
  CHECK(none.identity_of(3) == 3);
  CHECK(none.clock(3).empty());
  CHECK(none.hostile_nodes() == 0);
}

TEST_CASE("Node faults: each target gets what its faults make of it", "[core][faults]") {
  const std::vector<FaultSpec> drawn{
      {.kind = FaultKind::clock_drift, .at_us = s, .for_us = 4 * s, .nodes = {0, 2}, .drift_ppm = -1.5},
      {.kind = FaultKind::clock_step, .at_us = 2 * s, .nodes = {2}, .by_us = -s},
      {.kind = FaultKind::forge, .at_us = s, .for_us = s, .nodes = {1}, .probability = 0.5},
      {.kind = FaultKind::inflate, .at_us = 3 * s, .for_us = s, .nodes = {1, 3}},
  };
  const NodeFaults faults{drawn, 4};
  REQUIRE(faults.clock(2).size() == 2);
  CHECK(
      faults.clock(0)[0] ==
      ClockFault{.kind = FaultKind::clock_drift, .begin_us = s, .end_us = 5 * s, .drift_per_1e9 = -1'500, .fault = 0});
  CHECK(faults.clock(2)[1] == ClockFault{.kind = FaultKind::clock_step, .begin_us = 2 * s, .by_us = -s, .fault = 1});
  CHECK(faults.clock(1).empty());
  REQUIRE(faults.misdeeds(1).size() == 2);
  CHECK(faults.misdeeds(1)[0] ==
        Misdeed{.kind = FaultKind::forge, .begin_us = s, .end_us = 2 * s, .probability = 0.5, .fault = 2});
  CHECK(faults.hostile_nodes() == 2);
  CHECK(faults.hostile(3));
  CHECK(faults.gains(3));
  CHECK_FALSE(faults.hostile(0));
}

TEST_CASE("Node faults: a further device has the identity of the next lower node that is none", "[core][faults]") {
  const auto identities = [](std::vector<NodeIndex> devices) {
    const FaultSpec device{.kind = FaultKind::two_devices, .nodes = std::move(devices)};
    const NodeFaults faults{std::span{&device, 1}, 4};
    std::vector<NodeIndex> all;
    for (NodeIndex node = 0; node < 4; ++node)
      all.push_back(faults.identity_of(node));
    return all;
  };
  CHECK(identities({1}) == std::vector<NodeIndex>{0, 0, 2, 3});
  CHECK(identities({0}) == std::vector<NodeIndex>{3, 1, 2, 3});
  CHECK(identities({2, 3}) == std::vector<NodeIndex>{0, 1, 1, 1});
  CHECK(identities({0, 1, 2, 3}) == std::vector<NodeIndex>{0, 1, 2, 3});
}

TEST_CASE("Node faults: how far a clock may go", "[core][faults]") {
  CHECK(furthest_us({.kind = FaultKind::clock_offset, .by_us = -3 * s}, 60 * s) == 3 * s);
  CHECK(furthest_us({.kind = FaultKind::clock_drift, .drift_ppm = 1'000}, 60 * s) == 60'000);
  CHECK(furthest_us({.kind = FaultKind::clock_drift, .for_us = s, .drift_ppm = -1'000}, 60 * s) == 1'000);
  CHECK(furthest_us({.kind = FaultKind::clock_freeze}, 60 * s) == 0);
  CHECK(furthest_us({.kind = FaultKind::loss, .by_us = s}, 60 * s) == 0);
}

} // namespace
