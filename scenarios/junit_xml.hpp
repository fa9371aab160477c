// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_summary.hpp"

#include <string>

namespace creditsim::scenarios {

/// What came of a check in the form that Jenkins and others read: a `testsuite` for each scenario, a `testcase` for
/// each checker; `failure` is a violation, `error` an unknown outcome or a scenario that cannot be run, `skipped` a
/// checker that does not apply. No name depends on a seed. Well formed whatever the texts hold.
std::string junit_xml(const CheckSummary& summary);

} // namespace creditsim::scenarios
