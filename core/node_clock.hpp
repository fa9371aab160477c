// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <span>

namespace creditsim::core {

/// One fault of a node's clock and when it has its effect.
struct ClockFault {
  FaultKind kind = FaultKind::clock_offset;
  TimeUs begin_us = 0;
  TimeUs end_us = never;          ///< when somebody sets the clock right; after a step nobody does
  TimeUs by_us = 0;               ///< offset and step
  std::int64_t drift_per_1e9 = 0; ///< drift: parts per thousand million
  std::uint32_t fault = no_fault; ///< its place in the drawn plan, by which its effects are counted

  bool lasts(TimeUs now_us) const { return begin_us <= now_us && now_us < end_us; }

  friend bool operator==(const ClockFault&, const ClockFault&) = default;
};

/// What a node reads as the time at virtual time `now_us`; never below 0. Offsets, drifts and steps add up; while
/// the clock is frozen it shows what it showed when the first of the present freezes began. In integers.
TimeUs clock_reading(std::span<const ClockFault> faults, TimeUs now_us);

} // namespace creditsim::core
