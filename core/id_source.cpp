// SPDX-License-Identifier: MIT
#include "core/id_source.hpp"

namespace creditsim::core {

std::string IdSource::numbered(const char* prefix) {
  constexpr std::size_t digits = 16;
  std::string id = prefix;
  id.append(digits, '0');
  std::uint64_t number = next_++;
  for (auto digit = id.rbegin(); number != 0; ++digit, number >>= 4)
    *digit = "0123456789abcdef"[number & 15u];
  return id;
}

} // namespace creditsim::core
