// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"
#include "scenarios/vectors_values.hpp"

namespace creditsim::scenarios {

/// The rules that the reference's `config` describes: each member replaces a default, tables as a whole (fault G5).
/// Refuses unknown members, wrong types and amounts without exact hundredths, naming the member.
core::Result<core::CreditRules> rules_from_config(const Json& config);

} // namespace creditsim::scenarios
