// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/scenario_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The whole file; `Errc::not_found` or `Errc::io` with `FILE: reason`.
core::Result<std::string> read_file(const std::filesystem::path& file);

/// The folder of the ready scenarios: that of the installation the program belongs to, or of its source tree. Empty
/// when neither is there.
std::filesystem::path ready_scenario_folder();

/// The names of the ready scenarios, sorted.
std::vector<std::string> ready_scenario_names();

/// The text of a scenario by its file, or by the name of a ready scenario when there is no such file.
core::Result<ScenarioText> open_scenario(const std::string& file_or_name);

} // namespace creditsim::scenarios
