// SPDX-License-Identifier: MIT
#include "core/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace creditsim::core {

namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

// The length of the sequence that starts with `lead`, 0 for a byte that starts none.
std::size_t sequence_length(std::uint32_t lead) {
  if (lead < 0x80)
    return 1;
  if (lead >= 0xc2 && lead < 0xe0)
    return 2;
  if (lead >= 0xe0 && lead < 0xf0)
    return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

// The second byte of a sequence is restricted where all values would include overlong forms, surrogates or what lies
// beyond the last code point.
bool second_fits(std::uint32_t lead, std::uint32_t second) {
  const std::uint32_t first = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const std::uint32_t last = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  return second >= first && second <= last;
}

} // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = sequence_length(byte_at(bytes, i));
    if (length == 0 || length > bytes.size() - i)
      return false;
    if (length > 1 && !second_fits(byte_at(bytes, i), byte_at(bytes, i + 1)))
      return false;
    for (std::size_t k = 2; k < length; ++k)
      if ((byte_at(bytes, i + k) & 0xc0) != 0x80)
        return false;
    i += length;
  }
  return true;
}

} // namespace creditsim::core
