// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace creditsim::core {

/// What may go wrong in a run.
enum class FaultKind : std::uint8_t {
  // Of messages, those that target nodes send or receive.
  loss,        ///< lost with `probability`
  duplication, ///< delivered twice with `probability`
  delay,       ///< delivered up to `by_us` later with `probability`, so that order changes
  corruption,  ///< bytes changed with `probability`; the receiver must reject it
  bandwidth,   ///< a sender's messages queue behind each other at `bytes_per_s`
  // Of links: target nodes on one side, all others on the other.
  partition,         ///< nothing passes
  one_way_partition, ///< nothing passes from the target nodes to the others
  partial_partition, ///< two halves of the target nodes do not reach each other; all others reach both
  flapping,          ///< down and up again, `period_us` each
  swizzle,           ///< links of the target nodes are cut one by one, and healed one by one in another order
  // Of nodes.
  pause,       ///< handles nothing, then everything that waited
  crash,       ///< stops; messages are lost; starts again from `restart_from`
  join,        ///< does not exist before the beginning
  leave,       ///< stops for good
  two_devices, ///< does not exist before the beginning, then is another device with the identity of the node before it
  // Of a node's clock.
  clock_offset, ///< `by_us` off, which may be negative
  clock_drift,  ///< runs `drift_ppm` too fast, or too slow
  clock_step,   ///< jumps by `by_us` at the beginning, for good
  clock_freeze, ///< stands still
  // Of hostile nodes whom the ledger must withstand.
  forge,         ///< sends entries that others did not write
  replay_old,    ///< sends an export that it kept from the beginning of the fault
  equivocate,    ///< tells different peers different things under one version
  overspend,     ///< submits although it cannot pay
  double_report, ///< reports the same work again, and again
  future_stamp,  ///< sends states from a clock far ahead
  junk,          ///< sends random bytes
  // Of hostile nodes whom no ledger can know; what they gain is measured.
  inflate,     ///< adds to its own earnings
  false_claim, ///< reports work that it has not done
};
inline constexpr std::size_t fault_kinds = 28;

/// No fault, where one is named by its place in the drawn plan.
inline constexpr std::uint32_t no_fault = std::numeric_limits<std::uint32_t>::max();

/// What a node finds in its store when it starts again.
enum class RestartFrom : std::uint8_t {
  newest,  ///< all that it knew
  nothing, ///< an empty store
  stale,   ///< a snapshot that is `age_us` old
  torn,    ///< a store that was half written: damaged bytes, which must be found out
};

/// One entry of a fault plan. Members that a kind does not name have no meaning for it and keep their defaults.
struct FaultSpec {
  FaultKind kind = FaultKind::loss;
  TimeUs at_us = 0;               ///< when it begins; with a rate: the earliest beginning
  TimeUs for_us = 0;              ///< how long it lasts; 0 is until the heal
  double rate_per_s = 0.0;        ///< above 0: it begins again and again, as a Poisson process, each time elsewhere
  double share = 0.0;             ///< of the nodes, drawn for each beginning; 0: `nodes` says who
  std::vector<NodeIndex> nodes{}; ///< ascending; empty with share 0: all nodes
  double probability = 1.0;       ///< of messages
  TimeUs by_us = 0;               ///< delay, or change of the clock
  double drift_ppm = 0.0;         ///< parts per million
  std::uint64_t bytes_per_s = 0;
  TimeUs period_us = 0;
  RestartFrom restart_from = RestartFrom::newest;
  TimeUs age_us = 0;          ///< of a stale store: how long before the crash it was written
  TimeUs session_us = 0;      ///< above 0: each node crashes again and again, after sessions of this mean length
  double session_shape = 1.0; ///< of their Weibull distribution; 1 is exponential
  bool required = false;      ///< a run in which it had no effect proves nothing

  friend bool operator==(const FaultSpec&, const FaultSpec&) = default;
};

} // namespace creditsim::core
