// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace creditsim::core {

/// Heap memory of a text as allocated: none for a short one, which stands in the object itself.
inline std::uint64_t text_memory_bytes(const std::string& text) {
  return text.capacity() > std::string{}.capacity() ? text.capacity() + 1 : 0;
}

} // namespace creditsim::core
