// SPDX-License-Identifier: MIT
#include "core/replica_rules.hpp"

#include "core/fault_plan.hpp"
#include "core/fault_traits.hpp"
#include "tests/catch.hpp"

#include <set>

namespace creditsim::core {
namespace {

TEST_CASE("Replica rules: any profile: prices are burned, rewards minted, one worker a task", "[core][replica]") {
  Scenario scenario;
  scenario.take(Profile::reference);
  scenario.dispatch.workers_per_task = 3;
  scenario.expect = {"conservation", "convergence.transactions", "double_payment"};
  CHECK_FALSE(check_replica_rules(scenario).ok());
  take_replica_rules(scenario);
  CHECK(check_replica_rules(scenario).ok());
  CHECK_FALSE(scenario.rules.settles());
  CHECK(scenario.rules.grant == Rules::Grant::once_per_identity);
  CHECK(scenario.dispatch.workers_per_task == 1);
  CHECK(scenario.expect == std::vector<std::string>{"double_payment"});

  const Rules once = scenario.rules;
  take_replica_rules(scenario);
  CHECK(scenario.rules == once);
}

TEST_CASE("Replica rules: what the protocol cannot carry: refused with its key", "[core][replica]") {
  Scenario scenario;
  CHECK(check_replica_rules(scenario).error().context ==
        "rules: a replica under test burns prices and mints rewards, nothing else");
  take_replica_rules(scenario);
  scenario.workload.kind = WorkloadSpec::Kind::rumour;
  CHECK(check_replica_rules(scenario).error().context ==
        "workload.kind: rumour needs metadata, which a replica under test has none of");
  scenario.workload.kind = WorkloadSpec::Kind::synthetic;
  std::string refused;
  for (std::size_t kind = 0; kind < fault_kinds; ++kind) {
    scenario.faults = {{.kind = FaultKind::crash}, {.kind = static_cast<FaultKind>(kind)}};
    const std::string name{traits_of(scenario.faults[1].kind).name};
    const auto checked = check_replica_rules(scenario);
    if (checked)
      continue;
    refused += name + " ";
    CHECK(checked.error().context ==
          "faults[1]: " + name +
              " needs creditsim's own ledger: no other has its entries, stamps, identities and reports");
  }
  CHECK(refused == "two_devices forge equivocate overspend double_report future_stamp inflate false_claim ");
  scenario.dispatch.workers_per_task = 2;
  CHECK(check_replica_rules(scenario).error().context ==
        "dispatch.workers_per_task: 2 is not 1, as a replica under test needs");
}

TEST_CASE("Replica rules: swarm: corruption, hostile nodes and two devices are left out, all else stays",
          "[core][replica]") {
  Scenario scenario;
  scenario.nodes = 20;
  scenario.swarm = true;
  take_replica_rules(scenario);
  std::set<FaultKind> left_out;
  for (scenario.seed = 1; scenario.seed <= 50; ++scenario.seed) {
    std::vector<FaultSpec> kept = draw_faults(scenario, scenario.nodes);
    std::erase_if(kept, [&](const FaultSpec& fault) {
      const bool gone = fault.kind == FaultKind::corruption || fault.kind == FaultKind::two_devices ||
                        traits_of(fault.kind).group == FaultGroup::hostile;
      if (gone)
        left_out.insert(fault.kind);
      return gone;
    });
    CHECK(draw_replica_faults(scenario, scenario.nodes) == kept);
  }
  CHECK(left_out.size() == 11); // all of them were drawn

  scenario.swarm = false;
  scenario.faults = {{.kind = FaultKind::corruption, .at_us = 1, .for_us = 5}};
  CHECK(draw_replica_faults(scenario, scenario.nodes) == scenario.faults);
}

} // namespace
} // namespace creditsim::core
