// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_script.hpp"

namespace creditsim::scenarios {

/// A runner for scripts of kind `credit-system` and `task-handler`: one credit system with its store, and an emitter in
/// place of the task handler. Refuses a setup that it cannot read (`Errc::malformed`).
core::Result<std::unique_ptr<ScriptRunner>> make_credit_system_runner(const Json& script);

} // namespace creditsim::scenarios
