// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_staleness.hpp"
#include "core/convergence.hpp"
#include "core/event_log.hpp"
#include "core/node_report.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace creditsim::core {

/// Which windows' events are recorded: numbers from 0, both inclusive.
struct RecordedWindows {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  bool contains(std::uint64_t window) const { return first <= window && window <= last; }
};

/// What a shard is to do in the next window.
struct WindowOrder {
  TimeUs end_us = 0;                        ///< everything that is due earlier is handled
  std::vector<std::vector<Event>> arrivals; ///< events for its nodes from other shards and from the scheduler
  bool record = false;                      ///< report every event that is handled
  bool log = false;                         ///< and tell it in words
  bool census = false;                      ///< report which states the replicas hold
};

/// What a shard found in a window. Sums and times are since the start of the run.
struct WindowReport {
  TimeUs next_event_us = never;             ///< the earliest event that waits, those for other shards included
  std::vector<std::vector<Event>> crossing; ///< events for the nodes of each other shard
  std::vector<TaskReport> tasks;            ///< of this window
  TrafficCounters traffic;
  std::vector<std::uint64_t> effects;       ///< by fault of the plan: how often it did something
  Credits granted, earned, spent, refunded; ///< of its nodes' own entries
  std::uint64_t open_work = 0;              ///< what its nodes have begun and not ended, in the life of tasks
  CheckNotes checks;                        ///< of this window
  PartTimes wrote_us{-1, -1, -1};           ///< the last own change of each part; -1 is none
  PartTimes changed_us{-1, -1, -1};         ///< the last change of each part from whatever cause
  bool counted = false;                     ///< whether the census was taken
  std::array<std::vector<ReplicaCensus::Group>, ledger_parts> census; ///< where it was ordered
  std::vector<EventRecord> records; ///< where it was ordered: by node, as each handled them
  std::vector<LoggedEvent> log;     ///< likewise
  std::uint64_t digest = 0;         ///< of what the nodes of this shard handled in the window, order of nodes aside
};

/// What a node says of its replica between windows.
struct Observation {
  NodeIndex node = 0;
  TimeUs staleness_us = 0;                         ///< age of the oldest write that the replica has not seen
  std::optional<Ignorance> ignorance{};            ///< where a checker asks
  std::optional<std::uint64_t> canonical_digest{}; ///< hash of the canonical bytes; where a checker asks, at the end
  CheckNotes checks{};
};

/// What a shard found when it was sampled.
struct SampleReport {
  std::vector<ReplicaCensus::Group> states;   ///< of the whole replica
  std::vector<ReplicaCensus::Group> counters; ///< of its counters
  std::vector<Observation> observations;      ///< of the replicas that were asked
};

} // namespace creditsim::core
