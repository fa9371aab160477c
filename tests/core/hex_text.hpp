// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace creditsim::core {

/// Bytes as two digits each, as golden bytes are written down.
inline std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
    text += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

} // namespace creditsim::core
