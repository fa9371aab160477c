// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace creditsim::scenarios {

/// What `creditsim --version` prints: release, compiler, actor library and the queue its nodes run from.
std::string version_text();

/// Name and version of the compiler.
std::string compiler_text();

} // namespace creditsim::scenarios
