// SPDX-License-Identifier: MIT
#include "core/fault_traits.hpp"

#include <array>

namespace creditsim::core {

const FaultTraits& traits_of(FaultKind kind) {
  using enum FaultGroup;
  // In the order of FaultKind.
  static constexpr std::array<FaultTraits, fault_kinds> traits{{
      {.name = "loss"},
      {.name = "duplication"},
      {.name = "delay"},
      {.name = "corruption"},
      {.name = "bandwidth"},
      {.name = "partition", .group = links, .needs_targets = true},
      {.name = "one_way_partition", .group = links, .needs_targets = true},
      {.name = "partial_partition", .group = links, .needs_targets = true},
      {.name = "flapping", .group = links, .needs_targets = true},
      {.name = "swizzle", .group = links, .needs_targets = true},
      {.name = "pause", .group = nodes, .excludes = true},
      {.name = "crash", .group = nodes, .excludes = true},
      {.name = "join", .group = nodes, .lasts = false, .needs_targets = true, .excludes = true},
      {.name = "leave", .group = nodes, .lasts = false, .needs_targets = true, .excludes = true},
      {.name = "two_devices", .group = nodes, .lasts = false, .needs_targets = true, .excludes = true},
      {.name = "clock_offset", .group = clocks},
      {.name = "clock_drift", .group = clocks},
      {.name = "clock_step", .group = clocks, .lasts = false},
      {.name = "clock_freeze", .group = clocks},
      {.name = "forge", .group = hostile},
      {.name = "replay_old", .group = hostile},
      {.name = "equivocate", .group = hostile},
      {.name = "overspend", .group = hostile},
      {.name = "double_report", .group = hostile},
      {.name = "future_stamp", .group = hostile},
      {.name = "junk", .group = hostile},
      {.name = "inflate", .group = hostile},
      {.name = "false_claim", .group = hostile},
  }};
  return traits[static_cast<std::size_t>(kind)];
}

} // namespace creditsim::core
