// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_summary.hpp"

#include <string>

namespace creditsim::scenarios {

/// Workflow commands that put errors into GitHub's pages: at most 10, of which the last then counts the rest.
std::string github_annotations(const CheckSummary& summary);

/// The summary of a step in Markdown, under 1,000 KiB, whatever was found.
std::string github_step_summary(const CheckSummary& summary);

} // namespace creditsim::scenarios
