// SPDX-License-Identifier: MIT
#pragma once

#include "core/edge_list.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// A graph in which every node has the same number of links.
struct RegularGraph {
  std::uint32_t nodes = 2;
  std::uint32_t degree = 1; ///< links per node
};

/// The edges of a connected random regular graph, close to uniform among all of them; a pure function of its arguments.
///
/// Ends of links are paired at random and what would be a self or repeated link is switched with other links (McKay,
/// Wormald: Uniform generation of random regular graphs of moderate degree, 1990); a graph that is not connected is
/// thrown away. Degree 2 is a random cycle; from half the nodes on the complement is drawn.
/// Refuses a degree of 0, of `nodes` or more, an odd number of ends, links that cannot connect, and more than 2^30
/// ends.
Result<std::vector<Edge>> random_regular_edges(RegularGraph graph, std::uint64_t seed);

} // namespace creditsim::core
