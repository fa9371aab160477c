// SPDX-License-Identifier: MIT
#include "core/factor_table.hpp"

#include <algorithm>
#include <cstring>

namespace creditsim::core {

namespace {

template <class Word> std::uint64_t word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

} // namespace

FactorTable::FactorTable(std::initializer_list<Row> rows) {
  for (const auto& [name, factor] : rows)
    (*this)[name] = factor;
}

double& FactorTable::operator[](std::string_view name) {
  const auto place = std::lower_bound(rows_.begin(), rows_.end(), name,
                                      [](const Row& row, std::string_view n) { return row.first < n; });
  if (place != rows_.end() && place->first == name)
    return place->second;
  keys_.insert(keys_.begin() + (place - rows_.begin()), key_of(name));
  return rows_.emplace(place, name, 0.0)->second;
}

void FactorTable::clear() {
  keys_.clear();
  rows_.clear();
}

// The two words overlap where the name is shorter than both. The order of bytes does not matter: keys never leave.
FactorTable::Key FactorTable::key_of(std::string_view name) {
  const char* const text = name.data();
  const std::size_t size = name.size();
  if (size >= 8)
    return {word_at<std::uint64_t>(text), word_at<std::uint64_t>(text + size - 8), size};
  if (size >= 4)
    return {word_at<std::uint32_t>(text), word_at<std::uint32_t>(text + size - 4), size};
  if (size == 0)
    return {};
  return {word_at<std::uint8_t>(text) << 8 | word_at<std::uint8_t>(text + size / 2),
          word_at<std::uint8_t>(text + size - 1), size};
}

} // namespace creditsim::core
