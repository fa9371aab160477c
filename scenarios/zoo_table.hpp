// SPDX-License-Identifier: MIT
#pragma once

#include "core/planted_fault.hpp"
#include "core/result.hpp"
#include "scenarios/scenario_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The checker of what no run shows: that two runs are alike.
inline constexpr std::string_view determinism_checker = "verify-determinism";

/// One bug of the zoo: a scenario in which it breaks something, and what must notice.
struct ZooBug {
  std::string id;          ///< as in the catalogue of the reference's faults, `A1`; planted ones are `P1` and on
  std::string what;        ///< one line for people
  std::string fault_class; ///< D, I, L, P or X: replicas differ, inflation, loss, paid twice, other
  std::string checker;     ///< the property that must be found broken, or `determinism_checker`
  core::PlantedFault planted = core::PlantedFault::none; ///< none where rules of the scenario are the bug
  LoadedScenario loaded{};
};

/// Reads a zoo: its table `zoo.json` and the scenarios beside it that the table names. Refuses whatever is not a
/// complete table, in one line: `FILE: PLACE: FOUND is not EXPECTED`.
core::Result<std::vector<ZooBug>> read_zoo(const std::filesystem::path& folder);

/// The table from its text, without its scenarios: in place of each stands its name, as `LoadedScenario::label`.
core::Result<std::vector<ZooBug>> read_zoo_table(const std::string& label, std::string_view text);

/// The zoo of the installation the program belongs to, or of its source tree.
std::filesystem::path ready_zoo_folder();

} // namespace creditsim::scenarios
