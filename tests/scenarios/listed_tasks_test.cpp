// SPDX-License-Identifier: MIT
#include "scenarios/listed_tasks.hpp"

#include "scenarios/scenario_printer.hpp"
#include "scenarios/scenario_reader.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

core::Result<LoadedScenario> loaded(const std::string& tasks) {
  return read_scenario({"x.json", R"({"nodes": 9, "workload": {"kind": "list", "tasks": )" + tasks + "}}", "/"}, {});
}

TEST_CASE("Listed tasks: reading: defaults, every member, and back", "[scenarios][workload]") {
  const auto read = loaded(R"([{"at": "1s", "submitter": 3, "workers": [7, 8]},
    {"at": "1.5s", "submitter": 3, "workers": [7, 8], "duration": "20ms", "type": "embed", "priority": "high", "copies": 2},
    {"at": "2s", "submitter": 0, "workers": [1, 2], "copies": [1, 3], "description": "for people"},
    {"at": "2s", "submitter": 0, "workers": [1, 2], "copies": [1, 1]}])");
  REQUIRE(read.ok());
  const auto& tasks = read.value().scenario.workload.tasks;
  REQUIRE(tasks.size() == 4);
  CHECK(tasks[0] == core::ListedTask{.at_us = 1'000'000, .submitter = 3, .workers = {7, 8}});
  CHECK(tasks[1] == core::ListedTask{.at_us = 1'500'000,
                                     .submitter = 3,
                                     .workers = {7, 8},
                                     .duration_us = 20'000,
                                     .type = "embed",
                                     .priority = "high",
                                     .copies = {2, 2}});
  CHECK(tasks[2].copies == std::vector<std::uint32_t>{1, 3});
  CHECK(tasks[3].copies.empty());
  const std::string printed = print_json(print_scenario(read.value().scenario));
  const auto again = read_scenario({"printed", printed, "/"}, {});
  REQUIRE(again.ok());
  CHECK(again.value().scenario.workload.tasks == tasks);
}

TEST_CASE("Listed tasks: faults: one line that names the task and its member", "[scenarios][workload]") {
  const auto error = [](const std::string& tasks) {
    const auto read = loaded(tasks);
    REQUIRE_FALSE(read.ok());
    return read.error().context;
  };
  CHECK(error("3") == "x.json: workload.tasks: 3 is not a list of tasks");
  CHECK(error("[3]").find("x.json: workload.tasks[0]: 3 is not a task such as") == 0);
  CHECK(error(R"([{"at": "1s", "workers": [1]}])") == "x.json: workload.tasks[0]: the task has no submitter");
  CHECK(error(R"([{"at": "1s", "submitter": 0, "workers": [1], "worker": 2}])") ==
        "x.json: workload.tasks[0].worker: not a known key of a task");
  CHECK(error(R"([{"at": 1, "submitter": 0, "workers": [1]}])") ==
        "x.json: workload.tasks[0].at: 1 is not a duration of at least 0s");
  CHECK(error(R"([{"at": "1s", "submitter": -1, "workers": [1]}])") ==
        "x.json: workload.tasks[0].submitter: -1 is not a count from 0 to 10000000");
  CHECK(error(R"([{"at": "1s", "submitter": 0, "workers": 1}])") ==
        "x.json: workload.tasks[0].workers: 1 is not a list of counts");
  CHECK(error(R"([{"at": "1s", "submitter": 0, "workers": [1], "copies": 0}])") ==
        "x.json: workload.tasks[0].copies: 0 is not a count from 1 to 1000");
  CHECK(error(R"([{"at": "1s", "submitter": 0, "workers": [1], "copies": [1, 2]}])") ==
        "x.json: workload.tasks[0].copies: 2 counts are not one for each of 1 workers");
  CHECK(error(R"([{"at": "1s", "submitter": 9, "workers": [1]}])") ==
        "x.json: workload.tasks: task 0: submitter 9 is not below 9, the number of nodes");
  CHECK(error(R"([{"at": "1s", "submitter": 0, "workers": [1], "type": 3}])") ==
        "x.json: workload.tasks[0].type: 3 is not a text");
}

} // namespace
