// SPDX-License-Identifier: MIT
#include "core/byte_reader.hpp"

#include "core/utf8.hpp"

namespace creditsim::core {

namespace {

constexpr int varint_bytes_max = 10;

std::uint64_t octet(char byte) { return static_cast<unsigned char>(byte); }

} // namespace

std::uint8_t ByteReader::byte(std::string_view what) {
  const std::string_view found = raw(1, what);
  return found.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(found[0]);
}

template <std::size_t Bytes> std::uint64_t ByteReader::fixed(std::string_view what) {
  const std::string_view found = raw(Bytes, what);
  if (found.empty())
    return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < Bytes; ++i)
    value |= octet(found[i]) << (8 * i);
  return value;
}

std::uint32_t ByteReader::fixed32(std::string_view what) { return static_cast<std::uint32_t>(fixed<4>(what)); }

std::uint64_t ByteReader::fixed64(std::string_view what) { return fixed<8>(what); }

std::uint64_t ByteReader::varint(std::string_view what, std::uint64_t max) {
  const std::size_t start = at_;
  std::uint64_t value = 0;
  for (int i = 0; i < varint_bytes_max; ++i) {
    const std::uint64_t next = byte(what);
    last_ = start;
    if (!ok_)
      return 0;
    value |= (next & 0x7f) << (7 * i);
    if (next >= 0x80)
      continue;
    if ((next == 0 && i > 0) || (i == varint_bytes_max - 1 && next > 1))
      break;
    if (value > max)
      fail(Errc::invalid_value, what, "found " + std::to_string(value) + ", expected at most " + std::to_string(max));
    return ok_ ? value : 0;
  }
  fail(Errc::malformed, what, "found a number in more bytes than it needs, expected the shortest form");
  return 0;
}

std::string_view ByteReader::text(std::string_view what) {
  const std::size_t start = at_;
  const std::uint64_t length = varint(what, UINT64_MAX);
  if (ok_ && length > left()) {
    fail(Errc::malformed, what,
         "found " + std::to_string(left()) + " bytes, expected a text of " + std::to_string(length));
    return {};
  }
  const std::string_view found = raw(length, what);
  last_ = start;
  if (ok_ && !is_utf8(found)) {
    fail(Errc::malformed, what, "found bytes that are not UTF-8, expected a text");
    return {};
  }
  return found;
}

void ByteReader::fail(Errc code, std::string_view what, const std::string& problem) {
  if (!ok_)
    return;
  ok_ = false;
  error_ = {code, "offset " + std::to_string(last_) + ": " + std::string{what} + ": " + problem};
}

std::string_view ByteReader::raw(std::size_t count, std::string_view what) {
  last_ = at_;
  if (ok_ && count > left())
    fail(Errc::malformed, what,
         "found the end after " + std::to_string(left()) + " bytes, expected " + std::to_string(count));
  if (!ok_)
    return {};
  at_ += count;
  return bytes_.substr(last_, count);
}

} // namespace creditsim::core
