// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A few factors by name, for a look-up with every payment: names of up to 16 bytes are compared as two words, one
/// after the other, so that a table of a dozen costs no call.
class FactorTable {
public:
  using Row = std::pair<std::string, double>;

  FactorTable() = default;
  FactorTable(std::initializer_list<Row> rows);

  /// The factor of `name`; null when it is not listed. Valid until the table changes. Linear.
  const double* find(std::string_view name) const {
    const Key key = key_of(name);
    for (std::size_t i = 0; i < keys_.size(); ++i)
      if (keys_[i] == key && (name.size() <= short_name || rows_[i].first == name))
        return &rows_[i].second;
    return nullptr;
  }

  /// The factor of `name`, 0 and new if it was not listed. Linear.
  double& operator[](std::string_view name);

  void clear();

  /// By ascending name.
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

  friend bool operator==(const FactorTable&, const FactorTable&) = default;

private:
  static constexpr std::size_t short_name = 16;

  /// Both ends of a name and its length; all of a short one.
  struct Key {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t size = 0;

    friend bool operator==(const Key&, const Key&) = default;
  };

  // The two words overlap where the name is shorter than both. The order of bytes does not matter: keys never leave.
  static Key key_of(std::string_view name) {
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

  template <class Word> static std::uint64_t word_at(const char* text) {
    Word word;
    std::memcpy(&word, text, sizeof word);
    return word;
  }

  std::vector<Key> keys_;
  std::vector<Row> rows_;
};

} // namespace creditsim::core
