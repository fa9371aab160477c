// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"
#include "scenarios/scenario_files.hpp"
#include "tests/catch.hpp"

// What the literature says about gossip, reproduced by the ready scenarios through the node actors.
namespace {

using namespace creditsim;

/// Mean number of rounds until all know the rumour, over the seeds 1 to `seeds`.
double mean_rounds(actors::Runtime& runtime, const std::string& scenario, unsigned seeds,
                   const std::vector<std::string>& settings) {
  const auto source = scenarios::open_scenario(scenario);
  REQUIRE(source.ok());
  auto loaded = scenarios::read_scenario(source.value(), settings);
  REQUIRE(loaded.ok());
  std::uint64_t rounds = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    loaded.value().scenario.seed = seed;
    const auto output = runtime.simulate(loaded.value().scenario, {}, {.shards = 1});
    REQUIRE(output.ok());
    REQUIRE(output.value().result.convergence.all.rounds.has_value());
    rounds += *output.value().result.convergence.all.rounds;
  }
  return static_cast<double>(rounds) / seeds;
}

struct Row {
  std::string scenario;
  double published; ///< mean rounds
};

// Random phone call: Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987; Karp et al.,
// Randomized rumor spreading, FOCS 2000. Figures of an independent model, mean over 200 seeds; tolerance 3 %. Larger
// networks and loss: tests/actors/random_phone_call_test.cpp.
TEST_CASE("Ready scenarios: random phone call, n = 100: rounds to reach everyone are the published ones",
          "[scenarios][published]") {
  const auto row = GENERATE(values<Row>({{"rumour_push", 12.34}, {"rumour_pull", 9.87}, {"rumour_push_pull", 6.54}}));
  actors::Runtime runtime{1};
  CAPTURE(row.scenario);
  CHECK(mean_rounds(runtime, row.scenario, 200, {"nodes=100"}) == Approx(row.published).epsilon(0.03));
}

} // namespace
