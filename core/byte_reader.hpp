// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace creditsim::core {

/// Reads the numbers and texts of a binary encoding one after the other. The first that is not there or not in its one
/// form fails the reader: from then on everything read is empty, and `error` says what was wrong where.
class ByteReader {
public:
  /// Reads `bytes` from offset `start` on.
  explicit ByteReader(std::string_view bytes, std::size_t start = 0) : bytes_{bytes}, at_{start}, last_{start} {}

  /// A byte, or 4 or 8 bytes little-endian; `what` names it in an error.
  std::uint8_t byte(std::string_view what);
  std::uint32_t fixed32(std::string_view what);
  std::uint64_t fixed64(std::string_view what);

  /// A LEB128 number of at most `max` without superfluous bytes.
  std::uint64_t varint(std::string_view what, std::uint64_t max);

  /// A length and as many bytes of UTF-8.
  std::string_view text(std::string_view what);

  /// `count` bytes as they are.
  std::string_view raw(std::size_t count, std::string_view what);

  /// Fails the reader at the start of what was read last.
  void fail(Errc code, std::string_view what, const std::string& problem);

  bool ok() const { return ok_; }
  const Error& error() const { return error_; }
  std::size_t offset() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }

private:
  template <std::size_t Bytes> std::uint64_t fixed(std::string_view what);

  std::string_view bytes_;
  std::size_t at_;
  std::size_t last_;
  bool ok_ = true;
  Error error_{};
};

} // namespace creditsim::core
