// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

namespace creditsim::core {

/// A stamp of a hybrid logical clock: milliseconds of a node's clock, and a count that orders what one of them holds
/// (Kulkarni, Demirbas, Madappa, Avva, Leone: Logical physical clocks; OPODIS 2014).
struct HybridTime {
  std::uint64_t bits = 0; ///< 48 bits of milliseconds, then 16 bits of the count

  static constexpr int count_bits = 16;
  static constexpr std::int64_t ms_max = (std::int64_t{1} << 47) - 1;

  /// The first stamp of a millisecond in 0..`ms_max`.
  static constexpr HybridTime at(std::int64_t ms) { return {static_cast<std::uint64_t>(ms) << count_bits}; }

  constexpr std::int64_t ms() const { return static_cast<std::int64_t>(bits >> count_bits); }

  friend constexpr auto operator<=>(HybridTime, HybridTime) = default;
};

/// The clock of one node: each stamp is later than every stamp that it gave or saw, and no earlier than its own time.
class HybridClock {
public:
  /// The stamp of something that happens now. `now_ms` may stand still or go back, the stamps do not.
  HybridTime tick(std::int64_t now_ms) {
    last_ = std::max(HybridTime{last_.bits + 1}, HybridTime::at(now_ms));
    return last_;
  }

  /// Whether a stamp from elsewhere is at most `ahead_ms` later than the own time, and so worth following.
  static bool acceptable(HybridTime stamp, std::int64_t now_ms, std::int64_t ahead_ms) {
    return stamp.ms() <= now_ms + ahead_ms;
  }

  /// Notes a stamp from elsewhere, which is acceptable.
  void observe(HybridTime stamp) { last_ = std::max(last_, stamp); }

  /// The last stamp given or seen.
  HybridTime last() const { return last_; }

private:
  HybridTime last_{};
};

} // namespace creditsim::core
