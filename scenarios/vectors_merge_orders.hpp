// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_script.hpp"

namespace creditsim::scenarios {

/// Joins the exports of each `ledger-merge-orders` case into fresh observers, in every recorded order, and compares
/// balance and final state of each. Every order counts as a step.
VectorFileReport run_merge_orders(const VectorFile& file);

} // namespace creditsim::scenarios
