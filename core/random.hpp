// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"

#include <array>
#include <cstdint>

namespace creditsim::core {

/// What a random number decides. Part of every draw, so that no two decisions share a number.
enum class Purpose : std::uint32_t {
  topology,
  gossip_phase,
  gossip_peer,
  latency,
  loss,
  duplication,
  duplicate_latency,
  arrival,
  task_type,
  task_priority,
  task_duration,
  task_duplicate,
  submitter,
  user_group,
  worker,
};

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011).
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// One random draw: 128 bits that depend on nothing but (seed, purpose, entity, index).
/// Asking a draw twice gives the same answer twice.
class Draw {
public:
  Draw(std::uint64_t seed, Purpose purpose, std::uint64_t entity, std::uint64_t index);

  std::uint64_t bits() const { return low_; }

  /// A whole number in [0, bound), uniform up to a bias below bound / 2^64; `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound) const;

  /// True with probability `p` in [0, 1]; 0 is never, 1 is always.
  bool chance(double p) const;

  /// Uniform in [0, 1), a multiple of 2^-53.
  double unit() const;

  /// Exponential with mean 1.
  double exponential() const;

  /// Standard normal, by the inverse of the distribution function.
  double normal() const;

private:
  std::uint64_t low_;
  std::uint64_t high_;
};

/// Natural logarithm of a finite x > 0 from + - * / alone, so that every compiler and machine agrees to the last bit.
/// Relative error below 1e-14.
double portable_log(double x);

/// Exponential function of x in [-700, 700], likewise.
double portable_exp(double x);

} // namespace creditsim::core
