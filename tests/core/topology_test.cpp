// SPDX-License-Identifier: MIT
#include "core/topology.hpp"

#include "core/random_regular.hpp"
#include "tests/catch.hpp"
#include "tests/source_file.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

using Kind = TopologySpec::Kind;
using Component = TopologySpec::Component;

Topology made(const TopologySpec& spec, std::uint32_t nodes, std::uint64_t seed = 1) {
  auto topology = Topology::make(spec, nodes, seed);
  INFO((topology.ok() ? std::string{} : topology.error().context));
  REQUIRE(topology.ok());
  return std::move(topology).value();
}

Topology read(std::string_view text, Component component) {
  const auto list = parse_edge_list(text, "graph.txt");
  REQUIRE(list.ok());
  return Topology::from_edge_list(list.value(), component);
}

std::vector<NodeIndex> neighbours(const Topology& topology, NodeIndex node) {
  std::vector<NodeIndex> result;
  for (std::uint32_t place = 0; place < topology.degree(node); ++place)
    result.push_back(topology.neighbour(node, place));
  return result;
}

/// Whether links go both ways, none is repeated, none leads to its own node, and no component has a link out of it.
bool consistent(const Topology& topology) {
  for (NodeIndex node = 0; node < topology.node_count(); ++node) {
    const auto others = neighbours(topology, node);
    if (!std::is_sorted(others.begin(), others.end()) ||
        std::adjacent_find(others.begin(), others.end()) != others.end())
      return false;
    for (const NodeIndex other : others) {
      const auto back = neighbours(topology, other);
      if (other == node || other >= topology.node_count() || !std::binary_search(back.begin(), back.end(), node) ||
          topology.component(other) != topology.component(node))
        return false;
    }
    if (topology.member(topology.component(node), topology.place_in_component(node)) != node)
      return false;
  }
  return true;
}

/// How many nodes can be reached from node 0.
std::size_t reached(const Topology& topology) {
  std::vector<bool> known(topology.node_count());
  std::vector<NodeIndex> open{0};
  known[0] = true;
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const NodeIndex other : neighbours(topology, open[i])) {
      if (!known[other]) {
        known[other] = true;
        open.push_back(other);
      }
    }
  }
  return open.size();
}

} // namespace

TEST_CASE("Topology: full: everyone is everyone's neighbour", "[core][topology]") {
  const Topology topology = made({.kind = Kind::full}, 5);
  CHECK(neighbours(topology, 0) == std::vector<NodeIndex>{1, 2, 3, 4});
  CHECK(neighbours(topology, 2) == std::vector<NodeIndex>{0, 1, 3, 4});
  CHECK(neighbours(topology, 4) == std::vector<NodeIndex>{0, 1, 2, 3});
  CHECK(consistent(topology));
  CHECK(topology.name(3) == "n3");
  CHECK(topology.component_count() == 1);
  CHECK(topology.component_size(0) == 5);
}

TEST_CASE("Topology: full: ten million nodes need no lists", "[core][topology]") {
  const Topology topology = made({.kind = Kind::full}, nodes_max);
  CHECK(topology.degree(7) == nodes_max - 1);
  CHECK(topology.neighbour(0, nodes_max - 2) == nodes_max - 1);
  CHECK(topology.name(nodes_max - 1) == "n9999999");
}

TEST_CASE("Topology: ring: two neighbours each, two nodes share one link", "[core][topology]") {
  const Topology topology = made({.kind = Kind::ring}, 5);
  CHECK(neighbours(topology, 0) == std::vector<NodeIndex>{1, 4});
  CHECK(neighbours(topology, 3) == std::vector<NodeIndex>{2, 4});
  CHECK(consistent(topology));
  CHECK(reached(topology) == 5);
  CHECK(neighbours(made({.kind = Kind::ring}, 2), 0) == std::vector<NodeIndex>{1});
  CHECK(consistent(made({.kind = Kind::ring}, 3)));
}

TEST_CASE("Topology: random_regular: any possible size: connected, simple, all degrees equal",
          "[core][topology][property]") {
  REQUIRE(rc::check([] {
    const auto nodes = *rc::gen::inRange<std::uint32_t>(3, 40);
    const auto degree = *rc::gen::inRange<std::uint32_t>(2, nodes);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    RC_PRE(nodes * degree % 2 == 0);
    const auto topology = Topology::make({.kind = Kind::random_regular, .degree = degree}, nodes, seed);
    RC_ASSERT(topology.ok());
    for (NodeIndex node = 0; node < nodes; ++node)
      RC_ASSERT(topology.value().degree(node) == degree);
    RC_ASSERT(consistent(topology.value()));
    RC_ASSERT(reached(topology.value()) == nodes);
  }));
}

TEST_CASE("Topology: random_regular: all sizes up to 12 nodes exist", "[core][topology]") {
  for (std::uint32_t nodes = 2; nodes <= 12; ++nodes) {
    for (std::uint32_t degree = 1; degree < nodes; ++degree) {
      CAPTURE(nodes, degree);
      const bool possible = nodes * degree % 2 == 0 && (degree > 1 || nodes == 2);
      REQUIRE(random_regular_edges({nodes, degree}, 1).ok() == possible);
    }
  }
}

TEST_CASE("Topology: random_regular: the same seed gives the same graph, another seed another",
          "[core][topology][golden]") {
  const TopologySpec spec{.kind = Kind::random_regular, .degree = 4};
  const Topology topology = made(spec, 1'000, 1);
  const Topology again = made(spec, 1'000, 1);
  const Topology other = made(spec, 1'000, 2);
  bool differs = false;
  std::uint64_t digest = 14695981039346656037u;
  for (NodeIndex node = 0; node < 1'000; ++node) {
    REQUIRE(neighbours(topology, node) == neighbours(again, node));
    differs |= neighbours(topology, node) != neighbours(other, node);
    for (const NodeIndex neighbour : neighbours(topology, node))
      digest = (digest ^ neighbour) * 1099511628211u;
  }
  CHECK(differs);
  CHECK(digest == 0xa4c6eb3cc44c3d19);
}

TEST_CASE("Topology: random_regular: each possible link appears about equally often", "[core][topology][statistics]") {
  constexpr std::uint32_t nodes = 10;
  std::vector<int> seen(nodes * nodes);
  constexpr int graphs = 3'000;
  for (int i = 0; i < graphs; ++i) {
    const auto edges = random_regular_edges({nodes, 3}, static_cast<std::uint64_t>(i));
    REQUIRE(edges.ok());
    for (const auto& [a, b] : edges.value())
      ++seen[std::min(a, b) * nodes + std::max(a, b)];
  }
  for (NodeIndex a = 0; a < nodes; ++a) {
    for (NodeIndex b = a + 1; b < nodes; ++b)
      REQUIRE(std::abs(seen[a * nodes + b] - graphs / 3) < 104); // four standard deviations
  }
}

TEST_CASE("Topology: random_regular: dense and large graphs are made in time", "[core][topology]") {
  const Topology dense = made({.kind = Kind::random_regular, .degree = 149}, 300);
  CHECK(consistent(dense));
  const Topology large = made({.kind = Kind::random_regular, .degree = 4}, 100'000);
  CHECK(consistent(large));
  CHECK(reached(large) == 100'000);
}

TEST_CASE("Topology: impossible sizes: the message names the key", "[core][topology]") {
  const auto [kind, nodes, degree, message] = GENERATE(table<Kind, std::uint32_t, std::uint32_t, std::string>({
      {Kind::full, 0u, 4u, "nodes: 0 is not a number from 1 to 10000000"},
      {Kind::ring, 1u, 4u, "nodes: 1 is not a number from 2 to 10000000"},
      {Kind::full, 10'000'001u, 4u, "nodes: 10000001 is not a number from 1 to 10000000"},
      {Kind::random_regular, 1u, 1u, "nodes: 1 is not a number from 2 to 10000000"},
      {Kind::random_regular, 10u, 0u, "topology.degree: 0 is not from 1 to 9, one less than the number of nodes"},
      {Kind::random_regular, 10u, 10u, "topology.degree: 10 is not from 1 to 9, one less than the number of nodes"},
      {Kind::random_regular, 2u, 4u, "topology.degree: 4 is not from 1 to 1, one less than the number of nodes"},
      {Kind::random_regular, 10u, 1u, "topology.degree: 1 cannot connect 10 nodes, expected at least 2"},
      {Kind::random_regular, 5u, 3u,
       "topology.degree: 3 links for each of 5 nodes leave one end over, expected an even degree or number of nodes"},
      {Kind::random_regular, 10'000'000u, 1'000u,
       "topology.degree: 1000 links for each of 10000000 nodes are more than 2^29 links, expected fewer"},
  }));
  const auto topology = Topology::make({.kind = kind, .degree = degree}, nodes, 1);
  REQUIRE_FALSE(topology.ok());
  CHECK(topology.error() == Error{Errc::invalid_value, message});
}

TEST_CASE("Topology: edge list: the largest component takes part, the rest is counted", "[core][topology]") {
  const Topology topology = read("1 2\n10 30\n30 20\n5 5\n20 30\n", Component::largest);
  REQUIRE(topology.node_count() == 3);
  CHECK(topology.name(0) == "10");
  CHECK(topology.name(1) == "20");
  CHECK(topology.name(2) == "30");
  CHECK(neighbours(topology, 2) == std::vector<NodeIndex>{0, 1});
  CHECK(topology.component_count() == 1);
  CHECK(topology.tolerated().nodes_left_out == 3);
  CHECK(topology.tolerated().duplicate_edges == 1);
  CHECK(topology.tolerated().self_edges == 1);
  CHECK(consistent(topology));
}

TEST_CASE("Topology: edge list: of equally large components the one with the smallest id", "[core][topology]") {
  const Topology topology = read("3 4\n1 2\n", Component::largest);
  CHECK(topology.name(0) == "1");
  CHECK(topology.name(1) == "2");
}

TEST_CASE("Topology: edge list: all components: numbered from the largest", "[core][topology]") {
  const Topology topology = read("1 2\n10 30\n30 20\n5 5\n", Component::all);
  REQUIRE(topology.node_count() == 6);
  REQUIRE(topology.component_count() == 3);
  CHECK(topology.component_size(0) == 3);
  CHECK(topology.component_size(1) == 2);
  CHECK(topology.component_size(2) == 1);
  CHECK(topology.component(0) == 1); // id 1
  CHECK(topology.component(2) == 2); // id 5
  CHECK(topology.component(5) == 0); // id 30
  CHECK(topology.place_in_component(5) == 2);
  CHECK(topology.member(1, 1) == 1);
  CHECK(topology.tolerated().nodes_left_out == 0);
  CHECK(consistent(topology));
  CHECK(topology.degree(2) == 0);
  CHECK(topology.peer(2, Draw{1, Purpose::gossip_peer, 2, 0}) == no_node);
}

TEST_CASE("Topology: edge list: any graph: consistent, and its components are those that can be reached",
          "[core][topology][property]") {
  REQUIRE(rc::check([] {
    const auto pairs = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
        rc::gen::pair(rc::gen::inRange(0u, 30u), rc::gen::inRange(0u, 30u))));
    std::string text;
    for (const auto& [a, b] : pairs)
      text += std::to_string(a) + " " + std::to_string(b) + "\n";
    const auto list = parse_edge_list(text, "graph.txt");
    RC_PRE(list.ok());
    RC_ASSERT(list.value().edges.size() + list.value().duplicate_edges + list.value().self_edges == pairs.size());
    const Topology all = Topology::from_edge_list(list.value(), Component::all);
    const Topology largest = Topology::from_edge_list(list.value(), Component::largest);
    RC_ASSERT(consistent(all));
    RC_ASSERT(consistent(largest));
    RC_ASSERT(reached(all) == all.component_size(all.component(0)));
    RC_ASSERT(reached(largest) == largest.node_count());
    RC_ASSERT(largest.node_count() == all.component_size(0));
    RC_ASSERT(largest.tolerated().nodes_left_out + largest.node_count() == all.node_count());
  }));
}

TEST_CASE("Topology: edge list: the Gnutella overlay has components of 6,299 and 2 nodes", "[core][topology]") {
  const std::string text = creditsim::tests::source_file("scenarios/data/p2p-Gnutella08.txt");
  const Topology all = read(text, Component::all);
  CHECK(all.node_count() == 6'301);
  REQUIRE(all.component_count() == 2);
  CHECK(all.component_size(0) == 6'299);
  CHECK(all.component_size(1) == 2);
  const Topology largest = read(text, Component::largest);
  CHECK(largest.node_count() == 6'299);
  CHECK(largest.tolerated().nodes_left_out == 2);
  CHECK(reached(largest) == 6'299);
}

TEST_CASE("Topology: peer: every neighbour equally often, never oneself", "[core][topology][statistics]") {
  for (const Kind kind : {Kind::full, Kind::random_regular}) {
    const Topology topology = made({.kind = kind, .degree = 10}, 11);
    std::vector<int> seen(11);
    for (std::uint64_t i = 0; i < 10'000; ++i)
      ++seen[topology.peer(4, Draw{1, Purpose::gossip_peer, 4, i})];
    CHECK(seen[4] == 0);
    double chi_square = 0.0;
    for (NodeIndex node = 0; node < 11; ++node)
      chi_square += node == 4 ? 0.0 : (seen[node] - 1000.0) * (seen[node] - 1000.0) / 1000.0;
    CHECK(chi_square < 27.88); // 99.9 % point, 9 degrees of freedom
  }
}

TEST_CASE("Topology: names are unique and short enough to stay inline", "[core][topology]") {
  const Topology topology = read("999999999999999 1\n1 22\n", Component::all);
  std::set<std::string> names;
  for (NodeIndex node = 0; node < topology.node_count(); ++node) {
    CHECK(topology.name(node).size() <= 15);
    names.insert(topology.name(node));
  }
  CHECK(names == std::set<std::string>{"1", "22", "999999999999999"});
}
