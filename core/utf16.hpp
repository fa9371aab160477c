// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The UTF-16 units of a UTF-8 text, each as UTF-8. Half of a surrogate pair by itself becomes U+FFFD, as does a byte
/// that is not UTF-8. At most `units_max` of them.
std::vector<std::string> utf16_units(std::string_view text, std::size_t units_max);

/// The text that JavaScript's `slice(0, units_max)` leaves, printed as UTF-8.
std::string utf16_prefix(std::string_view text, std::size_t units_max);

} // namespace creditsim::core
