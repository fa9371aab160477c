// SPDX-License-Identifier: MIT
#include "core/workload.hpp"

#include "core/check.hpp"
#include "core/sampling.hpp"
#include "core/span.hpp"
#include "core/task_list.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace creditsim::core {

namespace {

constexpr double expected_tasks_max = 4e9; // ids have 32 bits
constexpr double us_per_s = 1e6;

std::string short_number(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

Error invalid(std::string context) { return {Errc::invalid_value, std::move(context)}; }

} // namespace

Result<WeightedNames> WeightedNames::make(const std::map<std::string, double>& weights, std::string_view key) {
  std::string place{key};
  if (weights.size() > 256)
    return invalid(place + ": found " + std::to_string(weights.size()) + " names, expected at most 256");
  WeightedNames result;
  double sum = 0.0;
  for (const auto& [name, weight] : weights) {
    if (!(weight >= 0.0) || !std::isfinite(sum + weight))
      return invalid(place.append(".").append(name).append(": ").append(short_number(weight)) +
                     " is not a weight of at least 0");
    sum += weight;
    result.names_.push_back(name);
    result.weights_up_to_.push_back(sum);
  }
  if (!(sum > 0.0))
    return invalid(place + ": found no weight above 0, expected at least one");
  return result;
}

std::uint8_t WeightedNames::choose(const Draw& draw) const {
  const double total = weights_up_to_.back();
  const double mark = std::min(draw.unit() * total, std::nextafter(total, 0.0)); // rounding may reach the total
  const auto chosen = std::upper_bound(weights_up_to_.begin(), weights_up_to_.end(), mark);
  return static_cast<std::uint8_t>(chosen - weights_up_to_.begin());
}

std::uint8_t WeightedNames::place(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  CREDITSIM_CHECK(found != names_.end() && *found == name);
  return static_cast<std::uint8_t>(found - names_.begin());
}

Result<TaskSource> TaskSource::make(const Scenario& scenario, std::uint32_t nodes, const JobLog& log) {
  CREDITSIM_CHECK(nodes >= 1);
  TaskSource source;
  source.spec_ = scenario.workload;
  source.seed_ = scenario.seed;
  source.nodes_ = nodes;
  source.end_us_ = scenario.stop.duration_us;
  if (source.spec_.kind == WorkloadSpec::Kind::none || source.spec_.kind == WorkloadSpec::Kind::rumour)
    return source;
  if (source.spec_.kind == WorkloadSpec::Kind::list)
    if (const auto fault = listed_tasks_fault(source.spec_.tasks, nodes))
      return invalid("workload.tasks: " + *fault);
  if (source.spec_.kind == WorkloadSpec::Kind::list)
    source.weigh_listed_names();
  auto types = WeightedNames::make(source.spec_.types, "workload.types");
  if (!types.ok())
    return types.error();
  source.types_ = std::move(types).value();
  auto priorities = WeightedNames::make(source.spec_.priorities, "workload.priorities");
  if (!priorities.ok())
    return priorities.error();
  source.priorities_ = std::move(priorities).value();
  Result<void> ready;
  if (source.spec_.kind == WorkloadSpec::Kind::synthetic)
    ready = source.check_synthetic();
  if (source.spec_.kind == WorkloadSpec::Kind::trace)
    ready = source.take_log(log);
  if (!ready.ok())
    return ready.error();
  return source;
}

// What a list calls its tasks takes the place of the names that would be drawn.
void TaskSource::weigh_listed_names() {
  spec_.types = {{ListedTask{}.type, 1.0}};
  spec_.priorities = {{ListedTask{}.priority, 1.0}};
  for (const ListedTask& task : spec_.tasks) {
    spec_.types.emplace(task.type, 1.0);
    spec_.priorities.emplace(task.priority, 1.0);
  }
}

Result<void> TaskSource::check_synthetic() const {
  const std::string rate = "workload.rate_per_s: " + short_number(spec_.rate_per_s);
  if (!(spec_.rate_per_s > 0.0) || !std::isfinite(spec_.rate_per_s))
    return invalid(rate + " is not a rate above 0");
  const double duration_s = static_cast<double>(end_us_) / us_per_s;
  if (!(spec_.rate_per_s * duration_s <= expected_tasks_max))
    return invalid(rate + " submissions a second for " + short_number(duration_s) + " seconds are more than 4e9 tasks");
  return {};
}

Result<void> TaskSource::take_log(const JobLog& log) {
  if (!(spec_.time_scale > 0.0) || !std::isfinite(spec_.time_scale))
    return invalid("workload.time_scale: " + short_number(spec_.time_scale) + " is not a number above 0");
  std::vector<std::int64_t> users;
  if (spec_.submitters == WorkloadSpec::Submitters::by_user) {
    if (spec_.nodes_per_user < 1 || spec_.nodes_per_user > nodes_)
      return invalid("workload.nodes_per_user: " + std::to_string(spec_.nodes_per_user) + " is not from 1 to " +
                     std::to_string(nodes_) + ", the number of nodes");
    for (const Job& job : log.jobs)
      users.push_back(job.user);
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    draw_groups(users);
  }
  for (const Job& job : log.jobs) {
    const double since_first_us = static_cast<double>(job.submit_us - log.jobs.front().submit_us);
    const TimeUs submit_us = rounded_span(since_first_us / spec_.time_scale, 0);
    if (submit_us > end_us_) {
      ++jobs_after_stop_;
      continue;
    }
    trace_.push_back(
        {.submit_us = submit_us,
         .duration_us = rounded_span(static_cast<double>(job.run_us) / spec_.time_scale, 1),
         .group = static_cast<std::size_t>(std::lower_bound(users.begin(), users.end(), job.user) - users.begin())});
  }
  return {};
}

/// Gives each user its nodes. They depend on the user's id in the log, so that they stay when `limit` changes.
void TaskSource::draw_groups(const std::vector<std::int64_t>& users) {
  for (const std::int64_t user : users) {
    const auto entity = static_cast<std::uint64_t>(user - unknown_user);
    groups_.push_back(draw_distinct({.count = spec_.nodes_per_user, .bound = nodes_}, [&](std::uint32_t i) {
      return Draw{seed_, Purpose::user_group, entity, i};
    }));
  }
}

std::uint64_t TaskSource::tasks_max() const {
  if (spec_.kind == WorkloadSpec::Kind::trace)
    return trace_.size();
  if (spec_.kind != WorkloadSpec::Kind::synthetic)
    return 0;
  // What is rounded to the end belongs to the run.
  const double duration_s = (static_cast<double>(end_us_) + 1.0) / us_per_s;
  const auto expected = static_cast<std::uint64_t>(spec_.rate_per_s * duration_s) + 1;
  return spec_.arrivals == WorkloadSpec::Arrivals::poisson ? 2 * expected + 1000 : expected;
}

std::optional<Task> TaskSource::next() {
  switch (spec_.kind) {
  case WorkloadSpec::Kind::none:
  case WorkloadSpec::Kind::rumour:
    return std::nullopt;
  case WorkloadSpec::Kind::synthetic:
    return next_synthetic();
  case WorkloadSpec::Kind::trace:
    return next_from_trace();
  case WorkloadSpec::Kind::list:
    return next_from_list();
  }
  CREDITSIM_CHECK(false);
  return std::nullopt;
}

/// The next task with what is drawn in the same way for all kinds of workload.
Task TaskSource::fill(TimeUs submit_us) {
  Task task{.id = next_id_, .submit_us = submit_us};
  task.type = types_.certain() ? std::uint8_t{0} : types_.choose(draw(Purpose::task_type));
  task.priority = priorities_.certain() ? std::uint8_t{0} : priorities_.choose(draw(Purpose::task_priority));
  return task;
}

std::optional<Task> TaskSource::next_synthetic() {
  // Constant arrivals begin one period after the start, so that rate times duration is their number.
  arrived_us_ = spec_.arrivals == WorkloadSpec::Arrivals::poisson
                    ? arrived_us_ + draw(Purpose::arrival).exponential() * us_per_s / spec_.rate_per_s
                    : (static_cast<double>(next_id_) + 1.0) * us_per_s / spec_.rate_per_s;
  if (arrived_us_ >= static_cast<double>(end_us_) + 0.5)
    return std::nullopt;
  Task task = fill(rounded_span(arrived_us_, 0));
  task.submitter = static_cast<NodeIndex>(draw(Purpose::submitter).below(nodes_));
  task.duration_us = sample(spec_.task_duration, draw(Purpose::task_duration));
  ++next_id_;
  return task;
}

std::optional<Task> TaskSource::next_from_list() {
  if (next_id_ == spec_.tasks.size() || spec_.tasks[next_id_].at_us > end_us_)
    return std::nullopt;
  const ListedTask& listed = spec_.tasks[next_id_];
  return Task{.id = next_id_++,
              .submitter = listed.submitter,
              .submit_us = listed.at_us,
              .duration_us = listed.duration_us,
              .type = types_.place(listed.type),
              .priority = priorities_.place(listed.priority)};
}

std::optional<Task> TaskSource::next_from_trace() {
  if (next_id_ == trace_.size())
    return std::nullopt;
  const TraceJob& job = trace_[next_id_];
  Task task = fill(job.submit_us);
  task.duration_us = job.duration_us;
  const Draw choice = draw(Purpose::submitter);
  task.submitter = spec_.submitters == WorkloadSpec::Submitters::by_user
                       ? groups_[job.group][choice.below(groups_[job.group].size())]
                       : static_cast<NodeIndex>(choice.below(nodes_));
  ++next_id_;
  return task;
}

} // namespace creditsim::core
