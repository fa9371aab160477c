// SPDX-License-Identifier: MIT
#include "core/topology.hpp"

#include "core/check.hpp"
#include "core/components.hpp"
#include "core/random_regular.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace creditsim::core {

namespace {

std::vector<Edge> ring_edges(std::uint32_t nodes) {
  std::vector<Edge> edges;
  for (NodeIndex node = 0; node + 1 < nodes; ++node)
    edges.push_back({node, node + 1});
  if (nodes > 2) // two nodes share one link
    edges.push_back({nodes - 1, 0});
  return edges;
}

/// The component with the most nodes, of equals the one with the smallest node.
NodeIndex largest_root(const std::vector<NodeIndex>& root) {
  std::vector<std::uint32_t> sizes(root.size());
  for (const NodeIndex top : root)
    ++sizes[top];
  return static_cast<NodeIndex>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
}

/// The part of `list` that is connected with the node `top`.
EdgeList component_of(const EdgeList& list, const std::vector<NodeIndex>& root, NodeIndex top) {
  EdgeList part;
  std::vector<NodeIndex> place(list.ids.size(), no_node);
  for (NodeIndex node = 0; node < list.ids.size(); ++node) {
    if (root[node] != top)
      continue;
    place[node] = static_cast<NodeIndex>(part.ids.size());
    part.ids.push_back(list.ids[node]);
  }
  for (const auto& [a, b] : list.edges) {
    if (place[a] != no_node)
      part.edges.push_back({place[a], place[b]});
  }
  return part;
}

} // namespace

Result<Topology> Topology::make(const TopologySpec& spec, std::uint32_t nodes, std::uint64_t seed) {
  CREDITSIM_CHECK(spec.kind != TopologySpec::Kind::edge_list);
  const std::uint32_t nodes_min = spec.kind == TopologySpec::Kind::full ? 1 : 2; // one node has nobody to be linked to
  if (nodes < nodes_min || nodes > nodes_max)
    return Error{Errc::invalid_value, "nodes: " + std::to_string(nodes) + " is not a number from " +
                                          std::to_string(nodes_min) + " to " + std::to_string(nodes_max)};
  Topology topology;
  topology.node_count_ = nodes;
  topology.component_sizes_ = {nodes};
  if (spec.kind == TopologySpec::Kind::full) {
    topology.full_ = true;
  } else if (spec.kind == TopologySpec::Kind::ring) {
    topology.link(ring_edges(nodes));
  } else {
    const auto edges = random_regular_edges({.nodes = nodes, .degree = spec.degree}, seed);
    if (!edges.ok())
      return edges.error();
    topology.link(edges.value());
  }
  return topology;
}

Topology Topology::from_edge_list(const EdgeList& list, TopologySpec::Component component) {
  const auto nodes = static_cast<std::uint32_t>(list.ids.size());
  const ComponentRoots components = component_roots(nodes, list.edges);
  Topology topology;
  topology.tolerated_ = {.duplicate_edges = list.duplicate_edges, .self_edges = list.self_edges};
  if (component == TopologySpec::Component::all || components.count == 1) {
    topology.ids_ = list.ids;
    topology.node_count_ = nodes;
    topology.link(list.edges);
    topology.split(components.root);
    return topology;
  }
  EdgeList part = component_of(list, components.root, largest_root(components.root));
  topology.node_count_ = static_cast<std::uint32_t>(part.ids.size());
  topology.tolerated_.nodes_left_out = nodes - topology.node_count_;
  topology.component_sizes_ = {topology.node_count_};
  topology.link(part.edges);
  topology.ids_ = std::move(part.ids);
  return topology;
}

std::string Topology::name(NodeIndex node) const {
  CREDITSIM_CHECK(node < node_count_);
  return ids_.empty() ? std::string{"n"}.append(std::to_string(node)) : std::to_string(ids_[node]);
}

/// Turns edges into lists of neighbours.
void Topology::link(const std::vector<Edge>& edges) {
  offsets_.assign(std::size_t{node_count_} + 1, 0);
  for (const auto& [a, b] : edges) {
    ++offsets_[a + 1];
    ++offsets_[b + 1];
  }
  for (std::size_t node = 0; node < node_count_; ++node)
    offsets_[node + 1] += offsets_[node];
  neighbours_.resize(edges.size() * 2);
  std::vector<std::uint64_t> next(offsets_.begin(), offsets_.end() - 1);
  for (const auto& [a, b] : edges) {
    neighbours_[next[a]++] = b;
    neighbours_[next[b]++] = a;
  }
  const auto begin = neighbours_.begin();
  for (std::size_t node = 0; node < node_count_; ++node)
    std::sort(begin + static_cast<std::ptrdiff_t>(offsets_[node]),
              begin + static_cast<std::ptrdiff_t>(offsets_[node + 1]));
}

/// Numbers the components, from the largest to the smallest, and their nodes.
void Topology::split(const std::vector<NodeIndex>& root) {
  std::vector<std::uint32_t> sizes(root.size());
  for (const NodeIndex top : root)
    ++sizes[top];
  std::vector<NodeIndex> tops;
  for (NodeIndex node = 0; node < root.size(); ++node) {
    if (root[node] == node)
      tops.push_back(node);
  }
  std::stable_sort(tops.begin(), tops.end(), [&](NodeIndex x, NodeIndex y) { return sizes[x] > sizes[y]; });
  std::vector<std::uint32_t> number(root.size());
  std::uint32_t begin = 0;
  for (const NodeIndex top : tops) {
    number[top] = static_cast<std::uint32_t>(component_sizes_.size());
    component_begins_.push_back(begin);
    component_sizes_.push_back(sizes[top]);
    begin += sizes[top];
  }
  if (connected())
    return;
  components_.resize(root.size());
  places_.resize(root.size());
  members_.resize(root.size());
  std::vector<std::uint32_t> filled(tops.size());
  for (NodeIndex node = 0; node < root.size(); ++node) {
    components_[node] = number[root[node]];
    places_[node] = filled[components_[node]]++;
    members_[component_begins_[components_[node]] + places_[node]] = node;
  }
}

} // namespace creditsim::core
