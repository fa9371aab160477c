// SPDX-License-Identifier: MIT
#include "actors/heap_use.hpp"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace creditsim::actors {

std::uint64_t heap_bytes_in_use() {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  const struct mallinfo2 use = mallinfo2();
  return std::uint64_t{use.uordblks} + use.hblkhd;
#else
  return 0;
#endif
}

} // namespace creditsim::actors
