// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_summary.hpp"
#include "scenarios/json.hpp"

#include <string>

namespace creditsim::scenarios {

/// What came of a check, for people: failures first, each with the command that repeats it, then the scenarios, then
/// what was covered and what was not run.
std::string check_text(const CheckSummary& summary);

/// What came of a check as one document: what scenarios and seeds decide, and where the capsules are.
Json check_document(const CheckSummary& summary);

/// `invalid`, `unknown`, `error` or `valid`: the worst of the scenarios.
std::string verdict_word(const CheckSummary& summary);

} // namespace creditsim::scenarios
