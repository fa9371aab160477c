// SPDX-License-Identifier: MIT
#include "core/number_column.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace creditsim::core {

namespace {

constexpr std::size_t word_bits = 64;
constexpr std::size_t word_bytes = 8;

// The bits of a column, and a word more: a number may begin in one and end in the next.
using Words = std::array<std::uint64_t, column_numbers_max + 1>;

constexpr std::size_t bytes_of(std::size_t bits) { return (bits + 7) / 8; }

void check_room(std::size_t numbers) { CREDITSIM_CHECK(numbers >= 1 && numbers <= column_numbers_max); }

// Written out, so that compilers make one load or store of it where the machine is little-endian.
std::uint64_t load(const char* from) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < word_bytes; ++i)
    word |= std::uint64_t{static_cast<unsigned char>(from[i])} << (8 * i);
  return word;
}

void store(std::uint64_t word, char* to) {
  for (std::size_t i = 0; i < word_bytes; ++i)
    to[i] = static_cast<char>(word >> (8 * i) & 0xff);
}

// Zeros behind the end.
Words words_of(std::string_view bytes) {
  Words words{};
  const std::size_t whole = bytes.size() / word_bytes;
  for (std::size_t i = 0; i < whole; ++i)
    words[i] = load(bytes.data() + i * word_bytes);
  for (std::size_t i = whole * word_bytes; i < bytes.size(); ++i)
    words[whole] |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * (i % word_bytes));
  return words;
}

// Shifts by one and by the rest, since a shift by all 64 bits is not defined.
void put(Words& words, std::size_t at, std::uint64_t number) {
  const std::size_t shift = at % word_bits;
  words[at / word_bits] |= number << shift;
  words[at / word_bits + 1] |= (number >> 1) >> (word_bits - 1 - shift);
}

std::uint64_t bits_at(const Words& words, std::size_t at) {
  const std::size_t shift = at % word_bits;
  return words[at / word_bits] >> shift | (words[at / word_bits + 1] << 1) << (word_bits - 1 - shift);
}

constexpr std::uint64_t low_bits(unsigned width) { return width == 0 ? 0 : ~std::uint64_t{0} >> (word_bits - width); }

void unpack(const Words& words, unsigned width, std::span<std::uint64_t> numbers) {
  const std::uint64_t mask = low_bits(width);
  std::size_t at = 0;
  for (std::uint64_t& number : numbers) {
    number = bits_at(words, at) & mask;
    at += width;
  }
}

} // namespace

void write_column(ByteWriter& writer, std::span<const std::uint64_t> numbers) {
  check_room(numbers.size());
  const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  const auto width = static_cast<unsigned>(std::bit_width(*greatest - *least));
  writer.varint(*least);
  writer.byte(width);
  if (width == 0)
    return;
  Words words{};
  std::size_t at = 0;
  for (const std::uint64_t number : numbers) {
    put(words, at, number - *least);
    at += width;
  }
  std::array<char, column_numbers_max * word_bytes> bytes;
  for (std::size_t i = 0; i * word_bits < at; ++i)
    store(words[i], bytes.data() + i * word_bytes);
  writer.raw({bytes.data(), bytes_of(at)});
}

void read_column(ByteReader& reader, std::string_view what, NumberRange range, std::span<std::uint64_t> numbers) {
  check_room(numbers.size());
  const std::uint64_t least = reader.varint(what, range.max);
  if (least < range.min)
    reader.fail(Errc::invalid_value, what,
                "found " + std::to_string(least) + ", expected at least " + std::to_string(range.min));
  const unsigned width = reader.byte(what);
  if (width > word_bits)
    reader.fail(Errc::malformed, what, "found a width of " + std::to_string(width) + " bits, expected 0 to 64");
  const std::size_t bits = numbers.size() * width;
  const Words words = words_of(reader.ok() ? reader.raw(bytes_of(bits), what) : std::string_view{});
  if (!reader.ok())
    return;
  unpack(words, width, numbers);
  const auto [lowest, highest] = std::minmax_element(numbers.begin(), numbers.end());
  const auto needed = static_cast<unsigned>(std::bit_width(*highest));
  if (*lowest != 0)
    reader.fail(Errc::malformed, what, "found no number at the minimum, expected one");
  if (needed != width)
    reader.fail(Errc::malformed, what,
                "found a width of " + std::to_string(width) + " bits, expected " + std::to_string(needed));
  if (words[bits / word_bits] >> (bits % word_bits) != 0)
    reader.fail(Errc::malformed, what, "found other bits after the last number, expected zeros");
  if (*highest > range.max - least)
    reader.fail(Errc::invalid_value, what,
                "found " + std::to_string(least) + " + " + std::to_string(*highest) + ", expected at most " +
                    std::to_string(range.max));
  for (std::uint64_t& number : numbers)
    number += least;
}

} // namespace creditsim::core
