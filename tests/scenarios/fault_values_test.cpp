// SPDX-License-Identifier: MIT
#include "scenarios/fault_values.hpp"

#include "core/fault_plan.hpp"
#include "scenarios/scenario_printer.hpp"
#include "scenarios/scenario_reader.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

core::Result<LoadedScenario> read(const std::string& faults, const std::string& more = "") {
  return read_scenario({"case.json", R"({"nodes": 20, )" + more + R"("faults": )" + faults + "}", "/"}, {});
}

struct Case {
  std::string faults;
  std::string message;
};

TEST_CASE("Fault values: wrong plans: one line says which fault, found and expected", "[scenarios][faults]") {
  const auto [faults, expected] = GENERATE(values<Case>({
      {R"("swam")",
       R"(faults: "swam" is not "swarm" or a list of faults such as [{"kind": "loss", "probability": 0.3}])"},
      {R"([1])", R"(faults[0]: 1 is not an object such as {"kind": "loss", "probability": 0.3})"},
      {R"([{"at": "1s"}])", R"(faults[0]: a fault needs kind)"},
      {R"([{"kind": "los"}])", R"(faults[0].kind: "los" is not a kind of fault; the nearest is loss)"},
      {R"([{"kind": "loss", "period": "1s"}])",
       "faults[0].period: not a known key of a fault of kind loss, which has at, for, rate, nodes, share, probability, "
       "required"},
      {R"([{"kind": "leave", "nodes": [1], "for": "1s"}])",
       "faults[0].for: not a known key of a fault of kind leave, which has at, rate, nodes, share, required"},
      {R"([{"kind": "loss"}, {"kind": "loss", "probability": 30}])",
       "faults[1].probability: 30 is not a probability above 0 and at most 1"},
      {R"([{"kind": "loss", "at": 5}])",
       R"(faults[0].at: 5 is not a duration in whole microseconds such as "10ms" or "1.5s")"},
      {R"([{"kind": "loss", "for": "0s"}])", R"(faults[0].for: "0s" is not a duration of at least 1us)"},
      {R"([{"kind": "loss", "nodes": [1], "share": 0.5}])", "faults[0].share: a fault has nodes or a share, not both"},
      {R"([{"kind": "loss", "nodes": ["3..1"]}])",
       R"(faults[0].nodes: "3..1" is not a node such as 17 or a range of nodes such as "0..9")"},
      {R"([{"kind": "loss", "nodes": ["1..3", 2]}])", "faults[0].nodes: 2 is there twice"},
      {R"([{"kind": "loss", "nodes": []}])", R"(faults[0].nodes: a list is not a list of nodes such as ["0..9", 17])"},
      {R"([{"kind": "loss", "nodes": [20]}])", "faults[0].nodes: 20 is not below the number of nodes, 20"},
      {R"([{"kind": "partition"}])", "faults[0]: a fault of kind partition needs nodes or share"},
      {R"([{"kind": "partition", "nodes": ["0..19"]}])",
       "faults[0].nodes: all 20 nodes leave nobody on the other side"},
      {R"([{"kind": "partial_partition", "nodes": [3]}])", "faults[0].nodes: two halves need at least 2 nodes"},
      {R"([{"kind": "delay"}])", "faults[0]: a fault of kind delay needs by"},
      {R"([{"kind": "delay", "by": "-1s"}])",
       R"(faults[0].by: "-1s" is not a duration of at least 1us such as "10ms")"},
      {R"([{"kind": "clock_step", "by": "0s"}])",
       R"(faults[0].by: "0s" is not a duration other than 0, or one with a minus before it, such as "-3s")"},
      {R"([{"kind": "bandwidth", "bytes_per_s": 0}])",
       R"(faults[0].bytes_per_s: 0 is not a count of bytes from 1 to 1e12 such as "10k")"},
      {R"([{"kind": "crash", "restart_from": "old"}])",
       R"(faults[0].restart_from: "old" is not one of newest, nothing, stale, torn)"},
      {R"([{"kind": "crash", "restart_from": "stale"}])", "faults[0]: a restart from a stale store needs age"},
      {R"([{"kind": "crash", "age": "1s"}])", "faults[0].age: only a stale store has an age"},
      {R"([{"kind": "crash", "at": "1s", "restart_from": "stale", "age": "2s"}])",
       "faults[0].age: 2s is not at most at, 1s"},
      {R"([{"kind": "crash", "session": "1s"}])", "faults[0]: sessions need for: how long a node is down between them"},
      {R"([{"kind": "crash", "session_shape": 2}])", "faults[0].session_shape: needs session"},
      {R"([{"kind": "crash", "session": "1s", "for": "1s", "rate": 2}])",
       "faults[0].rate: a fault has a rate or sessions, not both"},
      {R"([{"kind": "loss", "required": 1}])", "faults[0].required: 1 is not true or false"},
      {R"([{"kind": "loss", "at": "1m"}])",
       "faults[0].at: 1m is not before 1m, stop.duration, when everything is healed"},
      {R"([{"kind": "loss", "at": "50s", "for": "11s"}])",
       "faults[0].for: 11s after at ends beyond 1m, stop.duration, when everything is healed"},
      {R"([{"kind": "loss", "rate": 1000}])", "faults[0].rate: 1000 per second gives more than 10k beginnings"},
      {R"([{"kind": "pause", "nodes": [1, 2], "at": "1s", "for": "5s"}, {"kind": "crash", "nodes": [2], "at": "5s"}])",
       "faults[1].nodes: node 2 is in faults[0] (pause) at the same time"},
      {R"([{"kind": "join", "nodes": [1], "at": "5s"}, {"kind": "crash", "nodes": [1], "at": "4s", "for": "2s"}])",
       "faults[1].nodes: node 1 is in faults[0] (join) at the same time"},
      {R"([{"kind": "two_devices", "nodes": [1], "at": "5s"}, {"kind": "pause", "nodes": [1], "at": "4s", "for": "2s"}])",
       "faults[1].nodes: node 1 is in faults[0] (two_devices) at the same time"},
      {R"([{"kind": "two_devices", "nodes": [1], "for": "1s"}])",
       "faults[0].for: not a known key of a fault of kind two_devices, which has at, rate, nodes, share, required"},
      {R"([{"kind": "overspend", "probability": 0.5}])",
       "faults[0].probability: not a known key of a fault of kind overspend, which has at, for, rate, nodes, share, "
       "required"},
  }));
  const auto loaded = read(faults);
  CHECK((loaded.ok() ? "valid" : loaded.error().context) == "case.json: " + expected);
}

TEST_CASE("Fault values: the reference's ledger: restarts from the newest store only", "[scenarios][faults]") {
  const auto loaded = read(R"([{"kind": "crash", "restart_from": "torn"}])", R"("profile": "reference", )");
  REQUIRE_FALSE(loaded.ok());
  CHECK(loaded.error().context == "case.json: faults[0].restart_from: torn needs profile corrected");
}

TEST_CASE("Fault values: the reference's ledger: neither hostile nodes nor further devices", "[scenarios][faults]") {
  for (const std::string kind : {"two_devices", "forge", "junk", "inflate"}) {
    const auto loaded = read(R"([{"kind": ")" + kind + R"(", "nodes": [1]}])", R"("profile": "reference", )");
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.error().context == "case.json: faults[0].kind: " + kind + " needs profile corrected");
  }
  CHECK(read(R"([{"kind": "clock_freeze"}])", R"("profile": "reference", )").ok());
}

TEST_CASE("Fault values: every kind with all it has: is printed as it is read back", "[scenarios][faults]") {
  const auto loaded = read(R"([
    {"kind": "loss", "at": "10s", "for": "20s", "share": 0.2, "probability": 0.3, "required": true},
    {"kind": "duplication", "rate": 0.5, "for": "2s", "probability": 0.25, "description": "now and then"},
    {"kind": "delay", "by": "1.5s"},
    {"kind": "corruption", "probability": 0.001},
    {"kind": "bandwidth", "bytes_per_s": "10k", "nodes": [1]},
    {"kind": "partition", "at": "5s", "for": "15s", "nodes": ["0..9", 17]},
    {"kind": "one_way_partition", "nodes": [1, 3, 5]},
    {"kind": "partial_partition", "share": 1},
    {"kind": "flapping", "nodes": [3], "period": "500ms", "at": "1s", "for": "10s"},
    {"kind": "swizzle", "share": 0.3},
    {"kind": "pause", "nodes": [4, 5], "for": "1s"},
    {"kind": "crash", "rate": 0.05, "for": "2s", "share": 0.1, "restart_from": "stale", "age": "5s"},
    {"kind": "crash", "session": "10s", "session_shape": 0.6, "for": "1s"},
    {"kind": "join", "nodes": [6], "at": "3s"},
    {"kind": "leave", "share": 0.1, "at": "3s"},
    {"kind": "two_devices", "nodes": [8]},
    {"kind": "clock_offset", "by": "-3s"},
    {"kind": "clock_drift", "drift_ppm": -200.5},
    {"kind": "clock_step", "at": "4s", "by": "250ms"},
    {"kind": "clock_freeze", "nodes": [9]},
    {"kind": "forge", "nodes": [10]}, {"kind": "replay_old"}, {"kind": "equivocate"}, {"kind": "overspend"},
    {"kind": "double_report"}, {"kind": "future_stamp"}, {"kind": "junk"}, {"kind": "inflate"},
    {"kind": "false_claim"}])");
  REQUIRE((loaded.ok() ? "" : loaded.error().context) == "");
  const auto& faults = loaded.value().scenario.faults;
  CHECK(faults[5].nodes == std::vector<core::NodeIndex>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 17});
  CHECK(faults[16].by_us == -3'000'000);
  const auto again = read_scenario({"again.json", print_json(print_scenario(loaded.value().scenario)), "/"}, {});
  REQUIRE((again.ok() ? "" : again.error().context) == "");
  CHECK(again.value().scenario.faults == faults);
}

TEST_CASE("Fault values: swarm: is a word, in a file and as an option", "[scenarios][faults]") {
  CHECK(read(R"("swarm")").value().scenario.swarm);
  auto set = read_scenario({"case.json", "{}", "/"}, {"faults=swarm"});
  REQUIRE(set.ok());
  CHECK(set.value().scenario.swarm);
  set =
      read_scenario({"case.json", R"({"faults": "swarm"})", "/"}, {R"(faults=[{"kind":"loss","probability":"0.5"}])"});
  REQUIRE(set.ok());
  CHECK_FALSE(set.value().scenario.swarm);
  CHECK(set.value().scenario.faults.front().probability == 0.5);
  set = read_scenario({"case.json", "{}", "/"}, {R"(faults=[{"kind":"loss","at":"2m"}])"});
  REQUIRE_FALSE(set.ok());
  CHECK(set.error().context.starts_with("--set: faults[0].at: 2m is not before 1m"));
}

TEST_CASE("Fault values: drawn plans: are valid plans, and read back as they are", "[scenarios][faults][property]") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    core::Scenario scenario;
    scenario.name = "drawn";
    scenario.seed = seed;
    scenario.nodes = 4 + static_cast<std::uint32_t>(seed % 60);
    scenario.stop.duration_us = 20'000'000;
    scenario.swarm = true;
    scenario.faults = core::draw_faults(scenario, scenario.nodes);
    scenario.swarm = false;
    INFO("seed " << seed);
    const auto again = read_scenario({"drawn.json", print_json(print_scenario(scenario)), "/"}, {});
    REQUIRE((again.ok() ? "" : again.error().context) == "");
    CHECK(again.value().scenario.faults == scenario.faults);
  }
}

TEST_CASE("Fault values: a scenario without faults: its digest is what it was", "[scenarios][faults]") {
  core::Scenario scenario;
  const std::string before = scenario_digest(scenario, {});
  scenario.swarm = true;
  CHECK(scenario_digest(scenario, {}) != before);
  scenario.swarm = false;
  scenario.faults.push_back({});
  CHECK(scenario_digest(scenario, {}) != before);
}

} // namespace
