// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_records.hpp"
#include "core/checkers.hpp"
#include "core/churn_plan.hpp"
#include "core/histories.hpp"
#include "core/node_faults.hpp"
#include "core/node_names.hpp"
#include "core/node_report.hpp"
#include "core/owner_table.hpp"
#include "core/planted_fault.hpp"
#include "core/replica.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/topology.hpp"
#include "core/transaction_archive.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::core {

/// The own writes of one owner, oldest first: when, and its progress (`CreditLedger::progress`) after it. That grows
/// with each write, so a replica's value tells which writes it has seen.
using OwnerWrites = std::vector<std::pair<TimeUs, std::int64_t>>;

class CreditLedger;
class SharedState;

/// Makes the ledgers of a run in place of creditsim's own: an empty one of node `self` that writes the entry of `slot`,
/// at the clock `now_ms`.
using LedgerMaker = std::function<std::unique_ptr<CreditLedger>(NodeIndex self, Slot slot, std::int64_t now_ms)>;

/// A replica under test, as a run knows it. All members or none are set.
struct ForeignLedgers {
  LedgerMaker make{};
  /// A state as the bytes of a message, never empty.
  std::function<std::string(const SharedState& state)> bytes_of{};
  /// What a ledger is given of such bytes, whatever became of them on the way.
  std::function<std::shared_ptr<const SharedState>(std::string_view bytes)> state_of{};

  explicit operator bool() const { return make != nullptr; }
};

/// What all nodes of a run share. Constant while nodes run, but for `writes`, `archive`, `histories` and `records`, of
/// which each node writes its own part.
struct NodeWorld {
  const Scenario& scenario;
  const Topology& topology;
  FaultPlan faults;
  ChurnPlan churn;
  NodeFaults node_faults;
  bool forks = false;            ///< whether owners may write two things under one version
  bool stamps_corrected = false; ///< whether clocks may be so far apart that owners stamp again
  std::shared_ptr<NodeNames> names;
  std::shared_ptr<TransactionArchive> archive;           ///< of the reference's ledgers
  std::shared_ptr<OwnerTable> owners;                    ///< of the corrected ledgers: `ChurnPlan::slots` in order
  std::shared_ptr<const ReplicaOptions> replica_options; ///< of the corrected ledgers
  std::unique_ptr<Histories> histories;                  ///< null where replicas are literal
  std::vector<std::string> types;                        ///< names of the workload's task types, by index
  std::vector<std::string> priorities;                   ///< likewise
  std::vector<OwnerWrites> writes;           ///< by slot; read between windows only; none where nobody gossips, or
                                             ///< where a ledger does not tell its progress
  std::vector<HostileGains> hostile_gains{}; ///< by node, each writes its own; none where nobody is hostile
  ForeignLedgers foreign{};                  ///< none: the ledgers are creditsim's
  CheckerSet checkers = CheckerSet::always();
  CheckerSet disabled_checkers{};          ///< not among `checkers`; outcomes say so
  std::unique_ptr<CheckRecords> records{}; ///< null where no checker watches nodes
  PlantedFault planted = PlantedFault::none;
  std::uint64_t shared_draws = 0; ///< `shared_generator`: where the one generator stands

  /// Whether a node does what it should for the whole run: checkers leave all others, and what these wrote, alone.
  bool honest(NodeIndex node) const { return !node_faults.hostile(node); }

  /// What the run is checked for: `asked` without `disabled`.
  void check(CheckerSet asked, CheckerSet disabled);
};

/// Who signs in a run.
Authority authority_of(const Scenario& scenario);

/// Whose entry a node writes when it first starts: its own, or, where an identity has one entry, that of its identity.
Slot first_slot(const NodeWorld& world, NodeIndex node);

/// What the workload calls its tasks.
struct TaskWords {
  std::vector<std::string> types{};
  std::vector<std::string> priorities{};
};

/// Why replicas cannot be held as version vectors under the scenario's rules and under `faults`, its plan as it stands
/// or as it is drawn; empty if they can.
std::string versions_refused(const Scenario& scenario, std::span<const FaultSpec> faults);

/// About how many bytes the replicas of `nodes` nodes take when every one knows all owners, with the states that are on
/// their way; 0 where nobody gossips.
std::uint64_t replica_bytes(const Scenario& scenario, std::uint32_t nodes, bool versions);

/// The world of a run before its first event. `versions`: corrected replicas are version vectors over shared histories
/// (the rules and `planted` must suit), else literal. `planted` is what replicas and nodes do wrong on purpose.
/// `scenario` and `topology` outlive the world.
NodeWorld make_world(const Scenario& scenario, const Topology& topology, TaskWords words, bool versions,
                     PlantedFault planted = PlantedFault::none);

/// Refuses a plan in which the nodes that leave for good cut those that stay off from each other
/// (`Errc::invalid_value`): nothing could make these equal again.
Result<void> check_leaves(const Topology& topology, const FaultPlan& faults);

} // namespace creditsim::core
