// SPDX-License-Identifier: MIT
#include "scenarios/vectors_compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace creditsim::scenarios {

namespace {

// The reference adds doubles in the order in which counters were inserted; ours are exact.
constexpr double sum_tolerance = 0.00001;

constexpr std::array<std::string_view, 8> sum_members{"balance",    "earned",        "spent",        "totalEarned",
                                                      "totalSpent", "creditsEarned", "creditsSpent", "available"};

bool same_number(double expected, double found, Tolerance tolerance) {
  return expected == found || (tolerance == Tolerance::all && std::fabs(expected - found) < sum_tolerance);
}

Tolerance tolerance_of(const std::string& name, const Json& value, Tolerance outer) {
  if (outer != Tolerance::sums)
    return outer;
  if (name == "entries" || name == "value") // metadata belongs to its user, whatever its members are called
    return Tolerance::exact;
  if (name == "counters" || name == "balances")
    return Tolerance::all;
  // `earned` is a sum in a summary and an object with counters in an export.
  const bool is_sum = std::find(sum_members.begin(), sum_members.end(), name) != sum_members.end();
  return is_sum && !value.is_object() ? Tolerance::all : outer;
}

JsonDifference difference(const std::string& place, const Json* expected, const Json* found) {
  return {place, shown(expected), shown(found)};
}

std::optional<JsonDifference> first_difference_of_objects(const Json& expected, const Json& found, Tolerance tolerance,
                                                          const std::string& place) {
  std::set<std::string> names;
  for (const Json* object : {&expected, &found})
    for (const auto& item : object->items())
      names.insert(item.key());
  for (const std::string& name : names) {
    std::string inner = place;
    inner.append(place.empty() ? "" : ".").append(name);
    const Json* left = member(expected, name);
    const Json* right = member(found, name);
    if (left == nullptr && right == nullptr)
      continue;
    if (left == nullptr || right == nullptr)
      return difference(inner, left, right);
    if (auto result = first_difference(*left, *right, tolerance_of(name, *left, tolerance), inner))
      return result;
  }
  return std::nullopt;
}

std::optional<JsonDifference> first_difference_of_lists(const Json& expected, const Json& found, Tolerance tolerance,
                                                        const std::string& place) {
  const std::size_t shorter = std::min(expected.size(), found.size());
  for (std::size_t index = 0; index < shorter; ++index)
    if (auto result =
            first_difference(expected[index], found[index], tolerance, place + "[" + std::to_string(index) + "]"))
      return result;
  if (expected.size() == found.size())
    return std::nullopt;
  return difference(place + "[" + std::to_string(shorter) + "]",
                    shorter < expected.size() ? &expected[shorter] : nullptr,
                    shorter < found.size() ? &found[shorter] : nullptr);
}

} // namespace

std::optional<JsonDifference> first_difference(const Json& expected, const Json& found, Tolerance tolerance,
                                               const std::string& place) {
  const auto left = as_number(expected);
  const auto right = as_number(found);
  if (left && right && same_number(*left, *right, tolerance))
    return std::nullopt;
  if (!left && !right && expected.is_object() && found.is_object())
    return first_difference_of_objects(expected, found, tolerance, place);
  if (expected.is_array() && found.is_array())
    return first_difference_of_lists(expected, found, tolerance, place);
  if (!left && !right && expected == found)
    return std::nullopt;
  return difference(place, &expected, &found);
}

} // namespace creditsim::scenarios
