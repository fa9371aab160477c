// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "core/edge_list.hpp"
#include "core/topology.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace creditsim::core;

namespace {

/// `list` as a file again, whose reading must give the same graph.
std::string written(const EdgeList& list) {
  std::string text;
  for (const auto& [a, b] : list.edges)
    text += std::to_string(list.ids[a]) + "\t" + std::to_string(list.ids[b]) + "\n";
  for (const std::uint64_t id : list.ids) // nodes that only a self edge tells of
    text += std::to_string(id) + " " + std::to_string(id) + "\n";
  return text;
}

void check_topology(const EdgeList& list, TopologySpec::Component component) {
  const Topology topology = Topology::from_edge_list(list, component);
  CREDITSIM_CHECK(topology.node_count() + topology.tolerated().nodes_left_out == list.ids.size());
  std::uint64_t links = 0;
  for (NodeIndex node = 0; node < topology.node_count(); ++node) {
    links += topology.degree(node);
    for (std::uint32_t place = 0; place < topology.degree(node); ++place)
      CREDITSIM_CHECK(topology.component(topology.neighbour(node, place)) == topology.component(node));
    CREDITSIM_CHECK(topology.member(topology.component(node), topology.place_in_component(node)) == node);
    CREDITSIM_CHECK(topology.name(node).size() <= 15);
  }
  CREDITSIM_CHECK(links <= 2 * list.edges.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto list = parse_edge_list(text, "input");
  if (!list.ok()) {
    CREDITSIM_CHECK(list.error().context.starts_with("input:"));
    CREDITSIM_CHECK(list.error().context.find('\n') == std::string::npos);
    return 0;
  }
  const auto again = parse_edge_list(written(list.value()), "again");
  CREDITSIM_CHECK(again.ok());
  CREDITSIM_CHECK(again.value().ids == list.value().ids && again.value().edges == list.value().edges);
  check_topology(list.value(), TopologySpec::Component::largest);
  check_topology(list.value(), TopologySpec::Component::all);
  return 0;
}
