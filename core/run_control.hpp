// SPDX-License-Identifier: MIT
#pragma once

#include "core/dispatch.hpp"
#include "core/node_world.hpp"
#include "core/run_checks.hpp"
#include "core/run_result.hpp"
#include "core/shard_mail.hpp"
#include "core/task_board.hpp"
#include "core/window.hpp"
#include "core/workload.hpp"

#include <optional>
#include <span>
#include <vector>

namespace creditsim::core {

/// The course of a run: which window comes next, which tasks are dispatched in it, when to sample, when to stop, and
/// what the outcome is. The scheduler actor starts the nodes, reports that as the first window, and
/// then carries out what the control says.
class RunControl {
public:
  /// `figures` are the rows of all nodes, which the shards write while a window runs. All references outlive the
  /// control.
  RunControl(const NodeWorld& world, const ShardMap& map, TaskSource tasks, Dispatcher dispatcher,
             std::span<const NodeFigures> figures, std::optional<RecordedWindows> recorded = {},
             std::optional<LogOrder> logged = {});

  /// What is to be done next.
  enum class Step {
    window, ///< give each shard its order (`take_orders`), then report what they found (`window_done`)
    sample, ///< sample each shard at `now_us()`, then report (`sample_done`)
    finish, ///< the run is over
  };
  Step next_step();

  /// The orders of the next window, by shard.
  std::vector<WindowOrder> take_orders();
  void window_done(std::vector<WindowReport> reports);
  void sample_done(const std::vector<SampleReport>& reports);

  /// Whether the sample at hand is the last, after which nothing happens any more.
  bool last_sample() const { return final_sample_taken_; }

  /// The run is to end at the next step.
  void interrupt() { interrupted_ = true; }

  /// Virtual time: everything earlier has happened.
  TimeUs now_us() const { return now_us_; }

  /// What the nodes handled in each window, hashed: equal for equal runs, whatever the shards. For the determinism
  /// check.
  const std::vector<std::uint64_t>& window_digests() const { return window_digests_; }

  /// What nodes and network counted so far.
  const TrafficCounters& traffic() const { return traffic_; }

  /// By recorded window, from the first on: the events handled in it, by node, as each handled them.
  const std::vector<std::vector<EventRecord>>& records() const { return records_; }

  /// What was logged, in order of time, then of the nodes.
  std::vector<LoggedEvent> log() const;

  /// The outcome, after `next_step` said `finish`.
  RunResult result() const;

private:
  bool quiet() const;
  bool tasks_exhausted() const { return !next_task_; }
  TimeUs deadline_us() const { return world_.scenario.stop.duration_us + world_.scenario.stop.drain_us; }
  TimeUs next_churn_us() const;
  void plan_churn();
  void plan_faults();
  void plan_event(TimeUs time_us, NodeIndex node, Payload payload);
  void dispatch_until(TimeUs end_us, std::vector<WindowOrder>& orders);
  void churn_until(TimeUs end_us, std::vector<std::vector<Event>>& dispatched);
  Event dispatch_of(const Task& task);
  void collect_records(std::vector<WindowReport>& reports);
  void collect_log(std::vector<WindowReport>& reports);
  EconomySummary economy() const;
  std::optional<Credits> attacker_profit() const;
  bool all_equal() const;
  std::size_t nodes_compared() const;
  std::vector<Coverage> coverage() const;
  ConvergenceFigures convergence_of(std::size_t part) const;
  ConvergenceTimes times_of(std::size_t part) const;
  std::optional<double> known_share() const;
  std::uint64_t trace_digest() const;
  NodeRow row_of(NodeIndex node) const;

  const NodeWorld& world_;
  const ShardMap& map_;
  std::span<const NodeFigures> figures_;
  TaskSource tasks_;
  Dispatcher dispatcher_;
  std::optional<Task> next_task_;
  std::vector<Event> churn_; // joins, stops, restarts, pauses, the next one last
  TaskBoard board_;
  TimeUs now_us_ = 0;
  TimeUs next_event_us_ = 0;
  TimeUs next_sample_us_;
  bool interrupted_ = false;
  bool final_sample_taken_ = false;
  std::vector<std::vector<std::vector<Event>>> arrivals_; // by destination shard: one list per source
  std::vector<WindowReport> latest_;                      // by shard; events and tasks moved out
  TrafficCounters traffic_;
  std::vector<std::uint64_t> effects_; // by fault of the plan
  std::array<bool, ledger_parts> equal_{};
  RunChecks checks_;
  std::vector<Sample> samples_;
  std::vector<std::uint64_t> window_digests_;
  std::optional<RecordedWindows> recorded_;
  std::vector<std::vector<EventRecord>> records_;
  std::optional<LogOrder> logged_;
  std::vector<LoggedEvent> log_;
};

} // namespace creditsim::core
