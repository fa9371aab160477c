// SPDX-License-Identifier: MIT
#pragma once

#include "core/job_log.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/scenario.hpp"
#include "core/task.hpp"
#include "core/virtual_time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// Names with weights, one of which is drawn.
class WeightedNames {
public:
  /// Refuses weights below zero or not finite, none above zero, and more than 256 names (`Errc::invalid_value`), naming
  /// `key`, the scenario's key.
  static Result<WeightedNames> make(const std::map<std::string, double>& weights, std::string_view key);

  /// The place of a name, with a probability that is its share of all weights.
  std::uint8_t choose(const Draw& draw) const;

  /// The place of `name`, which is one of the names.
  std::uint8_t place(std::string_view name) const;

  /// Whether every draw gives the same name.
  bool certain() const { return names_.size() == 1; }

  const std::vector<std::string>& names() const { return names_; }

private:
  std::vector<std::string> names_;    // ascending
  std::vector<double> weights_up_to_; // the sum of the weights up to the name's
};

/// The tasks of a run, one after the other in order of time; a pure function of the scenario, its seed and, for a
/// trace, the log.
class TaskSource {
public:
  /// `nodes` is the number of nodes in the topology, at least 1; `log` is read for traces only.
  /// Refuses what no run can have (`Errc::invalid_value`), naming the scenario's key.
  static Result<TaskSource> make(const Scenario& scenario, std::uint32_t nodes, const JobLog& log = {});

  /// The next task; none when all were given. Submission times never go back and are at most `stop.duration_us`.
  std::optional<Task> next();

  /// A bound on the number of all tasks. Random arrivals keep it but in one run of more than 10^100.
  std::uint64_t tasks_max() const;

  /// The names that `Task::type` and `Task::priority` count, in ascending order.
  const std::vector<std::string>& types() const { return types_.names(); }
  const std::vector<std::string>& priorities() const { return priorities_.names(); }

  /// Jobs of a trace that come after the stop and do not take place.
  std::uint64_t jobs_after_stop() const { return jobs_after_stop_; }

private:
  struct TraceJob {
    TimeUs submit_us;
    TimeUs duration_us;
    std::size_t group; // of its user
  };

  TaskSource() = default;
  Result<void> check_synthetic() const;
  Result<void> take_log(const JobLog& log);
  void draw_groups(const std::vector<std::int64_t>& users);
  std::optional<Task> next_synthetic();
  std::optional<Task> next_from_trace();
  std::optional<Task> next_from_list();
  void weigh_listed_names();
  Draw draw(Purpose purpose) const { return {seed_, purpose, 0, next_id_}; }
  Task fill(TimeUs submit_us);

  WorkloadSpec spec_;
  std::uint64_t seed_ = 0;
  std::uint32_t nodes_ = 0;
  TimeUs end_us_ = 0;
  WeightedNames types_;
  WeightedNames priorities_;
  std::uint32_t next_id_ = 0;
  double arrived_us_ = 0.0; // Poisson: time of the last arrival, before rounding
  std::vector<TraceJob> trace_;
  std::vector<std::vector<NodeIndex>> groups_; // by user, the nodes that submit its jobs
  std::uint64_t jobs_after_stop_ = 0;
};

} // namespace creditsim::core
