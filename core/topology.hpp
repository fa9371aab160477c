// SPDX-License-Identifier: MIT
#pragma once

#include "core/edge_list.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace creditsim::core {

/// What an edge list held that the topology does not.
struct ToleratedEdges {
  std::uint64_t duplicate_edges = 0; ///< lines that repeat an edge
  std::uint64_t self_edges = 0;      ///< lines that link a node to itself
  std::uint64_t nodes_left_out = 0;  ///< nodes outside the largest component, where only that takes part
};

/// The nodes, their names, and who may talk to whom. Links go both ways.
///
/// Does not change once made, so it is shared between threads. A full topology takes no memory.
class Topology {
public:
  /// A topology of `nodes` nodes of any kind but `edge_list`; a pure function of its arguments.
  /// Refuses numbers of nodes or links that no graph has (`Errc::invalid_value`), naming the scenario's key.
  static Result<Topology> make(const TopologySpec& spec, std::uint32_t nodes, std::uint64_t seed);

  /// The graph of a file, or its largest component (of equally large ones that with the smallest id).
  /// Nodes keep the order of their ids.
  static Topology from_edge_list(const EdgeList& list, TopologySpec::Component component);

  std::uint32_t node_count() const { return node_count_; }

  /// The file's id, or `n0`, `n1` and so on; at most 15 characters, each name once.
  std::string name(NodeIndex node) const;

  std::uint32_t degree(NodeIndex node) const {
    return full_ ? node_count_ - 1 : static_cast<std::uint32_t>(offsets_[node + 1] - offsets_[node]);
  }

  /// The neighbour of `node` at `place`, below its degree; neighbours stand in ascending order.
  NodeIndex neighbour(NodeIndex node, std::uint32_t place) const {
    if (full_)
      return place < node ? place : place + 1;
    return neighbours_[offsets_[node] + place];
  }

  /// A neighbour, each with the same probability; `no_node` where there is none.
  NodeIndex peer(NodeIndex node, const Draw& draw) const {
    const std::uint32_t neighbours = degree(node);
    return neighbours == 0 ? no_node : neighbour(node, static_cast<std::uint32_t>(draw.below(neighbours)));
  }

  /// Components are numbered from the largest to the smallest; the first has the number 0.
  std::uint32_t component_count() const { return static_cast<std::uint32_t>(component_sizes_.size()); }
  std::uint32_t component_size(std::uint32_t component) const { return component_sizes_[component]; }
  std::uint32_t component(NodeIndex node) const { return connected() ? 0 : components_[node]; }

  /// The node's place among the nodes of its component, in their order.
  std::uint32_t place_in_component(NodeIndex node) const { return connected() ? node : places_[node]; }

  /// The node at `place`, below the component's size.
  NodeIndex member(std::uint32_t component, std::uint32_t place) const {
    return connected() ? place : members_[component_begins_[component] + place];
  }

  const ToleratedEdges& tolerated() const { return tolerated_; }

private:
  Topology() = default;

  bool connected() const { return component_sizes_.size() == 1; }
  void link(const std::vector<Edge>& edges);
  void split(const std::vector<NodeIndex>& root);

  std::uint32_t node_count_ = 0;
  bool full_ = false;
  std::vector<std::uint64_t> ids_;     // of an edge list; otherwise empty
  std::vector<std::uint64_t> offsets_; // by node, into neighbours_; one more than nodes
  std::vector<NodeIndex> neighbours_;
  std::vector<std::uint32_t> component_sizes_;
  std::vector<std::uint32_t> component_begins_; // into members_; this and the next are empty where all is connected
  std::vector<std::uint32_t> components_, places_;
  std::vector<NodeIndex> members_;
  ToleratedEdges tolerated_;
};

} // namespace creditsim::core
