// SPDX-License-Identifier: MIT
#include "core/arrival_schedule.hpp"

#include "core/random.hpp"

namespace creditsim::core {

std::int64_t ArrivalSchedule::next_ns() {
  constexpr double ns_per_s = 1e9;
  const std::uint64_t index = given_++;
  if (spec_.kind == ArrivalSpec::Kind::constant) {
    // From the index, not from the start before: no rounding adds up.
    const double turn = static_cast<double>(index) * spec_.sources + spec_.source;
    return static_cast<std::int64_t>(turn * ns_per_s / spec_.rate_per_s);
  }
  const Draw draw{spec_.seed, Purpose::arrival, spec_.source, index};
  time_ns_ += draw.exponential() * ns_per_s * spec_.sources / spec_.rate_per_s;
  return static_cast<std::int64_t>(time_ns_);
}

} // namespace creditsim::core
