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

LedgerBranch branch_of_rejection(Errc code) {
  switch (code) {
  case Errc::invalid_value:
    return LedgerBranch::invalid_value;
  case Errc::overflow:
    return LedgerBranch::overflow;
  case Errc::not_authentic:
    return LedgerBranch::not_authentic;
  case Errc::stamp_ahead:
    return LedgerBranch::stamp_ahead;
  default:
    return LedgerBranch::malformed;
  }
}

} // namespace creditsim::core
