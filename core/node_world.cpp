// SPDX-License-Identifier: MIT
#include "core/node_world.hpp"

#include "core/check.hpp"
#include "core/version_replica.hpp"

#include <utility>

namespace creditsim::core {

bool versions_suit(const Scenario& scenario) {
  return scenario.profile == Profile::corrected && VersionReplica::suits(scenario.rules);
}

NodeWorld make_world(const Scenario& scenario, const Topology& topology, TaskWords words, bool versions) {
  CREDITSIM_CHECK(!versions || versions_suit(scenario));
  const std::uint32_t nodes = topology.node_count();
  ChurnPlan churn{scenario, nodes};
  auto names = std::make_shared<NodeNames>();
  for (NodeIndex node = 0; node < nodes; ++node)
    CREDITSIM_CHECK(names->intern(topology.name(node)) == node);
  const bool reference = scenario.profile == Profile::reference;
  const auto owners = reference ? nullptr : std::make_shared<OwnerTable>(names);
  for (Slot slot = 0; !reference && slot < churn.slots(); ++slot)
    CREDITSIM_CHECK(owners->intern(churn.node_of(slot), churn.incarnation_of(slot)) == slot);
  const std::size_t writers = scenario.gossip.mode == GossipSpec::Mode::none ? 0 : churn.slots();
  return {.scenario = scenario,
          .topology = topology,
          .churn = std::move(churn),
          .names = names,
          .archive = reference ? std::make_shared<TransactionArchive>(*names, nodes) : nullptr,
          .owners = owners,
          .histories = versions ? std::make_unique<Histories>(owners, scenario.ledger.authenticator_bytes) : nullptr,
          .types = std::move(words.types),
          .priorities = std::move(words.priorities),
          .writes = std::vector<OwnerWrites>(writers)};
}

} // namespace creditsim::core
