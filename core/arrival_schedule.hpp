// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace creditsim::core {

/// When operations are to start.
struct ArrivalSpec {
  enum class Kind : std::uint8_t {
    constant, ///< at equal distances
    poisson,  ///< at exponentially distributed distances
  };
  Kind kind = Kind::constant;
  double rate_per_s = 1.0; ///< of all sources together; above 0
  std::uint64_t seed = 1;
  std::uint32_t source = 0;  ///< which of `sources` this is
  std::uint32_t sources = 1; ///< that share the rate
};

/// The intended starts of one source's operations, one after the other: a pure function of its specification. Sources
/// that share a rate take turns where distances are equal, and are independent where they are random.
class ArrivalSchedule {
public:
  explicit ArrivalSchedule(const ArrivalSpec& spec) : spec_{spec} {}

  /// The next intended start after the beginning. Never earlier than the one before; below 2^53.
  std::int64_t next_ns();

private:
  ArrivalSpec spec_;
  std::uint64_t given_ = 0;
  double time_ns_ = 0.0;
};

} // namespace creditsim::core
