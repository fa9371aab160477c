// SPDX-License-Identifier: MIT
#include "scenarios/smaller_network.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace creditsim::scenarios {

namespace {

using core::ListedTask;
using core::NodeIndex;

/// Where a node went; no value: it is gone.
using Mapping = std::function<std::optional<NodeIndex>(NodeIndex)>;

std::optional<ListedTask> mapped(const ListedTask& task, const Mapping& map) {
  const auto submitter = map(task.submitter);
  if (!submitter)
    return std::nullopt;
  ListedTask result = task;
  result.submitter = *submitter;
  result.workers.clear();
  result.copies.clear();
  for (std::size_t i = 0; i < task.workers.size(); ++i) {
    const auto worker = map(task.workers[i]);
    const bool there =
        worker && std::find(result.workers.begin(), result.workers.end(), *worker) != result.workers.end();
    if (!worker || *worker == *submitter || there)
      continue;
    result.workers.push_back(*worker);
    if (!task.copies.empty())
      result.copies.push_back(task.copies[i]);
  }
  return result.workers.empty() ? std::nullopt : std::optional{result};
}

core::Scenario mapped(const core::Scenario& scenario, const Mapping& map) {
  core::Scenario result = scenario;
  result.workload.tasks.clear();
  for (const ListedTask& task : scenario.workload.tasks)
    if (auto moved = mapped(task, map))
      result.workload.tasks.push_back(std::move(*moved));
  result.faults.clear();
  for (core::FaultSpec fault : scenario.faults) {
    const bool everybody = fault.nodes.empty();
    std::vector<NodeIndex> nodes;
    for (const NodeIndex node : fault.nodes)
      if (const auto moved = map(node))
        nodes.push_back(*moved);
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    if (nodes.empty() && !everybody)
      continue;
    fault.nodes = std::move(nodes);
    result.faults.push_back(std::move(fault));
  }
  return result;
}

} // namespace

core::Scenario with_nodes(const core::Scenario& scenario, const std::vector<NodeIndex>& kept) {
  core::Scenario result = mapped(scenario, [&](NodeIndex node) -> std::optional<NodeIndex> {
    const auto found = std::lower_bound(kept.begin(), kept.end(), node);
    if (found == kept.end() || *found != node)
      return std::nullopt;
    return static_cast<NodeIndex>(found - kept.begin());
  });
  result.nodes = static_cast<std::uint32_t>(kept.size());
  if (scenario.topology.kind != core::TopologySpec::Kind::ring)
    result.topology = {};
  if (result.nodes > 0) {
    result.churn.joins = std::min(result.churn.joins, result.nodes - 1);
    result.workload.rumours = std::min(result.workload.rumours, result.nodes);
    result.dispatch.workers_per_task = std::max(1U, std::min(result.dispatch.workers_per_task, result.nodes - 1));
  }
  return result;
}

core::Scenario with_roles_moved(const core::Scenario& scenario, NodeIndex from, NodeIndex to) {
  return mapped(scenario, [&](NodeIndex node) { return std::optional{node == from ? to : node}; });
}

} // namespace creditsim::scenarios
