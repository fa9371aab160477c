// SPDX-License-Identifier: MIT
#include "core/ledger_factory.hpp"

#include "core/entry_ledger.hpp"
#include "core/forgetful_replica.hpp"
#include "core/literal_replica.hpp"
#include "core/reference_ledger.hpp"
#include "core/version_replica.hpp"

#include <utility>

namespace creditsim::core {

std::unique_ptr<Replica> make_replica(const NodeWorld& world) {
  if (world.histories == nullptr)
    return std::make_unique<LiteralReplica>(world.replica_options);
  return std::make_unique<VersionReplica>(world.replica_options, *world.histories);
}

namespace {

std::unique_ptr<Replica> make_own_replica(const NodeWorld& world, NodeIndex self) {
  auto replica = make_replica(world);
  if (world.planted == PlantedFault::forgetful_replica && self == 0)
    return std::make_unique<ForgetfulReplica>(std::move(replica));
  return replica;
}

} // namespace

std::unique_ptr<CreditLedger> make_ledger(const NodeWorld& world, NodeIndex self, Slot slot, IdSource& ids,
                                          std::int64_t now_ms) {
  if (world.foreign)
    return world.foreign.make(self, slot, now_ms);
  const Scenario& scenario = world.scenario;
  if (scenario.profile == Profile::reference)
    return std::make_unique<ReferenceLedger>(ReferenceLedgerOptions{.node = world.names->name(self),
                                                                    .names = world.names,
                                                                    .archive = world.archive,
                                                                    .max_transactions = scenario.credits.history,
                                                                    .rules = scenario.rules,
                                                                    .ids = &ids});
  return std::make_unique<EntryLedger>(EntryLedgerOptions{.slot = slot,
                                                          .replica = make_own_replica(world, self),
                                                          .window = scenario.credits.dedup_window,
                                                          .stamp_ahead_ms = scenario.ledger.stamp_ahead_us / 1000});
}

IdSource ids_of(NodeIndex self) {
  constexpr std::uint64_t ids_per_node = std::uint64_t{1} << 40;
  return IdSource{self * ids_per_node + 1};
}

CreditSystemOptions system_options(const NodeWorld& world, NodeIndex self, PostingWatch* watch) {
  const CreditRules& credits = world.scenario.credits;
  const bool joins = world.churn.start_us(self) > 0;
  return {.node = world.names->name(world.node_faults.identity_of(self)),
          .rules = &credits,
          .economy = world.scenario.rules,
          .planted = world.planted,
          .grants = !joins || credits.grant_on_join == CreditRules::GrantOnJoin::yes,
          .watch = watch};
}

} // namespace creditsim::core
