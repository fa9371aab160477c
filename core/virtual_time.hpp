// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>

namespace creditsim::core {

/// A point or span of virtual time, in microseconds. A run starts at 0.
using TimeUs = std::int64_t;

/// Later than everything that can happen.
inline constexpr TimeUs never = std::numeric_limits<TimeUs>::max();

/// A node's place in its simulation, dense from 0.
using NodeIndex = std::uint32_t;

/// No node: the scheduler as the source of a dispatch.
inline constexpr NodeIndex no_node = std::numeric_limits<NodeIndex>::max();

} // namespace creditsim::core
