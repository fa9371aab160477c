// SPDX-License-Identifier: MIT
#include "core/replica_rules.hpp"

#include "core/fault_plan.hpp"
#include "core/fault_traits.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace creditsim::core {

namespace {

bool is_hostile(FaultKind kind) { return traits_of(kind).group == FaultGroup::hostile; }

constexpr Rules replica_rules{.settlement = Rules::Settlement::everyone, .payment = Rules::Payment::mint_and_burn};

// Of a replica there is one state, and what is burned and minted need not be equal.
constexpr std::array<std::string_view, 4> unseen{"conservation", "convergence.metadata", "convergence.transactions",
                                                 "grant"};

// Of hostile nodes, those that write what only our ledger has: entries, versions, stamps, reports. Bytes anyone can
// send.
bool needs_own_ledger(FaultKind kind) {
  return kind == FaultKind::two_devices ||
         (is_hostile(kind) && kind != FaultKind::replay_old && kind != FaultKind::junk);
}

bool asked_for_by_name(FaultKind kind) {
  return kind == FaultKind::corruption || is_hostile(kind) || needs_own_ledger(kind);
}

} // namespace

void take_replica_rules(Scenario& scenario) {
  scenario.profile = Profile::corrected;
  scenario.rules = replica_rules;
  scenario.dispatch.workers_per_task = 1;
  std::erase_if(scenario.expect, [](const std::string& property) {
    return std::find(unseen.begin(), unseen.end(), property) != unseen.end();
  });
}

std::vector<FaultSpec> draw_replica_faults(const Scenario& scenario, std::uint32_t nodes) {
  std::vector<FaultSpec> faults = draw_faults(scenario, nodes);
  if (scenario.swarm)
    std::erase_if(faults, [](const FaultSpec& fault) { return asked_for_by_name(fault.kind); });
  return faults;
}

Result<void> check_replica_rules(const Scenario& scenario) {
  if (scenario.profile != Profile::corrected || scenario.rules != replica_rules)
    return Error{Errc::invalid_value, "rules: a replica under test burns prices and mints rewards, nothing else"};
  if (scenario.dispatch.workers_per_task != 1)
    return Error{Errc::invalid_value,
                 "dispatch.workers_per_task: " + std::to_string(scenario.dispatch.workers_per_task) +
                     " is not 1, as a replica under test needs"};
  if (scenario.workload.kind == WorkloadSpec::Kind::rumour)
    return Error{Errc::invalid_value, "workload.kind: rumour needs metadata, which a replica under test has none of"};
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    if (needs_own_ledger(scenario.faults[i].kind))
      return Error{Errc::invalid_value,
                   "faults[" + std::to_string(i) + "]: " + std::string{traits_of(scenario.faults[i].kind).name} +
                       " needs creditsim's own ledger: no other has its entries, stamps, identities and reports"};
  return {};
}

} // namespace creditsim::core
