// SPDX-License-Identifier: MIT
// Rounds to reach everyone on a complete graph: Karp, Schindelhauer, Shenker, Vöcking: Randomized rumor spreading,
// FOCS 2000; Demers et al.: Epidemic algorithms for replicated database maintenance, PODC 1987.
#include "tests/actors/scenarios_for_tests.hpp"

using namespace creditsim;
using namespace creditsim::actors;

namespace {

double mean_rounds(Runtime& runtime, core::GossipSpec::Mode mode, std::uint32_t nodes, double loss) {
  constexpr std::uint64_t seeds = 100;
  std::uint64_t rounds = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto scenario = rumour_scenario(mode, nodes);
    scenario.seed = seed;
    scenario.network.loss = loss;
    const auto output = run(runtime, scenario, {.shards = 1});
    REQUIRE(output.result.convergence.all.rounds.has_value());
    rounds += *output.result.convergence.all.rounds;
  }
  return static_cast<double>(rounds) / seeds;
}

struct Row {
  const char* name;
  core::GossipSpec::Mode mode;
  double n100, n1000, n1000_loss;
};

} // namespace

TEST_CASE("Random phone call: rounds to reach everyone are the published ones", "[actors][story][slow]") {
  using Mode = core::GossipSpec::Mode;
  Runtime runtime{1};
  const auto row = GENERATE(Row{"push", Mode::push, 12.34, 18.05, 21.83}, Row{"pull", Mode::pull, 9.87, 13.73, 17.92},
                            Row{"push-pull", Mode::push_pull, 6.54, 9.19, 11.36});
  INFO(row.name);
  CHECK(mean_rounds(runtime, row.mode, 100, 0.0) == Approx(row.n100).epsilon(0.03));
  CHECK(mean_rounds(runtime, row.mode, 1000, 0.0) == Approx(row.n1000).epsilon(0.03));
  CHECK(mean_rounds(runtime, row.mode, 1000, 0.2) == Approx(row.n1000_loss).epsilon(0.03));
}
