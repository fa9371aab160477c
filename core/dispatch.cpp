// SPDX-License-Identifier: MIT
#include "core/dispatch.hpp"

#include "core/random.hpp"
#include "core/sampling.hpp"

#include <algorithm>
#include <string>

namespace creditsim::core {

Dispatcher::Dispatcher(const Scenario& scenario, const Topology& topology)
    : workload_{&scenario.workload}, policy_{scenario.dispatch.policy},
      chosen_{scenario.dispatch.workers_per_task + (scenario.rules.settles() ? scenario.task.redispatch : 0)},
      topology_{&topology}, seed_{scenario.seed}, next_place_(topology.component_count()) {}

Result<Dispatcher> Dispatcher::make(const Scenario& scenario, const Topology& topology) {
  using Kind = WorkloadSpec::Kind;
  const DispatchSpec& spec = scenario.dispatch;
  const std::string place = "dispatch.workers_per_task: " + std::to_string(spec.workers_per_task);
  if (spec.workers_per_task < 1)
    return Error{Errc::invalid_value, place + " is not a number of at least 1"};
  const std::uint32_t smallest = topology.component_size(topology.component_count() - 1);
  const bool drawn = scenario.workload.kind == Kind::synthetic || scenario.workload.kind == Kind::trace;
  if (drawn && spec.workers_per_task >= smallest)
    return Error{Errc::invalid_value, place + " workers beside the submitter are more than the " +
                                          std::to_string(smallest - 1) +
                                          " that the smallest component of the topology has"};
  return Dispatcher{scenario, topology};
}

void Dispatcher::choose(const Task& task, std::vector<NodeIndex>& workers) {
  workers.clear();
  if (listed())
    workers = workload_->tasks[task.id].workers;
  else if (policy_ == DispatchSpec::Policy::random)
    choose_at_random(task, workers);
  else
    choose_in_turn(task, workers);
}

namespace {

// A node that is not there submits nothing: one of those that are does.
NodeIndex present(const Task& task, const ChurnPlan& churn) {
  NodeIndex submitter = task.submitter;
  if (!churn.up(submitter, task.submit_us))
    submitter %= churn.initial();
  for (std::uint32_t tried = 1; tried < churn.nodes() && !churn.up(submitter, task.submit_us); ++tried)
    submitter = (submitter + 1) % churn.nodes();
  return submitter;
}

} // namespace

Submission Dispatcher::submission(Task task, const ChurnPlan& churn) {
  if (!listed())
    task.submitter = present(task, churn);
  Submission submission{.task = task, .workers = {}};
  choose(task, submission.workers);
  submission.copies = listed() ? workload_->tasks[task.id].copies : draw_copies(task, submission.workers.size());
  return submission;
}

// A message is sent a second time or not: one draw for each message that was sent before.
std::vector<std::uint32_t> Dispatcher::draw_copies(const Task& task, std::size_t workers) const {
  std::vector<std::uint32_t> copies;
  if (workload_->duplicates == 0.0)
    return copies;
  std::uint32_t before = 0;
  for (std::size_t worker = 0; worker < workers; ++worker) {
    const Draw twice{seed_, Purpose::task_duplicate, task.id, before};
    copies.push_back(twice.chance(workload_->duplicates) ? 2 : 1);
    before += copies.back();
  }
  return copies;
}

std::uint32_t Dispatcher::count(std::uint32_t component) const {
  return std::min(chosen_, topology_->component_size(component) - 1);
}

void Dispatcher::choose_at_random(const Task& task, std::vector<NodeIndex>& workers) const {
  const std::uint32_t component = topology_->component(task.submitter);
  const std::uint32_t own_place = topology_->place_in_component(task.submitter);
  const std::uint32_t others = topology_->component_size(component) - 1;
  const auto draw_at = [&](std::uint32_t i) { return Draw{seed_, Purpose::worker, task.id, i}; };
  const auto add = [&](std::uint32_t place) {
    workers.push_back(topology_->member(component, place < own_place ? place : place + 1));
  };
  if (chosen_ == 1) { // the common case needs no memory
    add(static_cast<std::uint32_t>(draw_at(0).below(others)));
    return;
  }
  for (const std::uint32_t place : draw_distinct({.count = count(component), .bound = others}, draw_at))
    add(place);
}

void Dispatcher::choose_in_turn(const Task& task, std::vector<NodeIndex>& workers) {
  const std::uint32_t component = topology_->component(task.submitter);
  std::uint32_t& next = next_place_[component];
  while (workers.size() < count(component)) {
    const NodeIndex worker = topology_->member(component, next);
    next = next + 1 < topology_->component_size(component) ? next + 1 : 0;
    if (worker != task.submitter)
      workers.push_back(worker);
  }
}

} // namespace creditsim::core
