// SPDX-License-Identifier: MIT
#pragma once

#include "core/churn_plan.hpp"
#include "core/event.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/task.hpp"
#include "core/topology.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// Chooses who executes a task: different workers, none of them its submitter, all in the submitter's component. Where
/// submitters settle, `task.redispatch` more follow, as far as there are so many: who gets it when a deadline passes.
/// A list of tasks names its workers itself.
class Dispatcher {
public:
  /// `scenario` and `topology` must outlive the dispatcher. Where tasks are drawn, refuses components with too few
  /// nodes for a task's workers (`Errc::invalid_value`), naming the scenario's key. A list of tasks has been checked
  /// (`listed_tasks_fault`).
  static Result<Dispatcher> make(const Scenario& scenario, const Topology& topology);

  /// Puts the workers of `task` in place of what `workers` held. At random: a pure function of seed, task id and
  /// submitter. Round robin: each component has a counter that goes on with each task, so tasks come in order.
  void choose(const Task& task, std::vector<NodeIndex>& workers);

  /// The task as its submitter gets it: with its workers, and how many copies of its message go to each. Where tasks
  /// are drawn, a node that is there stands in for a submitter that is not.
  Submission submission(Task task, const ChurnPlan& churn);

private:
  Dispatcher(const Scenario& scenario, const Topology& topology);

  std::uint32_t count(std::uint32_t component) const;
  void choose_at_random(const Task& task, std::vector<NodeIndex>& workers) const;
  void choose_in_turn(const Task& task, std::vector<NodeIndex>& workers);
  bool listed() const { return workload_->kind == WorkloadSpec::Kind::list; }
  std::vector<std::uint32_t> draw_copies(const Task& task, std::size_t workers) const;

  const WorkloadSpec* workload_;
  DispatchSpec::Policy policy_;
  std::uint32_t chosen_; // workers, those for later included
  const Topology* topology_;
  std::uint64_t seed_;
  std::vector<std::uint32_t> next_place_; // round robin: by component
};

} // namespace creditsim::core
