// SPDX-License-Identifier: MIT
#include "actors/load_measurement.hpp"

#include <algorithm>

namespace creditsim::actors {

std::uint64_t LoadMeasurement::answered_in_time() const {
  std::uint64_t answered = 0;
  for (const Interval& interval : intervals)
    answered += interval.response.count();
  return answered;
}

void LoadMeasurement::merge(const LoadMeasurement& other) {
  response.merge(other.response);
  service.merge(other.service);
  ok += other.ok;
  insufficient += other.insufficient;
  duplicate += other.duplicate;
  dropped += other.dropped;
  ok_in_time += other.ok_in_time;
  backlog_max += other.backlog_max; // each worker has its own part of the limit
  intervals.resize(std::max(intervals.size(), other.intervals.size()));
  for (std::size_t i = 0; i < other.intervals.size(); ++i) {
    intervals[i].ok += other.intervals[i].ok;
    intervals[i].dropped += other.intervals[i].dropped;
    intervals[i].response.merge(other.intervals[i].response);
  }
}

} // namespace creditsim::actors
