// SPDX-License-Identifier: MIT
#pragma once

#include "core/job_log.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/topology.hpp"

#include <optional>
#include <string>
#include <vector>

namespace creditsim::core {

/// What is wrong with a list of tasks in a network of `nodes` nodes, if anything: `task 3: submitter 12 is not below
/// 10, the number of nodes`. Tasks are counted from 0.
std::optional<std::string> listed_tasks_fault(const std::vector<ListedTask>& tasks, std::uint32_t nodes);

/// The workload of `scenario` with every task spelled out: a run of it is the same, event by event. What has no tasks
/// stays as it is. Refuses what no run can be made of, as `TaskSource` and `Dispatcher` do.
Result<WorkloadSpec> spelled_out(const Scenario& scenario, const Topology& topology, const JobLog& log = {});

} // namespace creditsim::core
