// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// The seeds of a check, in order. A range may be so long that nobody wants it as a list.
class Seeds {
public:
  /// `first`, `first + 1`, and so on; without `count` until time is up.
  static Seeds from(std::uint64_t first, std::optional<std::uint64_t> count);

  /// As many seeds that follow from a text, such as the name of a commit: another text, other seeds.
  Seeds derived(std::string_view text) const;

  /// `1..200`, or `50` for 1..50. Refuses anything else, naming `--seeds`.
  static core::Result<Seeds> parse(const std::string& text);

  /// How many; no value: as many as are asked for.
  std::optional<std::uint64_t> count() const { return count_; }

  /// The seed at `place`, below the count.
  std::uint64_t at(std::uint64_t place) const;

private:
  std::uint64_t first_ = 1;
  std::optional<std::uint64_t> count_;
  std::optional<std::uint64_t> hash_; // of the text that they follow from
};

/// Ascending seeds as people write them: `1..3, 7, 9..10`; of many ranges the first ones and how many follow.
std::string seeds_text(const std::vector<std::uint64_t>& seeds);

} // namespace creditsim::scenarios
