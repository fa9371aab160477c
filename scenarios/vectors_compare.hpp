// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_values.hpp"

#include <optional>
#include <string>

namespace creditsim::scenarios {

/// A place inside a JSON value and the two values that differ there.
struct JsonDifference {
  std::string place;
  std::string expected;
  std::string found;
};

/// Which numbers count as equal.
enum class Tolerance {
  exact, ///< equal as doubles
  sums,  ///< sums of amounts, known by the name of their member, by their hundredths; all others exact
  all,   ///< every number by its hundredths: the value is itself a sum
};

/// The first difference between a recorded value and ours, by the rules of the vectors' README: members unordered,
/// lists ordered, `{"$special": ...}` decoded, a member that is `undefined` counts as absent, sums agree within
/// 0.00001.
std::optional<JsonDifference> first_difference(const Json& expected, const Json& found, Tolerance tolerance,
                                               const std::string& place);

} // namespace creditsim::scenarios
