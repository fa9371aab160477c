// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace creditsim::core {

/// Writes the numbers and texts of a binary encoding one after the other, in the form in which `ByteReader` reads them.
class ByteWriter {
public:
  /// Expects `size` bytes in all; more are taken as well.
  explicit ByteWriter(std::uint64_t size) { out_.reserve(size); }

  void byte(unsigned value) { out_ += static_cast<char>(value); }

  /// 4 or 8 bytes, little-endian.
  void fixed32(std::uint32_t value) { fixed<4>(value); }
  void fixed64(std::uint64_t value) { fixed<8>(value); }

  /// LEB128 in the shortest form.
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
      byte(static_cast<unsigned>(value & 0x7f) | 0x80);
    byte(static_cast<unsigned>(value));
  }

  /// The length and the bytes.
  void text(std::string_view text) {
    varint(text.size());
    out_ += text;
  }

  void raw(std::string_view bytes) { out_ += bytes; }
  void zeros(std::size_t count) { out_.append(count, '\0'); }

  std::string_view written() const { return out_; }
  std::string take() { return std::move(out_); }

private:
  template <std::size_t Bytes> void fixed(std::uint64_t value) {
    std::array<char, Bytes> bytes;
    for (std::size_t i = 0; i < Bytes; ++i)
      bytes[i] = static_cast<char>(value >> (8 * i) & 0xff);
    out_.append(bytes.data(), Bytes);
  }

  std::string out_;
};

} // namespace creditsim::core
