// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"

#include <array>
#include <cstdint>

namespace creditsim::core {

/// What a random number decides. Part of every draw, so that no two decisions share a number.
/// New purposes go to the end: the place in this list is part of every result.
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
  contact_loss,
  join_time,
  restart_time,
  restart_node,
  fault_time,
  fault_nodes,
  fault_session,
  fault_swarm,
  fault_loss,
  fault_duplication,
  fault_duplicate_latency,
  fault_delay,
  fault_corruption,
  fault_damage,
  fault_swizzle,
  fault_torn,
  hostile,
};

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3; SC 2011).
constexpr std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t even = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t odd = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(odd >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(odd),
               static_cast<std::uint32_t>(even >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(even)};
    key = {key[0] + 0x9E3779B9, key[1] + 0xBB67AE85};
  }
  return counter;
}

/// One random draw: 64 bits that depend on nothing but (seed, purpose, entity, index).
/// Asking a draw twice gives the same answer twice. Costs about 15 ns.
class Draw {
public:
  /// The seed is the key and the other three, side by side, the counter; so two draws of one seed never see the same
  /// counter. `entity` is below 2^56.
  Draw(std::uint64_t seed, Purpose purpose, std::uint64_t entity, std::uint64_t index) {
    CREDITSIM_CHECK(entity < std::uint64_t{1} << 56);
    const std::uint64_t upper = entity << 8 | static_cast<std::uint64_t>(purpose);
    const auto words = philox4x32({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                                   static_cast<std::uint32_t>(upper), static_cast<std::uint32_t>(upper >> 32)},
                                  {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
    bits_ = std::uint64_t{words[1]} << 32 | words[0];
  }

  std::uint64_t bits() const { return bits_; }

  /// A whole number in [0, bound), uniform up to a bias below bound / 2^64; `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound) const {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(Wide{bits_} * bound >> 64);
  }

  /// True with probability `p` in [0, 1], to within 2^-53; 0 is never, 1 is always.
  bool chance(double p) const { return unit() < p; }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double unit() const { return static_cast<double>(bits_ >> 11) * 0x1p-53; }

  /// Exponential with mean 1; below 36.8.
  double exponential() const;

  /// Standard normal, by the inverse of the distribution function with a relative error below 1e-14; within 8.3.
  double normal() const;

private:
  std::uint64_t bits_;
};

/// Natural logarithm of a finite x > 0 from + - * / alone, so that every compiler and machine agrees to the last bit.
/// Relative error below 1e-14.
double portable_log(double x);

/// Exponential function of x in [-700, 700], likewise.
double portable_exp(double x);

/// The quantile of the standard normal distribution at `p` in (0, 1), likewise.
double portable_normal_quantile(double p);

} // namespace creditsim::core
