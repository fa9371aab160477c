// SPDX-License-Identifier: MIT
#pragma once

#include "core/edge_list.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// The connected components of a graph.
struct ComponentRoots {
  std::vector<NodeIndex> root; ///< by node: the smallest node of its component
  std::uint32_t count = 0;
};

/// Finds who is connected with whom, in nearly linear time.
ComponentRoots component_roots(std::uint32_t nodes, const std::vector<Edge>& edges);

} // namespace creditsim::core
