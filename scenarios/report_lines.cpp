// SPDX-License-Identifier: MIT
#include "scenarios/report_lines.hpp"

#include <cstdio>

namespace creditsim::scenarios {

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t end = text.size(); end > 3; end -= 3)
    text.insert(end - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, const std::string& thing) {
  return grouped(number) + " " + thing + (number == 1 ? "" : "s");
}

std::string rounded(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string percent(double ratio) { return rounded(ratio * 100.0, 1) + " %"; }

std::string span_text(core::TimeUs span_us) {
  const auto span = static_cast<double>(span_us);
  if (span_us < 1'000'000)
    return rounded(span / 1e3, 1) + " ms";
  return span_us < 86'400'000'000 ? rounded(span / 1e6, 2) + " s" : rounded(span / 86.4e9, 2) + " d";
}

std::string bytes_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (bytes < 10'000)
    return grouped(bytes) + " B";
  if (bytes < 10'000'000)
    return rounded(size / 1024.0, 1) + " KiB";
  return rounded(size / (1024.0 * 1024.0), 1) + " MiB";
}

std::string line(std::string label, const std::string& text) {
  constexpr std::size_t width = 13;
  label.resize(width, ' ');
  return label + text + "\n";
}

} // namespace creditsim::scenarios
