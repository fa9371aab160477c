// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace creditsim::scenarios {

/// What the results of a measurement depend on beside what was measured.
struct MachineFacts {
  std::string processor; ///< as the system names it; empty where it does not
  unsigned cores = 0;    ///< that programs can run on at once
  std::uint64_t memory_bytes = 0;
  std::string system; ///< of the operating system the name and release
};

MachineFacts machine_facts();

/// How this program was built: `optimised`, or `debug`, `address sanitizer` or `thread sanitizer`, whose times mean
/// nothing.
std::string build_type();
bool optimised_build();

/// The greatest memory that the process has held, in bytes.
std::uint64_t peak_memory_bytes();

} // namespace creditsim::scenarios
