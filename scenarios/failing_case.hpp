// SPDX-License-Identifier: MIT
#pragma once

#include "actors/simulation.hpp"
#include "core/result.hpp"
#include "scenarios/capsule.hpp"
#include "scenarios/case_story.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// A scenario and all that a run of it needs.
struct RunnableCase {
  core::Scenario scenario;
  std::string edges{};                                   ///< content of the edge list, where there is one
  actors::SimulationInputs inputs{};                     ///< read from what the scenario names
  core::PlantedFault planted = core::PlantedFault::none; ///< of the zoo
  std::optional<actors::ChildOptions> replica{};         ///< under test, in place of creditsim's own ledger
};

/// The case with everything spelled out that is drawn before a run: it runs the same, event by event, and needs no
/// file.
core::Result<RunnableCase> spelled_out(const RunnableCase& drawn);

/// A run that broke a property, told.
struct FailingCase {
  Capsule capsule;
  std::vector<StoryEvent> story;  ///< all of it; the capsule has its lines, or the last ones
  std::vector<std::string> names; ///< of the nodes
};

/// How a case is run for a verdict: with every checker, and the replica under test, if there is one.
actors::SimulationOptions checked_run(const RunnableCase& run);

/// Runs a spelled-out case and keeps what `checker` found. Refuses a run in which it finds nothing (`not_found`), and
/// one that was interrupted.
core::Result<FailingCase> capture(actors::Runtime& runtime, const RunnableCase& spelled, const std::string& checker,
                                  const std::atomic<int>* interrupted = nullptr);

} // namespace creditsim::scenarios
