// SPDX-License-Identifier: MIT
#include "core/findings.hpp"

#include <tuple>

namespace creditsim::core {

std::string seconds_text(TimeUs time_us) {
  std::string text = std::to_string(time_us / 1'000'000) + '.';
  const std::string micros = std::to_string(time_us % 1'000'000);
  return text + std::string(6 - micros.size(), '0') + micros + " s";
}

bool Findings::would_be_first(Checker checker, TimeUs time_us, NodeIndex node) const {
  const Finding* const known = find(checker);
  return known == nullptr || std::tie(time_us, node) < std::tie(known->time_us, known->node);
}

void Findings::add(Checker checker, Finding finding) {
  if (!would_be_first(checker, finding.time_us, finding.node))
    return;
  for (auto& [known, first] : first_)
    if (known == checker) {
      first = std::move(finding);
      return;
    }
  first_.emplace_back(checker, std::move(finding));
}

void Findings::add(const Findings& other) {
  for (const auto& [checker, finding] : other.first_)
    add(checker, finding);
}

const Finding* Findings::find(Checker checker) const {
  for (const auto& [known, first] : first_)
    if (known == checker)
      return &first;
  return nullptr;
}

} // namespace creditsim::core
