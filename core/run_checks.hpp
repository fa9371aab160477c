// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_conservation.hpp"
#include "core/check_convergence.hpp"
#include "core/findings.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"
#include "core/run_result.hpp"
#include "core/task_board.hpp"
#include "core/window.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace creditsim::core {

/// The checks across nodes, at window ends, and what came of all checks.
class RunChecks {
public:
  /// What times in the run are: of a simulation, or of a clock, by which nothing can be judged.
  enum class Times : std::uint8_t { simulated, measured };

  /// `figures` are the rows of all nodes. Both outlive the checks.
  RunChecks(const NodeWorld& world, std::span<const NodeFigures> figures, Times times = Times::simulated)
      : world_{world}, figures_{figures}, times_{times} {}

  /// A replica under test can do nothing any more: what comes after that proves nothing.
  bool replica_failed() const { return findings_.find(Checker::replica_process) != nullptr; }

  /// `under_way` is held, or settled and not booked.
  void window_done(std::span<const WindowReport> shards, Credits under_way, TimeUs now_us);

  /// `last`: nothing happens any more.
  void sample_done(std::span<const SampleReport> shards, TimeUs now_us, bool last);

  /// Fills in outcomes, violations and verdict, once everything else is there.
  void conclude(const TaskBoard& board, const ConvergenceTimes& times, RunResult& result) const;

private:
  void note_losses(const CheckNotes& notes);
  template <class Visit> void for_each_hearer(OwnerId owner, const Visit& visit) const;
  LedgerAbilities abilities() const;
  bool gossips() const;
  std::string inapplicable(Checker checker) const;
  std::string inapplicable_to_foreign(Checker checker) const;
  bool after_failure(const Finding& finding) const;
  std::optional<NodeIndex> differing_node(std::size_t part) const;
  void find_divergence(const RunResult& result, Findings& findings) const;
  void find_double_payment(const TaskBoard& board, const RunResult& result, Findings& findings) const;
  void find_lost(const RunResult& result, bool equal, Findings& findings) const;
  std::vector<NodeIndex> judged_nodes() const;
  void find_lost_entries(OwnerId owner, std::span<const NodeIndex> judged, const RunResult& result, bool equal,
                         Findings& findings) const;
  void find_lost_values(const RunResult& result, bool equal, Findings& findings) const;

  const NodeWorld& world_;
  std::span<const NodeFigures> figures_;
  Times times_;
  ConservationCheck conservation_;
  Findings findings_;
  std::vector<ComparedReplica> states_; // by canonical bytes, at the end
};

} // namespace creditsim::core
