// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"
#include "scenarios/scenario_files.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

// The ready scenarios: they end as they say, with the same bytes for any threads and shards. A golden digest changes
// only in a commit that says why.
namespace {

using namespace creditsim;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;

struct Ready {
  std::string name;
  std::string settings;
  std::string trace_digest;
};

bool on_diagonal(unsigned threads, unsigned shards) {
  return (threads == 2 && shards == 2) || (threads == 4 && shards == 7);
}

TEST_CASE("Ready scenarios: verdict valid, golden digest, same bytes for threads and shards", "[scenarios][golden]") {
  const auto ready = GENERATE(values<Ready>({
      {"quickstart", "", "411a512f32fd2e88"},
      {"transfer_economy", "", "88235b3045cf772f"},
      {"lossy", "", "6fcb5b5addac012e"},
      {"reference_economy", "", "06847d0d42c191d4"},
      {"rumour_push", "", "431c1c3fb7e3696a"},
      {"rumour_pull", "", "f50cbd296f862380"},
      {"rumour_push_pull", "", "5aa0371fd924da97"},
      {"partition_heal", "", "e8e17f1284f9ec59"},
      {"stale_restart", "", "b3c57af06782a6e8"},
      {"churn", "", "0f1e4666afc8869e"},
      {"swarm", "", "7b5cb33298b6e97f"},
      {"two_devices", "", "e743ea56db7c25a1"},
      {"hostile", "", "a1c8c72f214bd6b8"},
      {"own_replica", "", "d8caec9a8e4796f0"},
      // Real input, cut short: the first minute and less gossip after it.
      {"gnutella_hpc2n", "--set stop.duration=1m --set stop.drain=1m", "80924c4bd4aa5c9d"},
      {"gnutella_hpc2n_reference", "--set stop.duration=1m --set stop.drain=1m --set credits.history=10",
       "35623912d060499e"},
      // The same with fewer nodes.
      {"large", "--set nodes=300 --set workload.rate_per_s=50 --set stop.duration=20s", "4f210c7118dc3465"},
  }));
  CAPTURE(ready.name);
  const std::string run = "run " + ready.name + " --json --quiet " + ready.settings;
  const Outcome first = run_program(run + " --threads 1 --shards 1");
  const auto summary = scenarios::parse_json(first.out);
  REQUIRE(summary.ok());
  CHECK(summary.value().find("trace_digest")->text == ready.trace_digest);
  if (ready.settings.empty()) {
    CHECK(first.status == 0);
    CHECK(summary.value().find("verdict")->text == "valid");
  }
  // The whole grid where a run is a matter of moments, its diagonal on real input.
  for (const unsigned threads : {1U, 2U, 4U})
    for (const unsigned shards : {1U, 2U, 7U}) {
      if (!ready.settings.empty() && !on_diagonal(threads, shards))
        continue;
      CAPTURE(threads, shards);
      CHECK(run_program(run + " --threads " + std::to_string(threads) + " --shards " + std::to_string(shards)).out ==
            first.out);
    }
}

TEST_CASE("Ready scenarios: transfer_economy: every outcome of a task occurs", "[scenarios][story]") {
  const auto summary = scenarios::parse_json(run_program("run transfer_economy --json --quiet").out);
  REQUIRE(summary.ok());
  const scenarios::Json& tasks = *summary.value().find("tasks");
  for (const char* outcome : {"refused_insufficient", "completed", "released", "redispatched", "reports_late",
                              "reports_settled", "duplicates_delivered"}) {
    CAPTURE(outcome);
    CHECK(tasks.find(outcome)->text != "0");
  }
  for (const char* fault : {"unpaid", "in_flight", "duplicates_paid"}) {
    CAPTURE(fault);
    CHECK(tasks.find(fault)->text == "0");
  }
}

TEST_CASE("Ready scenarios: lossy: every accepted task is paid once, nothing is lost", "[scenarios][story]") {
  const auto summary = scenarios::parse_json(run_program("run lossy --json --quiet").out);
  REQUIRE(summary.ok());
  const scenarios::Json& tasks = *summary.value().find("tasks");
  CHECK(tasks.find("completed")->text == tasks.find("accepted")->text);
  CHECK(tasks.find("duplicates_paid")->text == "0");
  CHECK(tasks.find("unpaid")->text == "0");
  CHECK(summary.value().find("economy")->find("supply")->text == "1000.00");
}

TEST_CASE("Ready scenarios: each has a purpose and says what to look at", "[scenarios]") {
  const auto names = scenarios::ready_scenario_names();
  CHECK(names.size() == 17);
  for (const std::string& name : names) {
    const auto source = scenarios::open_scenario(name);
    REQUIRE(source.ok());
    const auto loaded = scenarios::read_scenario(source.value(), {});
    REQUIRE(loaded.ok());
    CHECK(loaded.value().scenario.name == name);
    CHECK_FALSE(loaded.value().scenario.purpose.empty());
    CHECK(loaded.value().description.find("What to look at: ") != std::string::npos);
  }
}

} // namespace
