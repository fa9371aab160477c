// SPDX-License-Identifier: MIT
#include "core/table_text.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

constexpr std::string_view white_space = " \t\r\v\f";
constexpr std::size_t quoted_bytes_max = 32;

} // namespace

bool TableText::next_line() {
  if (rest_.empty())
    return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++line_number_;
  return true;
}

std::string_view TableText::next_field() {
  line_.remove_prefix(std::min(line_.find_first_not_of(white_space), line_.size()));
  const std::string_view field = line_.substr(0, line_.find_first_of(white_space));
  line_.remove_prefix(field.size());
  return field;
}

Error TableText::error(std::string_view found, std::string_view expected) const {
  std::string context{name_};
  context += ':';
  context += std::to_string(line_number_);
  context += ": found ";
  context += found;
  context += ", expected ";
  context += expected;
  return {Errc::malformed, context};
}

std::string quoted(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text.substr(0, quoted_bytes_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      result += c;
    } else {
      result += "\\x";
      result += digits[byte >> 4];
      result += digits[byte & 15];
    }
  }
  return result += text.size() > quoted_bytes_max ? "...\"" : "\"";
}

} // namespace creditsim::core
