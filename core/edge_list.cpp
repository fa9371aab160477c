// SPDX-License-Identifier: MIT
#include "core/edge_list.hpp"

#include "core/table_text.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::size_t id_digits_max = 15; // names of nodes stay short enough to need no allocation

/// The number that `field` spells in digits, if it has no more than `id_digits_max`.
std::optional<std::uint64_t> parse_id(std::string_view field) {
  if (field.empty() || field.size() > id_digits_max)
    return std::nullopt;
  std::uint64_t id = 0;
  for (const char c : field) {
    if (c < '0' || c > '9')
      return std::nullopt;
    id = id * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return id;
}

struct RawEdge {
  std::uint64_t a;
  std::uint64_t b;
};

/// The edge on a line that begins with the field `first`.
Result<RawEdge> parse_edge(TableText& table, std::string_view first) {
  static constexpr std::string_view expected_id = "a node id, a whole number of at most 15 digits";
  const auto a = parse_id(first);
  if (!a)
    return table.error(quoted(first), expected_id);
  const std::string_view second = table.next_field();
  if (second.empty())
    return table.error("the end of the line", "a second node id");
  const auto b = parse_id(second);
  if (!b)
    return table.error(quoted(second), expected_id);
  if (const std::string_view third = table.next_field(); !third.empty())
    return table.error(quoted(third), "the end of the line after two node ids");
  return RawEdge{*a, *b};
}

/// Replaces ids by places in the list of ids, and drops repeated and self edges, which it counts.
EdgeList condense(const std::vector<RawEdge>& raw_edges) {
  EdgeList list;
  list.ids.reserve(raw_edges.size() * 2);
  for (const auto& [a, b] : raw_edges) {
    list.ids.push_back(a);
    list.ids.push_back(b);
  }
  std::sort(list.ids.begin(), list.ids.end());
  list.ids.erase(std::unique(list.ids.begin(), list.ids.end()), list.ids.end());
  const auto place = [&](std::uint64_t id) {
    return static_cast<NodeIndex>(std::lower_bound(list.ids.begin(), list.ids.end(), id) - list.ids.begin());
  };
  for (const auto& [a, b] : raw_edges) {
    if (a == b)
      ++list.self_edges;
    else
      list.edges.push_back({place(std::min(a, b)), place(std::max(a, b))});
  }
  std::sort(list.edges.begin(), list.edges.end());
  const auto repeated = std::unique(list.edges.begin(), list.edges.end());
  list.duplicate_edges = static_cast<std::uint64_t>(list.edges.end() - repeated);
  list.edges.erase(repeated, list.edges.end());
  return list;
}

} // namespace

Result<EdgeList> parse_edge_list(std::string_view text, std::string_view name) {
  TableText table{text, name};
  std::vector<RawEdge> raw_edges;
  while (table.next_line()) {
    const std::string_view first = table.next_field();
    if (first.empty() || first.front() == '#')
      continue;
    const auto edge = parse_edge(table, first);
    if (!edge.ok())
      return edge.error();
    raw_edges.push_back(edge.value());
  }
  EdgeList list = condense(raw_edges);
  if (list.edges.empty())
    return table.error("the end of the text", "at least one edge between two nodes");
  if (list.ids.size() > nodes_max)
    return table.error(std::to_string(list.ids.size()) + " nodes", "at most " + std::to_string(nodes_max));
  return list;
}

} // namespace creditsim::core
