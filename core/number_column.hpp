// SPDX-License-Identifier: MIT
#pragma once

#include "core/byte_reader.hpp"
#include "core/byte_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace creditsim::core {

/// Numbers that a column has at most.
inline constexpr std::size_t column_numbers_max = 128;

/// Writes 1 to `column_numbers_max` numbers that are near each other in few bytes (frame of reference: Zukowski, Heman,
/// Nes, Boncz: Super-scalar RAM-CPU cache compression; ICDE 2006):
///
///     minimum: LEB128
///     width: 1 byte, the bits that the largest takes above the minimum, 0 to 64
///     of each number what it is above the minimum, in `width` bits, low bits first; zero bits up to the next byte
void write_column(ByteWriter& writer, std::span<const std::uint64_t> numbers);

/// What the numbers of a column can be.
struct NumberRange {
  std::uint64_t min = 0;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
};

/// Reads as many numbers as `numbers` has room for, 1 to `column_numbers_max`. Fails the reader, with `what` as the
/// column's name, when they are not in the one form in which `write_column` writes them or not in `range`; then
/// `numbers` is of no use.
void read_column(ByteReader& reader, std::string_view what, NumberRange range, std::span<std::uint64_t> numbers);

} // namespace creditsim::core
