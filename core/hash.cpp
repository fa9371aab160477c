// SPDX-License-Identifier: MIT
#include "core/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace creditsim::core {

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

} // namespace creditsim::core
