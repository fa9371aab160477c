// SPDX-License-Identifier: MIT
#pragma once

#include "core/hash.hpp"

#include <cstdint>
#include <string>

namespace creditsim::core {

/// A sequence of numbers that depends on its seed alone, for tests that try many cases.
class Samples {
public:
  explicit Samples(std::uint64_t seed) : state_{mix64(seed + 1)} {}

  std::uint64_t bits() { return mix64(state_ += 0x9e3779b97f4a7c15u); }

  /// A number below `bound`, which is above zero.
  std::uint64_t below(std::uint64_t bound) { return bits() % bound; }

  bool one_in(std::uint64_t odds) { return below(odds) == 0; }

private:
  std::uint64_t state_;
};

} // namespace creditsim::core
