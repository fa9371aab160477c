// SPDX-License-Identifier: MIT
#include "core/replica_rules.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace creditsim::core {

namespace {

constexpr Rules replica_rules{.settlement = Rules::Settlement::everyone, .payment = Rules::Payment::mint_and_burn};

// Of a replica there is one state, and what is burned and minted need not be equal.
constexpr std::array<std::string_view, 3> unseen{"conservation", "convergence.metadata", "convergence.transactions"};

} // namespace

void take_replica_rules(Scenario& scenario) {
  scenario.profile = Profile::corrected;
  scenario.rules = replica_rules;
  scenario.dispatch.workers_per_task = 1;
  std::erase_if(scenario.expect, [](const std::string& property) {
    return std::find(unseen.begin(), unseen.end(), property) != unseen.end();
  });
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
  return {};
}

} // namespace creditsim::core
