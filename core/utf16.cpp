// SPDX-License-Identifier: MIT
#include "core/utf16.hpp"

namespace creditsim::core {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Length in bytes of the UTF-8 sequence that starts `text`, 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length > text.size())
    return 0;
  for (std::size_t index = 1; index < length; ++index)
    if ((static_cast<unsigned char>(text[index]) & 0xc0) != 0x80)
      return 0;
  return length;
}

} // namespace

std::vector<std::string> utf16_units(std::string_view text, std::size_t units_max) {
  std::vector<std::string> units;
  while (!text.empty() && units.size() < units_max) {
    const std::size_t length = sequence_length(text);
    const bool whole = length >= 1 && length <= 3;
    units.emplace_back(whole ? text.substr(0, length) : replacement);
    if (length == 4 && units.size() < units_max)
      units.emplace_back(replacement);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return units;
}

std::string utf16_prefix(std::string_view text, std::size_t units_max) {
  std::size_t units = 0;
  std::string prefix;
  while (!text.empty() && units < units_max) {
    const std::size_t length = sequence_length(text);
    const std::size_t width = length == 4 ? 2 : 1;
    prefix += length == 0 || units + width > units_max ? replacement : text.substr(0, length);
    units += width;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return prefix;
}

} // namespace creditsim::core
