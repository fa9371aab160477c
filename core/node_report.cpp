// SPDX-License-Identifier: MIT
#include "core/node_report.hpp"

namespace creditsim::core {

TrafficCounters& TrafficCounters::operator+=(const TrafficCounters& other) {
  activations += other.activations;
  events += other.events;
  sent += other.sent;
  delivered += other.delivered;
  lost += other.lost;
  duplicated += other.duplicated;
  rejected += other.rejected;
  gossip_messages += other.gossip_messages;
  gossip_bytes += other.gossip_bytes;
  entries_received += other.entries_received;
  entries_redundant += other.entries_redundant;
  work_in_flight += other.work_in_flight;
  for (std::size_t branch = 0; branch < branches.size(); ++branch)
    branches[branch] += other.branches[branch];
  return *this;
}

} // namespace creditsim::core
