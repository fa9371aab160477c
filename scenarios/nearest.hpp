// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// The word that takes the fewest typing errors (insert, delete, replace, swap) to turn into `found`, of equals the
/// first; empty when there is none with fewer errors than letters. Cost: the product of the lengths, for each word.
std::string_view nearest(std::string_view found, const std::vector<std::string_view>& words);

} // namespace creditsim::scenarios
