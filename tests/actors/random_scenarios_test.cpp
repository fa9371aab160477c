// SPDX-License-Identifier: MIT
#include "tests/actors/scenarios_for_tests.hpp"

#include <map>
#include <string>

using namespace creditsim;
using namespace creditsim::actors;

// The properties that are tested over random scenarios say nothing about what no scenario has.
TEST_CASE("Random scenarios: 200 of them: every kind occurs, and each can be run", "[actors][property]") {
  Runtime runtime{2};
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    auto scenario = random_scenario(seed);
    const auto count = [&](const char* what, auto value) { ++seen[what + std::to_string(static_cast<int>(value))]; };
    count("topology ", scenario.topology.kind);
    count("latency ", scenario.network.latency.kind);
    count("loss per ", scenario.network.loss_per);
    count("gossip ", scenario.gossip.mode);
    count("phase ", scenario.gossip.phase);
    count("reply from ", scenario.gossip.reply_from);
    count("workload ", scenario.workload.kind);
    scenario.stop = {.duration_us = 1, .drain_us = 0};
    INFO("seed " << seed);
    CHECK(run(runtime, scenario).result.nodes >= 2);
  }
  // All but workload none.
  CHECK(seen.size() == 4 + 4 + 2 + 4 + 2 + 2 + 3);
  for (const auto& [what, times] : seen) {
    INFO(what);
    CHECK(times >= 10);
  }
}
