// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/load_documents.hpp"

#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The first lines of every load test: what an operation is and where it lives, scenario and seed, and that nothing
/// here can be replayed; a warning where this build is none to measure with.
std::string load_heading(const LoadRequest& request);

/// What one load test came to, for people; the last line is its verdict.
std::string load_text(const LoadRequest& request, const FinishedLoad& load);

/// A table with a row for each run of a sweep, and what did not hold in it.
std::string sweep_text(const LoadRequest& request, const std::vector<FinishedLoad>& loads);

} // namespace creditsim::scenarios
