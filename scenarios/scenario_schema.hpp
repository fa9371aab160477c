// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/json.hpp"

namespace creditsim::scenarios {

/// The JSON Schema (2020-12) of scenario files without their comments. Every key has a description, its default, and
/// where it applies its unit and range under `x-unit` and `x-range`.
Json scenario_schema();

} // namespace creditsim::scenarios
