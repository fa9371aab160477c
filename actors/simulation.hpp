// SPDX-License-Identifier: MIT
#pragma once

#include "actors/child_process.hpp"
#include "core/edge_list.hpp"
#include "core/job_log.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"
#include "core/result.hpp"
#include "core/run_result.hpp"
#include "core/scenario.hpp"
#include "core/topology.hpp"
#include "core/window.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace creditsim::actors {

/// The contents of the files that a scenario names.
struct SimulationInputs {
  std::optional<core::EdgeList> edges; ///< where `topology.kind` is `edge_list`
  std::optional<core::JobLog> jobs;    ///< where `workload.kind` is `trace`
};

/// The topology that `scenario` names, of its nodes. Refuses one that does not exist, and a missing edge list
/// (`Errc::invalid_value`).
core::Result<core::Topology> make_topology(const core::Scenario& scenario, const SimulationInputs& inputs);

/// How replicas of the corrected ledger are held.
enum class ReplicaForm {
  automatic, ///< as version vectors where the rules allow it
  literal,   ///< every entry in every replica
  versions,  ///< as version vectors over shared histories
};

/// How a run is executed. Nothing in here changes what happens in it, but for the replica under test.
struct SimulationOptions {
  std::optional<ChildOptions> replica{}; ///< in place of creditsim's ledger: a process for each node
  unsigned shards = 0;                   ///< 0 is one per thread; never more than nodes
  ReplicaForm replicas = ReplicaForm::automatic;
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end at the next window; may be null
  std::function<void(core::TimeUs now_us)>
      progress{};                                  ///< called between windows, on one thread at a time; may be empty
  std::optional<core::RecordedWindows> recorded{}; ///< windows whose events are recorded
  std::optional<core::LogOrder> logged{};          ///< what is told in words
  core::PlantedFault planted = core::PlantedFault::none;  ///< breaks a promise, for the test of its check
  core::CheckerSet checkers = core::CheckerSet::always(); ///< what the run is checked for; decides its verdict alone
  core::CheckerSet disabled_checkers{};                   ///< of these, those that look away
};

struct SimulationOutput {
  core::RunResult result;
  core::RunTiming timing;
  std::vector<std::uint64_t> window_digests;
  /// By recorded window: the events handled in it, by node, as each handled them.
  std::vector<std::vector<core::EventRecord>> records;
  std::vector<core::LoggedEvent> log; ///< in order of time, then of the nodes
};

/// CAF's actor system with its threads; runs any number of simulations, one after another or side by side.
class Runtime {
public:
  /// `threads` workers; 0 is one per core.
  explicit Runtime(unsigned threads = 0);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  unsigned threads() const { return threads_; }

  /// Actors that live in the system now; 0 between simulations.
  std::size_t actors() const;

  /// Runs `scenario` to its end, blocking the caller. Refuses what no run can be made of: a topology that does not
  /// exist, too few nodes for the dispatch rule, a missing input, amounts whose sums leave their range, rules that a
  /// replica under test cannot keep
  /// (`Errc::invalid_value`). Stops the program when a
  /// node's logic ran other than by a message to its actor.
  core::Result<SimulationOutput> simulate(const core::Scenario& scenario, const SimulationInputs& inputs,
                                          const SimulationOptions& options = {});

private:
  struct System;

  unsigned threads_;
  std::unique_ptr<System> system_;
};

} // namespace creditsim::actors
