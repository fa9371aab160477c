// SPDX-License-Identifier: MIT
#include "core/node_clock.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

TimeUs drifted_us(const ClockFault& fault, TimeUs now_us) {
  __extension__ using Wide = __int128;
  return static_cast<TimeUs>(Wide{now_us - fault.begin_us} * fault.drift_per_1e9 / 1'000'000'000);
}

TimeUs error_us(const ClockFault& fault, TimeUs now_us) {
  switch (fault.kind) {
  case FaultKind::clock_offset:
  case FaultKind::clock_step:
    return fault.lasts(now_us) ? fault.by_us : 0;
  case FaultKind::clock_drift:
    return fault.lasts(now_us) ? drifted_us(fault, now_us) : 0;
  default:
    return 0;
  }
}

// When the clock began to stand still; now, if it runs.
TimeUs standing_since_us(std::span<const ClockFault> faults, TimeUs now_us) {
  TimeUs since_us = now_us;
  for (const ClockFault& fault : faults)
    if (fault.kind == FaultKind::clock_freeze && fault.lasts(now_us))
      since_us = std::min(since_us, fault.begin_us);
  return since_us;
}

} // namespace

TimeUs clock_reading(std::span<const ClockFault> faults, TimeUs now_us) {
  const TimeUs at_us = standing_since_us(faults, now_us);
  TimeUs reading_us = at_us;
  for (const ClockFault& fault : faults)
    reading_us += error_us(fault, at_us);
  return std::max<TimeUs>(0, reading_us);
}

} // namespace creditsim::core
