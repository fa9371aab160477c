// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_compare.hpp"
#include "scenarios/vectors_file.hpp"
#include "scenarios/vectors_report.hpp"

#include <functional>
#include <memory>

namespace creditsim::scenarios {

/// An exception of the reference, as our typed error stands for it.
struct Thrown {
  std::string name; ///< `Error` with the reference's text, or `TypeError`, `RangeError` with a text of ours
  std::string message;
};

/// What one step did, in the form in which the vectors record it.
struct StepOutcome {
  std::optional<Json> returns; ///< no value: the call returned nothing
  Tolerance returns_tolerance = Tolerance::sums;
  std::optional<Thrown> throws;
  Json events = Json::array();
  Json log = Json::array();
  Json after; ///< state after the step
  Tolerance after_tolerance = Tolerance::sums;
  std::optional<std::string> stored_text; ///< content of `ledger.json` after a step that wrote it
};

/// Carries out the steps of one script.
class ScriptRunner {
public:
  virtual ~ScriptRunner() = default;

  /// Carries out a step; an error means that it cannot be carried out and says why, which fails the script.
  virtual core::Result<StepOutcome> run(const Json& step) = 0;

  /// The state at the end, with the members of `recorded`.
  virtual core::Result<Json> final_state(const Json& recorded) = 0;
};

using MakeRunner = std::function<core::Result<std::unique_ptr<ScriptRunner>>(const Json& script)>;

/// The tag that allows an implementation in exact hundredths to leave an entry out, or nothing.
std::optional<std::string> tag_to_leave_out(const Json& entry);

/// Runs every script of a file, comparing each step until the first difference, or the first `float_artifact` step.
VectorFileReport run_scripts(const VectorFile& file, const MakeRunner& make_runner);

} // namespace creditsim::scenarios
