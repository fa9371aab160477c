// SPDX-License-Identifier: MIT
#include "actors/simulation.hpp"

#include "tests/actors/scenarios_for_tests.hpp"

#include <cmath>

using namespace creditsim;
using namespace creditsim::actors;

namespace {

constexpr double transfers_per_agent = 400.0;
constexpr int samples = 50;

/// A thousand agents with `money` credits each that pay each other one credit at a time (RESULTS.md, R7).
core::Scenario unit_transfers(std::int64_t money) {
  core::Scenario scenario;
  scenario.name = "money";
  scenario.seed = 20260707;
  scenario.nodes = 1'000;
  scenario.credits.initial_credits = core::Credits::whole(money);
  scenario.credits.history = 1;
  scenario.credits.dedup_window = 100;
  scenario.network.latency = {.kind = core::SpanSpec::Kind::constant, .value_us = 1'000, .min_us = 1'000};
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  scenario.workload.types = {{"embed", 1.0}};
  scenario.workload.priorities = {{"medium", 1.0}};
  scenario.workload.task_duration = {.kind = core::SpanSpec::Kind::constant, .value_us = 0, .min_us = 0};
  // Each price is held for two messages and then unbooked for one, 3 ms in all: under way are 3 credits of a thousand.
  scenario.workload.rate_per_s = 1'000.0 * static_cast<double>(1 + money);
  return scenario;
}

struct Money {
  double zero_share = 0.0;
  double gini = 0.0;
  double under_way_most = 0.0; ///< share of the money
  std::uint64_t transfers = 0; ///< before the first sample that counts
};

Money measured(const core::Scenario& with_money) {
  core::Scenario scenario = with_money;
  // Submissions by agents without money are refused: of n (1 + m) a second, n m become transfers.
  const double warm_s = 1.05 * transfers_per_agent / scenario.credits.initial_credits.to_double();
  const auto warm_us = static_cast<core::TimeUs>(warm_s * 1e6);
  scenario.sample_interval_us = warm_us / 5 / samples;
  scenario.stop.duration_us = warm_us + samples * scenario.sample_interval_us;
  Runtime runtime{1};
  const auto result = run(runtime, scenario).result;
  CHECK(result.verdict == core::Verdict::valid);

  Money money;
  REQUIRE(result.samples.size() > samples);
  const auto first = result.samples.end() - 1 - samples; // the last is after the drain
  money.transfers = first->tasks.completed;
  for (auto sample = first; sample != result.samples.end() - 1; ++sample) {
    REQUIRE(sample->economy.gini.has_value());
    money.zero_share += sample->economy.zero_share / samples;
    money.gini += *sample->economy.gini / samples;
    const auto under_way = sample->economy.held + sample->economy.unbooked;
    money.under_way_most = std::max(money.under_way_most, under_way.to_double() / sample->economy.supply.to_double());
  }
  return money;
}

} // namespace

TEST_CASE("Money distribution: unit transfers: exponential, as statistical mechanics says",
          "[actors][results][slow][seed-20260707]") {
  for (const std::int64_t mean : {1, 10}) {
    const auto m = static_cast<double>(mean);
    const Money money = measured(unit_transfers(mean));
    INFO("m " << mean << ": P(0) " << money.zero_share << ", Gini " << money.gini << ", under way at most "
              << money.under_way_most << ", transfers " << money.transfers);
    CHECK(static_cast<double>(money.transfers) >= transfers_per_agent * 1'000.0);
    CHECK(money.under_way_most < 0.01);
    CHECK(std::abs(money.zero_share - 1.0 / (1.0 + m)) <= 0.02);
    CHECK(std::abs(money.gini - (1.0 + m) / (1.0 + 2.0 * m)) <= 0.02);
  }
}
