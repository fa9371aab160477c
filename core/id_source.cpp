// SPDX-License-Identifier: MIT
#include "core/id_source.hpp"

namespace creditsim::core {

std::string IdSource::numbered(const char* prefix) {
  std::string id = prefix;
  const std::uint64_t number = next_++;
  for (int shift = 60; shift >= 0; shift -= 4)
    id += "0123456789abcdef"[(number >> shift) & 15u];
  return id;
}

} // namespace creditsim::core
