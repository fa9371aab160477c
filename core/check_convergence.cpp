// SPDX-License-Identifier: MIT
#include "core/check_convergence.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace creditsim::core {

namespace {

TimeUs typical_us(const SpanSpec& span) {
  switch (span.kind) {
  case SpanSpec::Kind::constant:
    return span.value_us;
  case SpanSpec::Kind::uniform:
    return span.max_us;
  case SpanSpec::Kind::log_normal:
    return span.median_us;
  case SpanSpec::Kind::exponential:
    return span.mean_us;
  }
  return span.value_us;
}

bool spreads_in_log_rounds(const TopologySpec& topology) {
  constexpr std::uint32_t degree_min = 3; // of degree 2 there are rings
  return topology.kind == TopologySpec::Kind::full ||
         (topology.kind == TopologySpec::Kind::random_regular && topology.degree >= degree_min);
}

} // namespace

bool has_faults(const Scenario& scenario) { return scenario.swarm || !scenario.faults.empty(); }

std::optional<TimeUs> spread_bound_us(const Scenario& scenario, std::uint32_t nodes) {
  if (scenario.stop.converge_within_us > 0)
    return scenario.stop.converge_within_us;
  if (!spreads_in_log_rounds(scenario.topology))
    return std::nullopt;
  const auto log2_up = static_cast<TimeUs>(std::bit_width(std::max(nodes, 2U) - 1));
  const TimeUs rounds = 4 * log2_up + 16;
  const double through = 1.0 - scenario.network.loss;
  const TimeUs round_us = scenario.gossip.interval_us + 2 * typical_us(scenario.network.latency);
  const double bound_us = static_cast<double>(rounds) * static_cast<double>(round_us) / (through * through);
  constexpr double most_us = 1e18; // where everything is lost nothing ever arrives
  return static_cast<TimeUs>(bound_us < most_us ? bound_us : most_us);
}

std::optional<NodeIndex> first_that_differs(std::span<const ComparedReplica> replicas) {
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> counts;
  for (const ComparedReplica& replica : replicas)
    ++counts[{replica.component, replica.state}];
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint64_t>> most; // the count and the state, by component
  for (const auto& [group, count] : counts)
    if (count > most[group.first].first)
      most[group.first] = {count, group.second};
  for (const ComparedReplica& replica : replicas)
    if (most[replica.component].second != replica.state)
      return replica.node;
  return std::nullopt;
}

std::optional<Finding> converged_late(const Scenario& scenario, std::uint32_t nodes, const ConvergenceTimes& times) {
  const TimeUs healed_us = has_faults(scenario) ? scenario.stop.duration_us : 0;
  const TimeUs from_us = std::max(times.wrote_us, healed_us);
  const TimeUs bound_us = spread_bound_us(scenario, nodes).value_or(scenario.stop.drain_us);
  const TimeUs took_us = std::max<TimeUs>(0, times.changed_us - from_us);
  if (times.equal && took_us <= bound_us)
    return std::nullopt;
  const std::string since = " after " + seconds_text(from_us) + ", " +
                            (healed_us >= times.wrote_us ? "the end of the faults" : "the last write");
  const std::string bound = ", and not within " + seconds_text(bound_us);
  const std::string took =
      times.equal ? "replicas were equal " + seconds_text(took_us) + since : "replicas were not equal" + since;
  return Finding{.time_us = from_us + bound_us, .detail = took + bound};
}

} // namespace creditsim::core
