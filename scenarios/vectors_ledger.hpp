// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_script.hpp"

namespace creditsim::scenarios {

/// A runner for scripts of kind `ledger`: named replicas, each with a store of its own, that share one source of ids
/// and exchange exports as JSON. Refuses a setup that it cannot read (`Errc::malformed`).
core::Result<std::unique_ptr<ScriptRunner>> make_ledger_runner(const Json& script);

} // namespace creditsim::scenarios
