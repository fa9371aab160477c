// SPDX-License-Identifier: MIT
#include "core/task_list.hpp"

#include "core/dispatch.hpp"
#include "core/fault_plan.hpp"
#include "core/workload.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

std::string node_fault(const char* role, NodeIndex node, std::uint32_t nodes) {
  return std::string{role} + " " + std::to_string(node) + " is not below " + std::to_string(nodes) +
         ", the number of nodes";
}

std::optional<std::string> task_fault(const ListedTask& task, std::uint32_t nodes) {
  if (task.submitter >= nodes)
    return node_fault("submitter", task.submitter, nodes);
  if (task.workers.empty())
    return "it has no workers";
  for (auto worker = task.workers.begin(); worker != task.workers.end(); ++worker) {
    if (*worker >= nodes)
      return node_fault("worker", *worker, nodes);
    if (*worker == task.submitter)
      return "its submitter " + std::to_string(*worker) + " is one of its workers";
    if (std::find(task.workers.begin(), worker, *worker) != worker)
      return "worker " + std::to_string(*worker) + " is there twice";
  }
  if (!task.copies.empty() && task.copies.size() != task.workers.size())
    return std::to_string(task.copies.size()) + " numbers of copies are not one for each of " +
           std::to_string(task.workers.size()) + " workers";
  return std::nullopt;
}

ListedTask listed(const Submission& submission, const TaskSource& tasks) {
  ListedTask task{.at_us = submission.task.submit_us,
                  .submitter = submission.task.submitter,
                  .workers = submission.workers,
                  .duration_us = submission.task.duration_us,
                  .type = tasks.types()[submission.task.type],
                  .priority = tasks.priorities()[submission.task.priority],
                  .copies = submission.copies};
  if (std::all_of(task.copies.begin(), task.copies.end(), [](std::uint32_t copies) { return copies == 1; }))
    task.copies.clear();
  return task;
}

} // namespace

std::optional<std::string> listed_tasks_fault(const std::vector<ListedTask>& tasks, std::uint32_t nodes) {
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const std::string place = "task " + std::to_string(i) + ": ";
    if (const auto fault = task_fault(tasks[i], nodes))
      return place + *fault;
    if (i > 0 && tasks[i].at_us < tasks[i - 1].at_us)
      return place + "it is submitted before the task above it";
  }
  return std::nullopt;
}

Result<WorkloadSpec> spelled_out(const Scenario& scenario, const Topology& topology, const JobLog& log) {
  using Kind = WorkloadSpec::Kind;
  if (scenario.workload.kind == Kind::none || scenario.workload.kind == Kind::rumour)
    return scenario.workload;
  auto tasks = TaskSource::make(scenario, topology.node_count(), log);
  if (!tasks)
    return tasks.error();
  auto dispatcher = Dispatcher::make(scenario, topology);
  if (!dispatcher)
    return dispatcher.error();
  const ChurnPlan churn{scenario, topology.node_count(), FaultPlan{scenario, topology.node_count()}};
  WorkloadSpec workload;
  workload.kind = Kind::list;
  while (const auto task = tasks.value().next())
    workload.tasks.push_back(listed(dispatcher.value().submission(*task, churn), tasks.value()));
  return workload;
}

} // namespace creditsim::core
