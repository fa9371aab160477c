// SPDX-License-Identifier: MIT
#include "core/node_faults.hpp"

#include "core/fault_traits.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace creditsim::core {

namespace {

TimeUs end_of(const FaultSpec& fault) { return fault.at_us + fault.for_us; }

std::int64_t drift_per_1e9(double drift_ppm) { return static_cast<std::int64_t>(std::floor(drift_ppm * 1e3 + 0.5)); }

ClockFault clock_fault(const FaultSpec& fault, std::uint32_t place) {
  return {.kind = fault.kind,
          .begin_us = fault.at_us,
          .end_us = fault.kind == FaultKind::clock_step ? never : end_of(fault),
          .by_us = fault.by_us,
          .drift_per_1e9 = drift_per_1e9(fault.drift_ppm),
          .fault = place};
}

template <class Visit> void for_each_target(const FaultSpec& fault, std::uint32_t nodes, Visit&& visit) {
  if (fault.nodes.empty())
    for (NodeIndex node = 0; node < nodes; ++node)
      visit(node);
  for (const NodeIndex node : fault.nodes)
    visit(node);
}

} // namespace

NodeFaults::NodeFaults(std::span<const FaultSpec> drawn, std::uint32_t nodes) {
  std::vector<bool> devices(nodes);
  for (std::uint32_t i = 0; i < drawn.size(); ++i) {
    const FaultSpec& fault = drawn[i];
    const FaultGroup group = traits_of(fault.kind).group;
    if (group == FaultGroup::clocks) {
      clocks_.resize(nodes);
      for_each_target(fault, nodes, [&](NodeIndex node) { clocks_[node].push_back(clock_fault(fault, i)); });
    } else if (group == FaultGroup::hostile) {
      misdeeds_.resize(nodes);
      const Misdeed misdeed{.kind = fault.kind,
                            .begin_us = fault.at_us,
                            .end_us = end_of(fault),
                            .probability = fault.probability,
                            .fault = i};
      for_each_target(fault, nodes, [&](NodeIndex node) { misdeeds_[node].push_back(misdeed); });
    } else if (fault.kind == FaultKind::two_devices) {
      for_each_target(fault, nodes, [&](NodeIndex node) { devices[node] = true; });
    }
  }
  hostile_nodes_ = static_cast<std::uint32_t>(
      std::count_if(misdeeds_.begin(), misdeeds_.end(), [](const auto& misdeeds) { return !misdeeds.empty(); }));
  if (std::find(devices.begin(), devices.end(), true) != devices.end())
    find_identities(devices);
}

// Where all nodes are further devices of each other, each is its own first one.
void NodeFaults::find_identities(const std::vector<bool>& devices) {
  const auto nodes = static_cast<NodeIndex>(devices.size());
  identities_.resize(nodes);
  for (NodeIndex node = 0; node < nodes; ++node) {
    NodeIndex first = node;
    for (NodeIndex steps = 0; devices[first] && steps < nodes; ++steps)
      first = (first + nodes - 1) % nodes;
    identities_[node] = devices[first] ? node : first;
  }
}

bool NodeFaults::gains(NodeIndex node) const {
  const auto all = misdeeds(node);
  return std::any_of(all.begin(), all.end(), [](const Misdeed& misdeed) {
    return misdeed.kind == FaultKind::inflate || misdeed.kind == FaultKind::false_claim;
  });
}

TimeUs furthest_us(const FaultSpec& fault, TimeUs heal_us) {
  switch (fault.kind) {
  case FaultKind::clock_offset:
  case FaultKind::clock_step:
    return std::abs(fault.by_us);
  case FaultKind::clock_drift: {
    const TimeUs length_us = fault.for_us > 0 ? fault.for_us : heal_us;
    const ClockFault drift{.kind = fault.kind, .drift_per_1e9 = drift_per_1e9(fault.drift_ppm)};
    return std::abs(clock_reading(std::span{&drift, 1}, length_us) - length_us);
  }
  default:
    return 0;
  }
}

} // namespace creditsim::core
