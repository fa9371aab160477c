// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace creditsim::actors {

/// Bytes that the C library's allocator has handed out in the whole program and not got back, what threads keep for
/// themselves included; 0 where it does not tell (another C library, an address sanitizer). Linear in what is free.
std::uint64_t heap_bytes_in_use();

} // namespace creditsim::actors
