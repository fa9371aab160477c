// SPDX-License-Identifier: MIT
#include "scenarios/seeds.hpp"

#include "core/hash.hpp"
#include "scenarios/units.hpp"

#include <limits>

namespace creditsim::scenarios {

Seeds Seeds::from(std::uint64_t first, std::optional<std::uint64_t> count) {
  Seeds seeds;
  seeds.first_ = first;
  seeds.count_ = count;
  return seeds;
}

Seeds Seeds::derived(std::string_view text) const {
  Seeds seeds = *this;
  seeds.hash_ = 0;
  for (const char c : text)
    seeds.hash_ = core::chain64(*seeds.hash_, static_cast<unsigned char>(c));
  return seeds;
}

core::Result<Seeds> Seeds::parse(const std::string& text) {
  const auto refused = [&] {
    return core::Error{core::Errc::invalid_value,
                       "--seeds: " + text + " is not a range of seeds such as 1..200, or a count of at least 1"};
  };
  const auto dots = text.find("..");
  const auto first = dots == std::string::npos ? std::optional<std::uint64_t>{1} : parse_count(text.substr(0, dots));
  const auto last = parse_count(dots == std::string::npos ? text : text.substr(dots + 2));
  if (!first || !last || *last < *first || *last - *first == std::numeric_limits<std::uint64_t>::max())
    return refused();
  return from(*first, *last - *first + 1);
}

std::uint64_t Seeds::at(std::uint64_t place) const {
  const std::uint64_t seed = first_ + place;
  return hash_ ? core::mix64(core::chain64(*hash_, seed)) >> 32U : seed; // ten digits at most: they are to be typed
}

std::string seeds_text(const std::vector<std::uint64_t>& seeds) {
  constexpr int ranges_max = 10;
  std::string text;
  int ranges = 0;
  for (std::size_t begin = 0; begin < seeds.size();) {
    std::size_t end = begin + 1;
    while (end < seeds.size() && seeds[end] == seeds[end - 1] + 1)
      ++end;
    if (ranges++ == ranges_max)
      return text + " and " + std::to_string(seeds.size() - begin) + " more";
    text += (text.empty() ? "" : ", ") + std::to_string(seeds[begin]);
    if (end - begin > 1)
      text += ".." + std::to_string(seeds[end - 1]);
    begin = end;
  }
  return text;
}

} // namespace creditsim::scenarios
