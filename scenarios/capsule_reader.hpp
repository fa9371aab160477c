// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/capsule.hpp"
#include "scenarios/scenario_reader.hpp"

namespace creditsim::scenarios {

/// Whether the text claims to be a capsule, well formed or not.
bool is_capsule(std::string_view text);

/// Reads a capsule. Refuses everything that is not a whole one with a valid scenario, with one line:
/// `SOURCE: KEY: FOUND is not EXPECTED`.
core::Result<Capsule> read_capsule(const ScenarioText& source);

} // namespace creditsim::scenarios
