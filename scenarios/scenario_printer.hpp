// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"
#include "scenarios/json.hpp"
#include "scenarios/scenario_reader.hpp"

#include <map>
#include <string>

namespace creditsim::scenarios {

/// The scenario as a file with every key, which `read_scenario` reads back equal.
Json print_scenario(const core::Scenario& scenario);

/// 32 hexadecimal digits over everything that decides a run but the seed: the XXH3 128-bit hash of the compact form of
/// `print_scenario` without name, purpose and seed, input files by their digests in place of their paths.
std::string scenario_digest(const core::Scenario& scenario, const std::map<std::string, InputRecord>& inputs);

/// The XXH3 128-bit hash of `bytes` as 32 hexadecimal digits.
std::string xxh3_128(std::string_view bytes);

} // namespace creditsim::scenarios
