// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_file.hpp"
#include "scenarios/vectors_report.hpp"

namespace creditsim::scenarios {

/// Compares every row of a `calculate-amount` file, and the two lists at its head. Each row counts as a step.
///
/// Every row with a finite amount is compared, also beyond the range of `Credits`. Left out: rows whose amount is not
/// finite (`nan`), bases that are not numbers (`invalid-input`), and names of inherited properties (`prototype-name`).
/// Refuses a file whose configurations cannot be read (`Errc::malformed`).
core::Result<VectorFileReport> run_price_rows(const VectorFile& file);

} // namespace creditsim::scenarios
