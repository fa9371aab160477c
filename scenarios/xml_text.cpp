// SPDX-License-Identifier: MIT
#include "scenarios/xml_text.hpp"

#include "scenarios/json.hpp"

namespace creditsim::scenarios {

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (length < 4 && at + length < text.size() && !is_utf8(text.substr(at, length)))
      ++length;
    const std::string_view character = text.substr(at, length);
    if (!is_utf8(character)) {
      out += '?';
      ++at;
      continue;
    }
    at += length;
    const auto byte = static_cast<unsigned char>(character.front());
    if (character == "&")
      out += "&amp;";
    else if (character == "<")
      out += "&lt;";
    else if (character == ">")
      out += "&gt;";
    else if (character == "\"")
      out += "&quot;";
    else if (character == "\n" || character == "\t" || character == "\r")
      out += "&#" + std::to_string(byte) + ";"; // bare, an attribute would lose it
    else if (byte < 0x20 || byte == 0x7f || character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf")
      out += '?';
    else
      out += character;
  }
  return out;
}

} // namespace creditsim::scenarios
