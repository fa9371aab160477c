// SPDX-License-Identifier: MIT
#include "core/node_world.hpp"

#include "core/check.hpp"
#include "core/transaction_log.hpp"
#include "core/version_replica.hpp"

#include <utility>

namespace creditsim::core {

bool versions_suit(const Scenario& scenario) {
  return scenario.profile == Profile::corrected && VersionReplica::suits(scenario.rules);
}

std::uint64_t replica_bytes(const Scenario& scenario, std::uint32_t nodes, bool versions) {
  if (scenario.gossip.mode == GossipSpec::Mode::none)
    return 0;
  constexpr std::uint64_t reference_counters = 16;
  constexpr std::uint64_t reference_row = sizeof(TransactionRow);
  const bool reference = scenario.profile == Profile::reference;
  const std::uint64_t owner = versions ? sizeof(std::uint32_t) : reference ? reference_counters : sizeof(Entry);
  const std::uint64_t row = versions ? 0 : reference ? reference_row : sizeof(LedgerRow);
  const std::uint64_t slots = std::uint64_t{nodes} + scenario.churn.restarts;
  const std::uint64_t replica = slots * owner + scenario.credits.history * row;
  return 2 * nodes * replica; // the replica, and its state in the messages that it sent last
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
