// SPDX-License-Identifier: MIT
#pragma once

#include "core/latency_histogram.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::actors {

/// What was measured of operations in one stretch of time, by one worker or, merged, by all.
struct LoadMeasurement {
  /// A part of the stretch, for a time series.
  struct Interval {
    std::uint64_t ok = 0; ///< operations that ended well in it
    std::uint64_t dropped = 0;
    core::LatencyHistogram response; ///< of operations that ended in it
  };

  // Of operations that were to start in the stretch.
  core::LatencyHistogram response; ///< from the intended start to the answer
  core::LatencyHistogram service;  ///< from the actual start to the answer
  std::uint64_t ok = 0;
  std::uint64_t insufficient = 0;
  std::uint64_t duplicate = 0;
  std::uint64_t dropped = 0; ///< not started, since the backlog was full

  std::uint64_t ok_in_time = 0;    ///< operations that ended well within the stretch, whenever they were to start
  std::uint64_t backlog_max = 0;   ///< operations that were to have started and had no answer, at one time
  std::vector<Interval> intervals; ///< of equal length, in order

  double window_s = 0.0; ///< how long it was
  double cpu_s = 0.0;    ///< processor time of the whole program meanwhile

  std::uint64_t offered() const { return ok + insufficient + duplicate + dropped; }
  double offered_per_s() const { return per_second(offered()); }
  double throughput_per_s() const { return per_second(ok_in_time); }

  /// Operations that were answered within the stretch, whenever they were to start.
  std::uint64_t answered_in_time() const;

  /// Adds what another worker measured in the same stretch.
  void merge(const LoadMeasurement& other);

private:
  double per_second(std::uint64_t count) const { return window_s > 0.0 ? static_cast<double>(count) / window_s : 0.0; }
};

} // namespace creditsim::actors
