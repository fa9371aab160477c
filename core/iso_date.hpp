// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace creditsim::core {

/// A time in milliseconds since 1970 as JavaScript's `toISOString` prints it: `2023-11-14T22:13:20.000Z`, years outside
/// 0..9999 with a sign and six digits. No value beyond 8.64e15 ms either way.
std::optional<std::string> iso_date(std::int64_t time_ms);

} // namespace creditsim::core
