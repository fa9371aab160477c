// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"

#include <string>

namespace creditsim::core {

/// The amount in credits as JavaScript prints the number: `10`, `2.5`, `-0.01`.
std::string js_number(Credits amount);

} // namespace creditsim::core
