// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>

namespace creditsim::core {

/// Bytes that `value` takes as LEB128, 1 to 10: seven bits a byte, low bits first.
constexpr std::uint64_t varint_size(std::uint64_t value) {
  return (static_cast<std::uint64_t>(std::bit_width(value | 1)) + 6) / 7;
}

/// Bytes that a text of `length` bytes takes with its length before it.
constexpr std::uint64_t text_size(std::uint64_t length) { return varint_size(length) + length; }

} // namespace creditsim::core
