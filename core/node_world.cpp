// SPDX-License-Identifier: MIT
#include "core/node_world.hpp"

#include "core/check.hpp"
#include "core/fault_plan.hpp"
#include "core/fault_traits.hpp"
#include "core/transaction_log.hpp"
#include "core/version_replica.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace creditsim::core {

namespace {

// Incarnations of another device of an identity are counted apart from those of the first: nobody could agree with it
// on the next one.
Slot intern_slot(OwnerTable& owners, Slot slot, const ChurnPlan& churn, const NodeFaults& faults) {
  constexpr std::uint32_t apart = 1U << 16;
  const NodeIndex node = churn.node_of(slot);
  const NodeIndex identity = faults.identity_of(node);
  const std::uint32_t device = (node + churn.nodes() - identity) % churn.nodes();
  CREDITSIM_CHECK(device < apart && (!faults.has_devices() || churn.incarnation_of(slot) < apart));
  return owners.intern(identity, churn.incarnation_of(slot) + device * apart);
}

} // namespace

Authority authority_of(const Scenario& scenario) { return Authority{scenario.seed}; }

Slot first_slot(const NodeWorld& world, NodeIndex node) {
  const bool shared = world.scenario.rules.counters == Rules::Counters::per_identity;
  return shared ? world.node_faults.identity_of(node) : node;
}

// Whether clocks may be further apart than the bound on stamps, after which owners stamp again.
static bool clocks_apart(const Scenario& scenario, std::span<const FaultSpec> faults) {
  TimeUs apart_us = 0;
  for (const FaultSpec& fault : faults)
    apart_us += furthest_us(fault, scenario.stop.duration_us);
  return apart_us > scenario.ledger.stamp_ahead_us;
}

std::string versions_refused(const Scenario& scenario, std::span<const FaultSpec> faults) {
  if (scenario.profile != Profile::corrected || !VersionReplica::suits(scenario.rules))
    return "versions cannot hold these rules, under which others decide what a node does";
  for (const FaultSpec& fault : faults)
    if (forks_histories(fault.kind))
      return "versions cannot hold the fault " + std::string{traits_of(fault.kind).name} +
             ", which lets one version of an owner be two things";
  if (clocks_apart(scenario, faults))
    return "versions cannot hold clocks that are further apart than ledger.stamp_ahead, after which owners stamp again";
  return {};
}

std::uint64_t replica_bytes(const Scenario& scenario, std::uint32_t nodes, bool versions) {
  if (scenario.gossip.mode == GossipSpec::Mode::none)
    return 0;
  constexpr std::uint64_t reference_counters = 16;
  constexpr std::uint64_t reference_row = sizeof(TransactionRow);
  const bool reference = scenario.profile == Profile::reference;
  const std::uint64_t owner = versions ? sizeof(std::uint32_t) : reference ? reference_counters : sizeof(Entry);
  const std::uint64_t row = versions ? 0 : reference ? reference_row : sizeof(LedgerRow);
  std::uint64_t slots = std::uint64_t{nodes} + scenario.churn.restarts;
  for (const FaultSpec& fault : draw_faults(scenario, nodes))
    slots += fault.kind == FaultKind::crash ? fault.nodes.size() : 0;
  const std::uint64_t replica = slots * owner + scenario.credits.history * row;
  return 2 * nodes * replica; // the replica, and its state in the messages that it sent last
}

Result<void> check_leaves(const Topology& topology, const FaultPlan& faults) {
  std::set<NodeIndex> left;
  for (const FaultSpec& fault : faults.faults())
    if (fault.kind == FaultKind::leave)
      left.insert(fault.nodes.begin(), fault.nodes.end());
  if (left.empty())
    return {};
  const std::uint32_t nodes = topology.node_count();
  std::vector<bool> reached(nodes);
  std::vector<bool> begun(topology.component_count());
  for (NodeIndex first = 0; first < nodes; ++first) {
    if (reached[first] || left.contains(first))
      continue;
    if (begun[topology.component(first)])
      return Error{Errc::invalid_value, "faults: when all have left who do, " + topology.name(first) +
                                            " is cut off from others that stay, with whom it was connected"};
    begun[topology.component(first)] = true;
    std::vector<NodeIndex> open{first};
    reached[first] = true;
    while (!open.empty()) {
      const NodeIndex node = open.back();
      open.pop_back();
      for (std::uint32_t place = 0; place < topology.degree(node); ++place) {
        const NodeIndex neighbour = topology.neighbour(node, place);
        if (reached[neighbour] || left.contains(neighbour))
          continue;
        reached[neighbour] = true;
        open.push_back(neighbour);
      }
    }
  }
  return {};
}

void NodeWorld::check(CheckerSet asked, CheckerSet disabled) {
  for (const CheckerInfo& info : core::checkers())
    if (disabled.has(info.checker))
      asked.remove(info.checker);
  checkers = asked;
  disabled_checkers = disabled;
  // What a replica under test can do is known to its nodes alone.
  records = asked.watches_nodes() || foreign ? std::make_unique<CheckRecords>(churn.slots(), churn.nodes()) : nullptr;
}

NodeWorld make_world(const Scenario& scenario, const Topology& topology, TaskWords words, bool versions,
                     PlantedFault planted) {
  const std::uint32_t nodes = topology.node_count();
  FaultPlan faults{scenario, nodes};
  CREDITSIM_CHECK(!versions || versions_refused(scenario, faults.faults()).empty());
  NodeFaults node_faults{faults.faults(), nodes};
  const bool forks = std::any_of(faults.faults().begin(), faults.faults().end(),
                                 [](const FaultSpec& fault) { return forks_histories(fault.kind); });
  const bool stamps_corrected = clocks_apart(scenario, faults.faults());
  ChurnPlan churn{scenario, nodes, faults};
  auto names = std::make_shared<NodeNames>();
  for (NodeIndex node = 0; node < nodes; ++node)
    CREDITSIM_CHECK(names->intern(topology.name(node)) == node);
  const bool reference = scenario.profile == Profile::reference;
  const auto owners = reference ? nullptr : std::make_shared<OwnerTable>(names);
  for (Slot slot = 0; !reference && slot < churn.slots(); ++slot)
    CREDITSIM_CHECK(intern_slot(*owners, slot, churn, node_faults) == slot);
  const ReplicaOptions replica_options{.owners = owners,
                                       .rules = scenario.rules,
                                       .rows_max = scenario.credits.history,
                                       .authenticator_bytes = scenario.ledger.authenticator_bytes,
                                       .authority = authority_of(scenario),
                                       .forks = forks,
                                       .planted = planted};
  const std::size_t liars = node_faults.hostile_nodes() > 0 ? nodes : 0;
  const std::size_t writers = scenario.gossip.mode == GossipSpec::Mode::none ? 0 : churn.slots();
  return {.scenario = scenario,
          .topology = topology,
          .faults = std::move(faults),
          .churn = std::move(churn),
          .node_faults = std::move(node_faults),
          .forks = forks,
          .stamps_corrected = stamps_corrected,
          .names = names,
          .archive = reference ? std::make_shared<TransactionArchive>(*names, nodes) : nullptr,
          .owners = owners,
          .replica_options = reference ? nullptr : std::make_shared<const ReplicaOptions>(replica_options),
          .histories = versions ? std::make_unique<Histories>(owners, scenario.ledger.authenticator_bytes) : nullptr,
          .types = std::move(words.types),
          .priorities = std::move(words.priorities),
          .writes = std::vector<OwnerWrites>(writers),
          .hostile_gains = std::vector<HostileGains>(liars),
          .planted = planted};
}

} // namespace creditsim::core
