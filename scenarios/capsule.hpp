// SPDX-License-Identifier: MIT
#pragma once

#include "actors/simulation.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"
#include "scenarios/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

/// What a case was before it was shrunk.
struct CaseSize {
  std::uint64_t nodes = 0;
  std::uint64_t tasks = 0;
  std::uint64_t faults = 0;

  friend bool operator==(const CaseSize&, const CaseSize&) = default;
};

/// A failing case in one file: what replays it anywhere, and what it says to people.
struct Capsule {
  std::string version;     ///< of the creditsim that wrote it
  core::Scenario scenario; ///< everything that was drawn for it before the run is spelled out
  std::string edges{};     ///< where `topology.kind` is `edge_list`: the file's content; the scenario names none
  core::PlantedFault planted = core::PlantedFault::none; ///< of the zoo
  std::optional<actors::ChildOptions> replica{};         ///< under test, in place of creditsim's own ledger
  std::string checker;
  core::Violation violation;      ///< its `expected` has no meaning
  std::uint64_t trace_digest = 0; ///< of the run by `version`
  std::vector<core::Coverage> coverage{};
  std::vector<std::string> story{};      ///< the last events in words, line by line
  std::optional<CaseSize> shrunk_from{}; ///< no value: as it was found
};

/// The name under which capsules tell what they are, and the version of their form.
inline constexpr std::string_view capsule_format = "creditsim-capsule";
inline constexpr std::uint64_t capsule_format_version = 1;

/// The capsule as `read_capsule` reads it back.
Json print_capsule(const Capsule& capsule);

/// What a run of it needs beside the scenario. Its edges have been read before and are sound.
actors::SimulationInputs inputs_of(const Capsule& capsule);

CaseSize size_of(const core::Scenario& scenario, std::uint32_t nodes);

} // namespace creditsim::scenarios
