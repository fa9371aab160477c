// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The most nodes that a simulation takes.
inline constexpr std::uint32_t nodes_max = 10'000'000;

/// An undirected link between two different nodes.
struct Edge {
  NodeIndex a = 0;
  NodeIndex b = 0;

  friend auto operator<=>(const Edge&, const Edge&) = default;
};

/// An undirected graph as its file tells it.
struct EdgeList {
  std::vector<std::uint64_t> ids;    ///< the file's ids, ascending; a node is its place in this list
  std::vector<Edge> edges;           ///< each once with a < b, ascending
  std::uint64_t duplicate_edges = 0; ///< lines that repeat an edge, in either direction
  std::uint64_t self_edges = 0;      ///< lines that link a node to itself
};

/// Reads the format of the Stanford Network Analysis Project: a line holds two node ids, apart by any white space, and
/// is an edge in both directions; lines that begin with `#` are comments. Ids need not be dense.
/// Refuses any other text (`Errc::malformed`), naming `name` and the line.
Result<EdgeList> parse_edge_list(std::string_view text, std::string_view name);

} // namespace creditsim::core
