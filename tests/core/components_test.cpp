// SPDX-License-Identifier: MIT
#include "core/components.hpp"

#include "tests/catch.hpp"

#include <vector>

using namespace creditsim::core;

TEST_CASE("Components: no edges: every node by itself", "[core][components]") {
  const ComponentRoots components = component_roots(3, {});
  CHECK(components.root == std::vector<NodeIndex>{0, 1, 2});
  CHECK(components.count == 3);
}

TEST_CASE("Components: any order of edges: the smallest node of each component is its root", "[core][components]") {
  for (const auto& edges :
       {std::vector<Edge>{{0, 4}, {1, 2}, {4, 5}, {2, 6}}, std::vector<Edge>{{5, 4}, {6, 2}, {2, 1}, {4, 0}}}) {
    const ComponentRoots components = component_roots(7, edges);
    CHECK(components.root == std::vector<NodeIndex>{0, 1, 1, 3, 0, 0, 1});
    CHECK(components.count == 3);
  }
}

TEST_CASE("Components: a long chain joined from its far end: one root", "[core][components]") {
  constexpr NodeIndex nodes = 100'000;
  std::vector<Edge> edges;
  for (NodeIndex node = nodes - 1; node > 0; --node)
    edges.push_back({node, node - 1});
  const ComponentRoots components = component_roots(nodes, edges);
  CHECK(components.root == std::vector<NodeIndex>(nodes, 0));
  CHECK(components.count == 1);
}
