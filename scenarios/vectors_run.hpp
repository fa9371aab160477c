// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/vectors_file.hpp"
#include "scenarios/vectors_report.hpp"

namespace creditsim::scenarios {

/// Runs one file of vectors against the rules of the reference profile. Refuses what a runner cannot read at all
/// (`Errc::malformed`); differences are part of the report.
core::Result<VectorFileReport> run_vectors(const VectorFile& file);

} // namespace creditsim::scenarios
