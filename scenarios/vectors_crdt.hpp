// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_script.hpp"

namespace creditsim::scenarios {

/// A runner for scripts of kind `crdt-primitives`: named counters, registers and maps over one table of names.
core::Result<std::unique_ptr<ScriptRunner>> make_crdt_runner(const Json& script);

} // namespace creditsim::scenarios
