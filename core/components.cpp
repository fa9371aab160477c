// SPDX-License-Identifier: MIT
#include "core/components.hpp"

#include <algorithm>
#include <numeric>

namespace creditsim::core {

ComponentRoots component_roots(std::uint32_t nodes, const std::vector<Edge>& edges) {
  ComponentRoots components{std::vector<NodeIndex>(nodes), nodes};
  auto& root = components.root;
  std::iota(root.begin(), root.end(), NodeIndex{0});
  const auto find = [&](NodeIndex node) {
    while (root[node] != node) {
      root[node] = root[root[node]];
      node = root[node];
    }
    return node;
  };
  for (const auto& [a, b] : edges) {
    const auto [smaller, larger] = std::minmax({find(a), find(b)});
    if (smaller != larger) {
      root[larger] = smaller;
      --components.count;
    }
  }
  for (NodeIndex node = 0; node < nodes; ++node)
    root[node] = root[root[node]]; // parents are smaller than their children, so these point at the top already
  return components;
}

} // namespace creditsim::core
