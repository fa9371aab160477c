// SPDX-License-Identifier: MIT
#include "core/task_list.hpp"

#include "core/dispatch.hpp"
#include "core/workload.hpp"
#include "tests/catch.hpp"

using namespace creditsim::core;

namespace {

ListedTask task(TimeUs at_us, NodeIndex submitter, std::vector<NodeIndex> workers) {
  return {.at_us = at_us, .submitter = submitter, .workers = std::move(workers)};
}

TEST_CASE("Task list: faults: each is named with its task", "[core][workload]") {
  CHECK_FALSE(listed_tasks_fault({}, 2).has_value());
  CHECK_FALSE(listed_tasks_fault({task(5, 0, {1}), task(5, 1, {2, 0})}, 3).has_value());
  CHECK(listed_tasks_fault({task(5, 3, {1})}, 3) == "task 0: submitter 3 is not below 3, the number of nodes");
  CHECK(listed_tasks_fault({task(5, 0, {1}), task(5, 0, {7})}, 3) ==
        "task 1: worker 7 is not below 3, the number of nodes");
  CHECK(listed_tasks_fault({task(5, 0, {})}, 3) == "task 0: it has no workers");
  CHECK(listed_tasks_fault({task(5, 0, {1, 0})}, 3) == "task 0: its submitter 0 is one of its workers");
  CHECK(listed_tasks_fault({task(5, 0, {1, 1})}, 3) == "task 0: worker 1 is there twice");
  CHECK(listed_tasks_fault({task(5, 0, {1}), task(4, 0, {1})}, 3) ==
        "task 1: it is submitted before the task above it");
  ListedTask copied = task(5, 0, {1, 2});
  copied.copies = {2};
  CHECK(listed_tasks_fault({copied}, 3) == "task 0: 1 numbers of copies are not one for each of 2 workers");
}

TEST_CASE("Task list: source: gives the tasks with their names, up to the end", "[core][workload]") {
  Scenario scenario;
  scenario.nodes = 3;
  scenario.stop.duration_us = 10;
  scenario.workload.kind = WorkloadSpec::Kind::list;
  scenario.workload.tasks = {task(5, 0, {1}), task(10, 1, {2}), task(11, 2, {1})};
  scenario.workload.tasks[1].type = "embed";
  scenario.workload.tasks[1].priority = "high";
  auto source = TaskSource::make(scenario, 3);
  REQUIRE(source.ok());
  const auto first = source.value().next();
  const auto second = source.value().next();
  REQUIRE(second.has_value());
  CHECK(source.value().types()[first->type] == "compute");
  CHECK(source.value().types()[second->type] == "embed");
  CHECK(source.value().priorities()[second->priority] == "high");
  CHECK(second->id == 1);
  CHECK(second->submitter == 1);
  CHECK_FALSE(source.value().next().has_value());

  scenario.workload.tasks[0].submitter = 1;
  CHECK_FALSE(TaskSource::make(scenario, 3).ok());
}

TEST_CASE("Task list: spelled out: what is drawn stands in the list", "[core][workload]") {
  Scenario scenario;
  scenario.nodes = 10;
  scenario.workload.duplicates = 0.5;
  scenario.dispatch.workers_per_task = 2;
  const auto topology = Topology::make(scenario.topology, scenario.nodes, scenario.seed);
  REQUIRE(topology.ok());
  const auto workload = spelled_out(scenario, topology.value());
  REQUIRE(workload.ok());
  REQUIRE(workload.value().tasks.size() > 100);
  CHECK_FALSE(listed_tasks_fault(workload.value().tasks, scenario.nodes).has_value());
  CHECK(workload.value().tasks.front().workers.size() == 3); // two, and one for after the deadline

  Scenario listed = scenario;
  listed.workload = workload.value();
  const auto again = spelled_out(listed, topology.value());
  REQUIRE(again.ok());
  CHECK(again.value().tasks == workload.value().tasks);
}

} // namespace
