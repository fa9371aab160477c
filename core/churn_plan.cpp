// SPDX-License-Identifier: MIT
#include "core/churn_plan.hpp"

#include "core/check.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace creditsim::core {

namespace {

TimeUs time_within(TimeUs duration_us, const Draw& draw) {
  return 1 + static_cast<TimeUs>(draw.below(static_cast<std::uint64_t>(std::max<TimeUs>(duration_us, 1))));
}

} // namespace

ChurnPlan::ChurnPlan(const Scenario& scenario, std::uint32_t nodes) : initial_{nodes - scenario.churn.joins} {
  CREDITSIM_CHECK(scenario.churn.joins < nodes);
  const TimeUs duration_us = scenario.stop.duration_us;
  for (NodeIndex node = initial_; node < nodes; ++node)
    joins_us_.push_back(time_within(duration_us, {scenario.seed, Purpose::join_time, node, 0}));
  for (std::uint32_t i = 0; i < scenario.churn.restarts; ++i) {
    const auto node = static_cast<NodeIndex>(Draw{scenario.seed, Purpose::restart_node, i, 0}.below(nodes));
    const TimeUs time_us = time_within(duration_us, {scenario.seed, Purpose::restart_time, i, 0});
    restarts_.push_back({.time_us = std::max(time_us, start_us(node) + 1), .node = node});
  }
  std::stable_sort(restarts_.begin(), restarts_.end(), [](const Restart& a, const Restart& b) {
    return std::tie(a.time_us, a.node) < std::tie(b.time_us, b.node);
  });
  std::map<NodeIndex, Incarnation> incarnations;
  for (std::size_t i = 0; i < restarts_.size(); ++i) {
    restarts_[i].incarnation = 2 + incarnations[restarts_[i].node]++;
    restarts_[i].slot = nodes + static_cast<Slot>(i);
  }
}

} // namespace creditsim::core
