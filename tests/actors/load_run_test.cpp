// SPDX-License-Identifier: MIT
#include "actors/load_run.hpp"
#include "tests/catch.hpp"
#include "tests/core/load_samples.hpp"

#include <atomic>

// Load on real threads at reduced size: under the thread sanitizer this is the proof that nodes, generators and
// histories share nothing by accident. What is counted must agree, however long anything takes.
namespace {

using namespace creditsim;
using actors::LoadMeasurement;
using actors::LoadOutput;
using actors::LoadPlan;
using tests::load_scenario;

constexpr std::int64_t ms = 1'000'000;

LoadPlan small_plan(std::uint32_t nodes) {
  return {.scenario = load_scenario(nodes),
          .threads = 2,
          .clients = 8,
          .rate_per_s = {},
          .mix = {},
          .warmup_ns = 10 * ms,
          .duration_ns = 100 * ms,
          .repetitions = 2};
}

LoadOutput run(const LoadPlan& plan) {
  auto output = actors::run_load(plan, {});
  REQUIRE(output.ok());
  return std::move(output).value();
}

void check_counts(const LoadOutput& output) {
  for (const LoadMeasurement& measured : output.repetitions) {
    const std::uint64_t answered = measured.ok + measured.insufficient + measured.duplicate;
    CHECK(measured.response.count() == answered);
    CHECK(measured.service.count() == answered);
    CHECK(measured.offered() == answered + measured.dropped);
    CHECK(measured.response.max_ns() >= measured.service.max_ns());
    CHECK(measured.response.mean_ns() >= measured.service.mean_ns());
    CHECK(measured.window_s == 0.1);
    std::uint64_t ok = 0;
    for (const auto& interval : measured.intervals)
      ok += interval.ok;
    CHECK(ok == measured.ok_in_time);
  }
}

TEST_CASE("Load: closed loop: every checker that applies holds", "[actors][load]") {
  const LoadOutput output = run(small_plan(50));
  REQUIRE(output.repetitions.size() == 2);
  check_counts(output);
  for (const LoadMeasurement& measured : output.repetitions) {
    CHECK(measured.dropped == 0);
    CHECK(measured.duplicate == 0);
    CHECK(measured.backlog_max == 8);
  }
  CHECK(output.floor.ok + output.repetitions[0].ok + output.repetitions[1].ok > 0);
  CHECK(output.generator_threads == 1);
  CHECK(output.replicas == "versions");
  CHECK(output.audit.result.verdict == core::Verdict::valid);
  CHECK(output.audit.compared == 50);
}

TEST_CASE("Load: open loop with gossip and repeated tasks: every checker that applies holds", "[actors][load]") {
  LoadPlan plan = small_plan(20);
  plan.rate_per_s = 5000.0;
  plan.arrivals = core::ArrivalSpec::Kind::poisson;
  plan.threads = 4; // two generators
  plan.mix = {.earn_share = 0.3, .zipf_exponent = 0.99, .repeated = 0.1};
  plan.gossip_interval_ns = 20 * ms;
  plan.scenario.gossip.mode =
      GENERATE(core::GossipSpec::Mode::push, core::GossipSpec::Mode::pull, core::GossipSpec::Mode::push_pull);
  const LoadOutput output = run(plan);
  check_counts(output);
  CHECK(output.generator_threads == 5);
  CHECK(output.gossip.sent > 0);
  CHECK(output.gossip.sent == output.gossip.received);
  CHECK(output.gossip.rejected == 0);
  for (const LoadMeasurement& measured : output.repetitions)
    CHECK(measured.duplicate > 0);
  CHECK(output.audit.result.verdict == core::Verdict::valid);
}

TEST_CASE("Load: open loop: what a full backlog has no room for is dropped and counted", "[actors][load]") {
  LoadPlan plan = small_plan(5);
  plan.rate_per_s = 1e8; // more than any machine does
  plan.backlog_max = 10;
  const LoadOutput output = run(plan);
  check_counts(output);
  for (const LoadMeasurement& measured : output.repetitions) {
    CHECK(measured.dropped > 0);
    CHECK(measured.backlog_max <= 10);
    CHECK(measured.offered() == 10'000'000);
  }
  CHECK(output.audit.result.verdict == core::Verdict::valid);
}

TEST_CASE("Load: one node, and more clients than it can serve at once: nothing is lost", "[actors][load]") {
  LoadPlan plan = small_plan(1);
  plan.clients = 50;
  const LoadOutput output = run(plan);
  check_counts(output);
  CHECK(output.audit.result.verdict == core::Verdict::valid);
}

TEST_CASE("Load: accounts too small for the mix: refusals are counted apart", "[actors][load]") {
  LoadPlan plan = small_plan(5);
  plan.mix.earn_share = 0.0;
  plan.scenario.credits.initial_credits = core::Credits::whole(10);
  const LoadOutput output = run(plan);
  check_counts(output);
  CHECK(output.repetitions.back().insufficient > 0);
  CHECK(output.repetitions.back().ok == 0);
  CHECK(output.audit.result.verdict == core::Verdict::valid);
}

TEST_CASE("Load: literal replicas: the same holds of them", "[actors][load]") {
  LoadPlan plan = small_plan(10);
  plan.scenario.rules.metadata_ties = core::Rules::MetadataTies::local_stays;
  plan.gossip_interval_ns = 20 * ms;
  const LoadOutput output = run(plan);
  CHECK(output.replicas == "literal");
  CHECK(output.audit.result.verdict == core::Verdict::valid);
}

TEST_CASE("Load: a ledger that loses what it was told: found after the load", "[actors][load][fault]") {
  LoadPlan plan = small_plan(10);
  plan.planted = GENERATE(core::PlantedFault::overflow_wrap, core::PlantedFault::forgetful_replica);
  const core::RunResult result = run(plan).audit.result;
  CHECK(result.verdict == core::Verdict::invalid);
  const bool wraps = plan.planted == core::PlantedFault::overflow_wrap;
  CHECK((result.violation_of("acknowledged") != nullptr || !wraps));
  CHECK((result.violation_of("convergence.counters") != nullptr || wraps));
}

TEST_CASE("Load: interrupted: ends soon, and says so", "[actors][load]") {
  const std::atomic<int> interrupted{2};
  LoadPlan plan = small_plan(5);
  plan.rate_per_s = GENERATE(std::optional<double>{}, std::optional<double>{1000.0});
  plan.duration_ns = 1'000'000 * ms;
  plan.interrupted = &interrupted;
  const LoadOutput output = run(plan);
  CHECK(output.interrupted);
  CHECK(output.repetitions.empty());
  CHECK(output.audit.result.verdict == core::Verdict::unknown);
}

TEST_CASE("Load: what no run can be made of: refused", "[actors][load]") {
  LoadPlan plan = small_plan(5);
  plan.scenario.credits.initial_credits = core::Credits::whole(35'000'000'000'000);
  plan.scenario.nodes = 10'000;
  const auto refused = actors::run_load(plan, {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().context.starts_with("credits.initial_credits: "));
}

} // namespace
