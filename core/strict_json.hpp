// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace creditsim::core {

/// Nesting beyond this is refused.
inline constexpr int json_depth_max = 64;

/// Parses a whole JSON text, keeping the order of object members. Refuses (`Errc::malformed`) what is not JSON, invalid
/// UTF-8, numbers beyond doubles, bytes after the value, an object with a key twice and nesting deeper than
/// `depth_max`.
Result<nlohmann::ordered_json> parse_strict_json(std::string_view text, int depth_max = json_depth_max);

/// The one text of a JSON value in this project: compact, object keys ascending by bytes, whole numbers below 2^53
/// without fraction or exponent (so 1.0 and 1 are the same). `value` is nested at most `json_depth_max` deep.
std::string canonical_json(const nlohmann::ordered_json& value);
std::string canonical_json(const nlohmann::json& value);

} // namespace creditsim::core
