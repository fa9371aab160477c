// SPDX-License-Identifier: MIT
#include "core/random_regular.hpp"

#include "core/components.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::uint64_t ends_max = std::uint64_t{1} << 30;
constexpr std::uint64_t attempts_max = 1'000;

/// The draws of one attempt, in order.
class Draws {
public:
  Draws(std::uint64_t seed, std::uint64_t attempt) : seed_{seed}, attempt_{attempt} {}

  std::uint64_t below(std::uint64_t bound) { return Draw{seed_, Purpose::topology, attempt_, index_++}.below(bound); }

private:
  std::uint64_t seed_;
  std::uint64_t attempt_;
  std::uint64_t index_ = 0;
};

/// Fisher and Yates' shuffle.
void shuffle(std::vector<NodeIndex>& nodes, Draws& draws) {
  for (std::size_t left = nodes.size(); left > 1; --left)
    std::swap(nodes[left - 1], nodes[draws.below(left)]);
}

/// A simple graph in the making: links that are neither to the node itself nor repeated.
class Pairing {
public:
  Pairing(RegularGraph graph, Draws& draws) : degree_{graph.degree}, draws_{draws} {
    neighbours_.resize(std::size_t{graph.nodes} * graph.degree);
    links_.assign(graph.nodes, 0);
  }

  /// All edges, or nothing when switching got stuck.
  std::optional<std::vector<Edge>> edges() {
    std::vector<NodeIndex> ends(neighbours_.size());
    for (std::size_t i = 0; i < ends.size(); ++i)
      ends[i] = static_cast<NodeIndex>(i / degree_);
    shuffle(ends, draws_);
    std::vector<Edge> unfit;
    for (std::size_t i = 0; i < ends.size(); i += 2) {
      if (fits(ends[i], ends[i + 1]))
        add({ends[i], ends[i + 1]});
      else
        unfit.push_back({ends[i], ends[i + 1]});
    }
    for (const Edge& edge : unfit) {
      if (!switch_in(edge))
        return std::nullopt;
    }
    return std::move(edges_);
  }

private:
  bool fits(NodeIndex a, NodeIndex b) const {
    const auto* begin = &neighbours_[std::size_t{a} * degree_];
    return a != b && std::find(begin, begin + links_[a], b) == begin + links_[a];
  }

  void link(NodeIndex from, NodeIndex to) { neighbours_[std::size_t{from} * degree_ + links_[from]++] = to; }

  void relink(NodeIndex from, NodeIndex old_to, NodeIndex new_to) {
    auto* begin = &neighbours_[std::size_t{from} * degree_];
    *std::find(begin, begin + links_[from], old_to) = new_to;
  }

  void add(Edge edge) {
    link(edge.a, edge.b);
    link(edge.b, edge.a);
    edges_.push_back(edge);
  }

  /// Takes a random link x-y out and puts a-x and b-y in, where a-b is the edge that does not fit.
  bool switch_in(Edge edge) {
    if (edges_.empty())
      return false;
    const auto [a, b] = edge;
    for (std::size_t attempts = 100 * edges_.size() + 1'000; attempts > 0; --attempts) {
      const std::uint64_t choice = draws_.below(edges_.size() * 2);
      Edge& other = edges_[choice / 2];
      const auto [x, y] = choice % 2 == 0 ? other : Edge{other.b, other.a};
      if (!fits(a, x) || !fits(b, y) || (a == y && b == x))
        continue;
      relink(x, y, a);
      relink(y, x, b);
      link(a, x);
      link(b, y);
      other = {a, x};
      edges_.push_back({b, y});
      return true;
    }
    return false;
  }

  std::uint32_t degree_;
  Draws& draws_;
  std::vector<NodeIndex> neighbours_;
  std::vector<std::uint32_t> links_; // how many of the node's neighbours are known
  std::vector<Edge> edges_;
};

std::vector<Edge> random_cycle(std::uint32_t nodes, Draws& draws) {
  std::vector<NodeIndex> order(nodes);
  std::iota(order.begin(), order.end(), NodeIndex{0});
  shuffle(order, draws);
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < order.size(); ++i)
    edges.push_back({order[i], order[(i + 1) % order.size()]});
  return edges;
}

/// All links that `edges` leaves out.
std::vector<Edge> complement(std::uint32_t nodes, std::vector<Edge> edges) {
  for (Edge& edge : edges)
    edge = {std::min(edge.a, edge.b), std::max(edge.a, edge.b)};
  std::sort(edges.begin(), edges.end());
  std::vector<Edge> rest;
  auto left_out = edges.begin();
  for (NodeIndex a = 0; a < nodes; ++a) {
    for (NodeIndex b = a + 1; b < nodes; ++b) {
      if (left_out != edges.end() && *left_out == Edge{a, b})
        ++left_out;
      else
        rest.push_back({a, b});
    }
  }
  return rest;
}

/// One attempt; no value when it failed.
std::optional<std::vector<Edge>> attempt(RegularGraph graph, Draws draws) {
  if (graph.degree == 2 && graph.nodes >= 5)
    return random_cycle(graph.nodes, draws);
  // Few simple pairings exist in dense graphs. So dense a graph is always connected.
  if (2 * std::uint64_t{graph.degree} >= graph.nodes) {
    const std::uint32_t rest = graph.nodes - 1 - graph.degree;
    auto left_out = rest == 0 ? std::vector<Edge>{} : Pairing{{graph.nodes, rest}, draws}.edges();
    if (!left_out)
      return std::nullopt;
    return complement(graph.nodes, std::move(*left_out));
  }
  auto edges = Pairing{graph, draws}.edges();
  if (edges && component_roots(graph.nodes, *edges).count > 1)
    return std::nullopt;
  return edges;
}

std::optional<Error> refusal(RegularGraph graph) {
  const std::string degree = "topology.degree: " + std::to_string(graph.degree);
  const std::string nodes = std::to_string(graph.nodes);
  const std::uint64_t ends = std::uint64_t{graph.nodes} * graph.degree;
  if (graph.degree < 1 || graph.degree >= graph.nodes)
    return Error{Errc::invalid_value, degree + " is not from 1 to " + std::to_string(graph.nodes - 1) +
                                          ", one less than the number of nodes"};
  if (graph.degree == 1 && graph.nodes > 2)
    return Error{Errc::invalid_value, degree + " cannot connect " + nodes + " nodes, expected at least 2"};
  if (ends % 2 != 0)
    return Error{Errc::invalid_value, degree + " links for each of " + nodes +
                                          " nodes leave one end over, expected an even degree or number of nodes"};
  if (ends > ends_max)
    return Error{Errc::invalid_value,
                 degree + " links for each of " + nodes + " nodes are more than 2^29 links, expected fewer"};
  return std::nullopt;
}

} // namespace

Result<std::vector<Edge>> random_regular_edges(RegularGraph graph, std::uint64_t seed) {
  if (const auto error = refusal(graph))
    return *error;
  for (std::uint64_t i = 0; i < attempts_max; ++i) {
    if (auto edges = attempt(graph, Draws{seed, i}))
      return std::move(*edges);
  }
  return Error{Errc::invalid_value,
               "topology.degree: found no connected graph in " + std::to_string(attempts_max) + " attempts"};
}

} // namespace creditsim::core
