// SPDX-License-Identifier: MIT
#include "core/churn_plan.hpp"

#include "core/check.hpp"
#include "core/fault_traits.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace creditsim::core {

namespace {

TimeUs time_within(TimeUs duration_us, const Draw& draw) {
  return 1 + static_cast<TimeUs>(draw.below(static_cast<std::uint64_t>(std::max<TimeUs>(duration_us, 1))));
}

RestartFrom restart_from(const ChurnSpec& churn) {
  return churn.restart_from == ChurnSpec::RestartFrom::nothing ? RestartFrom::nothing : RestartFrom::newest;
}

} // namespace

ChurnPlan::ChurnPlan(const Scenario& scenario, std::uint32_t nodes, const FaultPlan& faults)
    : initial_{nodes - scenario.churn.joins} {
  CREDITSIM_CHECK(scenario.churn.joins < nodes);
  const TimeUs duration_us = scenario.stop.duration_us;
  for (NodeIndex node = initial_; node < nodes; ++node)
    joins_us_.push_back(time_within(duration_us, {scenario.seed, Purpose::join_time, node, 0}));
  take_faults(faults);
  for (std::uint32_t i = 0; i < scenario.churn.restarts; ++i) {
    const auto node = static_cast<NodeIndex>(Draw{scenario.seed, Purpose::restart_node, i, 0}.below(nodes));
    const TimeUs time_us = time_within(duration_us, {scenario.seed, Purpose::restart_time, i, 0});
    const TimeUs restart_us = std::max(time_us, start_us(node) + 1);
    if (!down(node, restart_us) && !gone(node, restart_us))
      restarts_.push_back({.time_us = restart_us, .node = node, .from = restart_from(scenario.churn)});
  }
  number_restarts();
}

void ChurnPlan::take_faults(const FaultPlan& faults) {
  const auto& plan = faults.faults();
  for (std::uint32_t i = 0; i < plan.size(); ++i)
    for (const NodeIndex node : plan[i].nodes) {
      if (begins_node(plan[i].kind))
        late_.try_emplace(node, Late{plan[i].at_us, i});
      else if (plan[i].kind == FaultKind::leave)
        leaves_us_.try_emplace(node, plan[i].at_us);
    }
  for (std::uint32_t i = 0; i < plan.size(); ++i)
    for (const NodeIndex node : plan[i].nodes)
      if (plan[i].kind == FaultKind::crash && plan[i].at_us >= start_us(node)) {
        downs_[node].push_back({plan[i].at_us, faults.end_us(i)});
        restarts_.push_back({.time_us = faults.end_us(i), .node = node, .from = plan[i].restart_from, .fault = i});
      }
}

void ChurnPlan::number_restarts() {
  std::stable_sort(restarts_.begin(), restarts_.end(), [](const Restart& a, const Restart& b) {
    return std::tie(a.time_us, a.node) < std::tie(b.time_us, b.node);
  });
  std::map<NodeIndex, Incarnation> incarnations;
  for (std::size_t i = 0; i < restarts_.size(); ++i) {
    restarts_[i].incarnation = 2 + incarnations[restarts_[i].node]++;
    restarts_[i].slot = nodes() + static_cast<Slot>(i);
  }
}

TimeUs ChurnPlan::start_us(NodeIndex node) const {
  if (const auto late = late_.find(node); late != late_.end())
    return late->second.time_us;
  return node < initial_ ? 0 : joins_us_[node - initial_];
}

std::uint32_t ChurnPlan::late_by(NodeIndex node) const {
  const auto late = late_.find(node);
  return late == late_.end() ? no_fault : late->second.fault;
}

// The instant of the restart counts: two restarts of one node at one time would be one too many.
bool ChurnPlan::down(NodeIndex node, TimeUs time_us) const {
  const auto downs = downs_.find(node);
  return downs != downs_.end() && std::any_of(downs->second.begin(), downs->second.end(), [&](const Down& down) {
           return down.from_us <= time_us && time_us <= down.to_us;
         });
}

bool ChurnPlan::gone(NodeIndex node, TimeUs time_us) const {
  const auto leaves = leaves_us_.find(node);
  return leaves != leaves_us_.end() && leaves->second <= time_us;
}

bool ChurnPlan::up(NodeIndex node, TimeUs time_us) const {
  return start_us(node) <= time_us && !down(node, time_us) && !gone(node, time_us);
}

} // namespace creditsim::core
