// SPDX-License-Identifier: MIT
#pragma once

namespace creditsim::core {

/// Prints `file:line: condition` with the seed of the running simulation, when one is known, and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition);

} // namespace creditsim::core

/// Stops the program when an invariant of our own code is broken, in release builds too.
/// Never used on input: what the world gets wrong is an `Error`.
#define CREDITSIM_CHECK(condition)                                                                                     \
  (static_cast<bool>(condition) ? static_cast<void>(0)                                                                 \
                                : ::creditsim::core::check_failed(__FILE__, __LINE__, #condition))
