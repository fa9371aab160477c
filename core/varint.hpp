// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>

namespace creditsim::core {

/// Bytes that `value` takes as LEB128, 1 to 10: seven bits a byte, low bits first.
constexpr std::uint64_t varint_size(std::uint64_t value) {
  return (static_cast<std::uint64_t>(std::bit_width(value | 1)) + 6) / 7;
}

/// By how many bytes `after` takes more than `before`, modulo 2^64: less is the complement of what it takes less. Where
/// both have their highest bit in the same place, as counters mostly do, that takes no count of bits.
constexpr std::uint64_t varint_size_grown(std::uint64_t before, std::uint64_t after) {
  return (before ^ after) <= (before & after) ? 0 : varint_size(after) - varint_size(before);
}

/// Bytes that a text of `length` bytes takes with its length before it.
constexpr std::uint64_t text_size(std::uint64_t length) { return varint_size(length) + length; }

} // namespace creditsim::core
