// SPDX-License-Identifier: MIT
#include "core/fault_plan.hpp"
#include "core/task_list.hpp"
#include "tests/actors/random_scenarios.hpp"
#include "tests/actors/scenarios_for_tests.hpp"

#include <algorithm>

// A run of a spelled-out workload is the run of the workload that was drawn, event by event.
namespace {

using namespace creditsim;
using namespace creditsim::actors;

void check_same_run(Runtime& runtime, const core::Scenario& scenario, const SimulationInputs& inputs = {}) {
  CAPTURE(scenario.name, scenario.seed);
  const auto topology = inputs.edges ? core::Topology::from_edge_list(*inputs.edges, scenario.topology.component)
                                     : core::Topology::make(scenario.topology, scenario.nodes, scenario.seed);
  REQUIRE(topology.ok());
  auto workload = core::spelled_out(scenario, topology.value(), inputs.jobs.value_or(core::JobLog{}));
  REQUIRE(workload.ok());
  core::Scenario listed = scenario;
  listed.workload = std::move(workload).value();
  listed.faults = core::draw_faults(scenario, topology.value().node_count());
  listed.swarm = false;
  const auto drawn = runtime.simulate(scenario, inputs);
  const auto spelled = runtime.simulate(listed, {.edges = inputs.edges, .jobs = {}});
  REQUIRE(drawn.ok());
  REQUIRE(spelled.ok());
  CHECK(spelled.value().result.trace_digest == drawn.value().result.trace_digest);
  CHECK(spelled.value().window_digests == drawn.value().window_digests);
  core::RunResult expected = drawn.value().result;
  if (listed.faults.empty()) { // a seed drew no fault at all: then nothing is counted, and no heal awaited
    expected.coverage.clear();
    expected.checks = spelled.value().result.checks;
  }
  CHECK(spelled.value().result == expected);
}

TEST_CASE("Spelled out: synthetic workloads: duplicates, several workers, churn", "[actors][workload]") {
  Runtime runtime{1};
  check_same_run(runtime, busy_scenario());
  for (std::uint64_t seed = 1; seed <= 30; ++seed)
    check_same_run(runtime, random_scenario(seed), random_inputs(random_scenario(seed)));
}

TEST_CASE("Spelled out: fault plans: those that a seed draws", "[actors][workload][faults]") {
  Runtime runtime{1};
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    core::Scenario scenario = random_scenario(seed);
    scenario.swarm = true;
    check_same_run(runtime, scenario, random_inputs(scenario));
  }
}

TEST_CASE("Spelled out: rumour and none: stay as they are", "[actors][workload]") {
  Runtime runtime{1};
  core::Scenario scenario = rumour_scenario(core::GossipSpec::Mode::push, 20);
  check_same_run(runtime, scenario);
  scenario.workload.kind = core::WorkloadSpec::Kind::none;
  check_same_run(runtime, scenario);
}

TEST_CASE("Spelled out: a trace: its jobs, without the log", "[actors][workload]") {
  Runtime runtime{1};
  core::Scenario scenario = busy_scenario();
  scenario.workload.kind = core::WorkloadSpec::Kind::trace;
  scenario.workload.submitters = core::WorkloadSpec::Submitters::by_user;
  scenario.workload.nodes_per_user = 2;
  scenario.workload.duplicates = 0.3;
  core::JobLog log;
  for (std::int64_t job = 0; job < 50; ++job)
    log.jobs.push_back({.submit_us = job * 37'000, .run_us = 1'000 + job % 7 * 90'000, .user = job % 5});
  check_same_run(runtime, scenario, {.edges = {}, .jobs = log});
}

TEST_CASE("Event log: tells the life of a task, the same for any threads and shards", "[actors][log]") {
  using Kind = core::LoggedEvent::Kind;
  core::Scenario scenario;
  scenario.nodes = 3;
  scenario.gossip.mode = core::GossipSpec::Mode::none;
  scenario.workload.kind = core::WorkloadSpec::Kind::list;
  scenario.workload.tasks = {{.at_us = 500'000, .submitter = 0, .workers = {1}}};
  Runtime runtime{1};
  const auto output = run(runtime, scenario, {.logged = core::LogOrder{}});
  std::vector<std::string> told;
  for (const auto& event : output.log)
    if (event.kind != Kind::sent)
      told.push_back("n" + std::to_string(event.node) + " " + event.text);
  REQUIRE(told.size() >= 6);
  CHECK(told[0] == "n0 submits task 0: holds 2.00, account 10.00 to 8.00");
  CHECK(told[1] == "n1 gets task 0 of n0");
  CHECK(told[2] == "n1 has executed task 0");
  CHECK(told[3] == "n0 gets the report of task 0 of n1: settles 2.00 with the worker");
  CHECK(told[4] == "n1 gets the payment of 2.00 for task 0 of n0: is paid 2.00, account 10.00 to 12.00");
  CHECK(told[5] == "n0 gets the receipt for task 0 of n1");

  const core::Scenario busy = random_scenario(5);
  Runtime two{2};
  const auto one_shard = run(runtime, busy, {.shards = 1, .logged = core::LogOrder{}});
  const auto two_shards = run(two, busy, {.shards = 2, .logged = core::LogOrder{}});
  CHECK(one_shard.log == two_shards.log);
  CHECK_FALSE(one_shard.log.empty());
  CHECK(one_shard.result.trace_digest == run(runtime, busy).result.trace_digest);

  const auto last = run(runtime, busy, {.shards = 1, .logged = core::LogOrder{.until_us = 1'000'000, .kept = 10}});
  CHECK(last.log.size() >= 10);
  CHECK(last.log.back().time_us <= 1'100'000);
}

} // namespace
