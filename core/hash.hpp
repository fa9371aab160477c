// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace creditsim::core {

/// XXH3 with 64 bits of `bytes`, the same on every machine.
std::uint64_t hash64(std::string_view bytes);

/// A bijection of 64 bits whose every output bit depends on every input bit (the finaliser of SplitMix64: Steele, Lea,
/// Flood: Fast splittable pseudorandom number generators; OOPSLA 2014).
constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// Two words as one: both halves of their product (as in wyhash: Wang Yi, Barile; 2019). Zero when either is.
constexpr std::uint64_t fold64(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// The hash of a sequence that goes on with `next` after a part whose hash is `chain`. Order matters.
constexpr std::uint64_t chain64(std::uint64_t chain, std::uint64_t next) {
  return mix64((chain ^ next) + 0x9e3779b97f4a7c15u);
}

} // namespace creditsim::core
