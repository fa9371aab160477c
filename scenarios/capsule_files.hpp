// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/capsule.hpp"
#include "scenarios/failing_case.hpp"

#include <string>

namespace creditsim::scenarios {

/// Reads a capsule from its file.
core::Result<Capsule> open_capsule(const std::string& file);

/// What a run of the capsule needs.
RunnableCase case_of(const Capsule& capsule);

} // namespace creditsim::scenarios
