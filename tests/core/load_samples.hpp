// SPDX-License-Identifier: MIT
#pragma once

#include "core/check.hpp"
#include "core/client_books.hpp"
#include "core/load_audit.hpp"
#include "core/load_node.hpp"
#include "core/topology.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace creditsim::tests {

/// What the samples of load tests are made of: a full network under the rules of `profile`.
inline core::Scenario load_scenario(std::uint32_t nodes, core::Profile profile = core::Profile::corrected) {
  core::Scenario scenario;
  scenario.name = "load";
  scenario.nodes = nodes;
  scenario.take(profile);
  scenario.workload.types = {{"compute", 1.0}, {"embed", 1.0}};
  scenario.workload.priorities = {{"high", 1.0}, {"medium", 1.0}};
  scenario.credits.initial_credits = core::Credits::whole(1'000'000);
  return scenario;
}

/// Nodes under load, without actors: operations are done one after the other, by clients that keep books.
struct LoadedNet {
  explicit LoadedNet(core::Scenario made, core::PlantedFault planted = core::PlantedFault::none)
      : scenario{std::move(made)}, topology{core::Topology::make(scenario.topology, scenario.nodes, 1).value()},
        terms{core::LoadTerms::make(scenario).value()},
        world{core::make_world(scenario, topology, {.types = terms.types(), .priorities = terms.priorities()},
                               core::versions_refused(scenario, {}).empty() && !core::needs_literal_replicas(planted),
                               planted)},
        books{scenario.nodes, terms} {
    for (core::NodeIndex node = 0; node < scenario.nodes; ++node)
      nodes.emplace_back(world, terms, node);
  }

  core::LoadAnswer ask(const core::LoadOperation& operation) {
    const auto answer = nodes[operation.node].operate(operation, ++now_ms);
    books.note(operation, answer);
    return answer;
  }

  void work(std::uint32_t operations, double earn_share = 0.5, double repeated = 0.0) {
    core::OperationSource source{
        scenario.seed, 0, scenario.nodes, {.earn_share = earn_share, .repeated = repeated}, terms};
    for (std::uint32_t i = 0; i < operations; ++i)
      ask(source.next(++task));
  }

  /// Every node tells one peer what it knows.
  void gossip_round() {
    for (core::LoadNode& node : nodes)
      for (const core::NodeIndex peer : node.next_peers())
        nodes[peer].join(node.ship(peer, now_ms), now_ms);
  }

  core::LoadAudit audit(bool gossiped = false, std::uint64_t entries_max = 1'000'000) {
    return core::audit_load(world, nodes, books,
                            {.now_ms = now_ms + 1, .gossiped = gossiped, .entries_max = entries_max});
  }

  core::Scenario scenario;
  core::Topology topology;
  core::LoadTerms terms;
  core::NodeWorld world;
  std::deque<core::LoadNode> nodes;
  core::ClientBooks books;
  std::int64_t now_ms = 0;
  core::TaskId task = 0;
};

/// The reason why a checker does not apply; none where it does.
inline std::optional<std::string> not_applied(const core::RunResult& result, const std::string& checker) {
  const auto found = std::find_if(result.checks.begin(), result.checks.end(),
                                  [&](const core::CheckOutcome& outcome) { return outcome.checker == checker; });
  CREDITSIM_CHECK(found != result.checks.end());
  return found->status == core::CheckOutcome::Status::not_applicable ? std::optional{found->reason} : std::nullopt;
}

} // namespace creditsim::tests
