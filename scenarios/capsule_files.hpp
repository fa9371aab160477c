// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/capsule.hpp"
#include "scenarios/failing_case.hpp"

#include <optional>
#include <string>

namespace creditsim::scenarios {

/// Reads a capsule from its file.
core::Result<Capsule> open_capsule(const std::string& file);

/// What a run of the capsule from `file` needs, with the replica that the command line names, `replica`. What a file
/// says is never run by itself: refuses, with the option that is missing, a capsule that was found with a replica when
/// none is named; and one of creditsim's own ledger when one is.
core::Result<RunnableCase> case_of(const Capsule& capsule, const std::string& file,
                                   const std::optional<actors::ChildOptions>& replica);

} // namespace creditsim::scenarios
