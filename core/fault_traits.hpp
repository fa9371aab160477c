// SPDX-License-Identifier: MIT
#pragma once

#include "core/fault.hpp"

#include <string_view>

namespace creditsim::core {

/// What a kind of fault befalls.
enum class FaultGroup : std::uint8_t { messages, links, nodes, clocks, hostile };

/// What is true of all faults of a kind.
struct FaultTraits {
  std::string_view name; ///< in scenarios and results
  FaultGroup group = FaultGroup::messages;
  bool lasts = true;          ///< else it begins, and that is all: `for_us` has no meaning
  bool needs_targets = false; ///< it means nothing without `nodes` or `share`
  bool excludes = false;      ///< a node is in one such fault at a time
};

const FaultTraits& traits_of(FaultKind kind);

/// Whether a node is not there before such a fault.
constexpr bool begins_node(FaultKind kind) { return kind == FaultKind::join || kind == FaultKind::two_devices; }

} // namespace creditsim::core
