// SPDX-License-Identifier: MIT
#include "core/workload.hpp"

#include "tests/catch.hpp"
#include "tests/source_file.hpp"

#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

using Kind = WorkloadSpec::Kind;

constexpr TimeUs second_us = 1'000'000;

TaskSource made(const Scenario& scenario, std::uint32_t nodes = 100, const JobLog& log = {}) {
  auto source = TaskSource::make(scenario, nodes, log);
  INFO((source.ok() ? std::string{} : source.error().context));
  REQUIRE(source.ok());
  return std::move(source).value();
}

std::vector<Task> all_tasks(TaskSource source) {
  std::vector<Task> tasks;
  while (const auto task = source.next())
    tasks.push_back(*task);
  return tasks;
}

Scenario synthetic() {
  Scenario scenario;
  scenario.workload.rate_per_s = 100.0;
  return scenario;
}

Scenario trace() {
  Scenario scenario;
  scenario.workload.kind = Kind::trace;
  scenario.stop.duration_us = 1'000 * second_us;
  return scenario;
}

JobLog log_of(std::vector<Job> jobs) {
  JobLog log;
  log.jobs = std::move(jobs);
  return log;
}

} // namespace

TEST_CASE("TaskSource: none and rumour: no tasks", "[core][workload]") {
  for (const Kind kind : {Kind::none, Kind::rumour}) {
    Scenario scenario;
    scenario.workload.kind = kind;
    CHECK(all_tasks(made(scenario)).empty());
  }
}

TEST_CASE("TaskSource: tasks_max: a bound that is near where arrivals are not random", "[core][workload]") {
  auto scenario = synthetic();
  CHECK(made(scenario).tasks_max() == 2 * 6'001 + 1'000);
  scenario.workload.arrivals = WorkloadSpec::Arrivals::constant;
  CHECK(made(scenario).tasks_max() == 6'001);
  scenario.workload.rate_per_s = 1e7;
  scenario.stop.duration_us = 10;
  CHECK(all_tasks(made(scenario)).size() <= made(scenario).tasks_max());
  scenario.workload.kind = Kind::rumour;
  CHECK(made(scenario).tasks_max() == 0);
  const JobLog log{.jobs = {{.submit_us = 0, .run_us = 1}, {.submit_us = second_us, .run_us = 1}}};
  CHECK(made(trace(), 100, log).tasks_max() == 2);
}

TEST_CASE("TaskSource: constant arrivals: one each period, rate times duration in all", "[core][workload]") {
  Scenario scenario = synthetic();
  scenario.workload.arrivals = WorkloadSpec::Arrivals::constant;
  const auto tasks = all_tasks(made(scenario));
  REQUIRE(tasks.size() == 6'000);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    REQUIRE(tasks[i].id == i);
    REQUIRE(tasks[i].submit_us == static_cast<TimeUs>(i + 1) * 10'000);
    REQUIRE(tasks[i].duration_us == 100'000);
  }
}

TEST_CASE("TaskSource: Poisson arrivals: the rate is as asked, the gaps are exponential",
          "[core][workload][statistics]") {
  const auto tasks = all_tasks(made(synthetic()));
  CHECK(std::fabs(static_cast<double>(tasks.size()) - 6'000.0) < 256.0); // 3.3 standard deviations
  TimeUs last_us = 0;
  int longer_than_mean = 0;
  for (const Task& task : tasks) {
    REQUIRE(task.submit_us >= last_us);
    longer_than_mean += task.submit_us - last_us > 10'000 ? 1 : 0;
    last_us = task.submit_us;
  }
  CHECK(last_us <= 60 * second_us);
  CHECK(std::fabs(longer_than_mean / static_cast<double>(tasks.size()) - std::exp(-1.0)) < 0.021);
}

TEST_CASE("TaskSource: rates beyond one per microsecond: arrivals share microseconds, none is lost",
          "[core][workload]") {
  Scenario scenario = synthetic();
  scenario.workload.rate_per_s = 4e6;
  scenario.workload.arrivals = WorkloadSpec::Arrivals::constant;
  scenario.stop.duration_us = 1'000;
  CHECK(all_tasks(made(scenario)).size() >= 4'000);
}

TEST_CASE("TaskSource: weights: types and priorities appear with their shares, a weight of 0 never",
          "[core][workload][statistics]") {
  Scenario scenario = synthetic();
  scenario.workload.types = {{"analyze", 1.0}, {"compute", 3.0}, {"embed", 0.0}};
  scenario.workload.priorities = {{"critical", 0.0}, {"high", 0.25}, {"low", 0.25}};
  const TaskSource source = made(scenario);
  CHECK(source.types() == std::vector<std::string>{"analyze", "compute", "embed"});
  CHECK(source.priorities() == std::vector<std::string>{"critical", "high", "low"});
  std::map<int, int> types, priorities;
  const auto tasks = all_tasks(source);
  for (const Task& task : tasks) {
    ++types[task.type];
    ++priorities[task.priority];
  }
  const auto count = static_cast<double>(tasks.size());
  CHECK(types[2] == 0);
  CHECK(std::fabs(types[1] / count - 0.75) < 0.019);
  CHECK(priorities[0] == 0);
  CHECK(std::fabs(priorities[1] / count - 0.5) < 0.022);
}

TEST_CASE("TaskSource: uniform submitters: all nodes submit about equally often", "[core][workload][statistics]") {
  std::vector<int> seen(10);
  for (const Task& task : all_tasks(made(synthetic(), 10)))
    ++seen.at(task.submitter);
  for (const int count : seen)
    CHECK(std::abs(count - 600) < 93); // four standard deviations
}

TEST_CASE("TaskSource: the same scenario gives the same tasks, another seed others", "[core][workload]") {
  Scenario scenario = synthetic();
  scenario.workload.task_duration = {.kind = SpanSpec::Kind::exponential, .min_us = 1, .mean_us = 50'000};
  const auto tasks = all_tasks(made(scenario));
  CHECK(all_tasks(made(scenario)) == tasks);
  scenario.seed = 2;
  CHECK(all_tasks(made(scenario)) != tasks);
}

TEST_CASE("TaskSource: a longer run begins with the tasks of the shorter one", "[core][workload]") {
  Scenario scenario = synthetic();
  const auto tasks = all_tasks(made(scenario));
  scenario.stop.duration_us *= 2;
  auto longer = all_tasks(made(scenario));
  REQUIRE(longer.size() > tasks.size());
  longer.resize(tasks.size());
  CHECK(longer == tasks);
}

TEST_CASE("TaskSource: synthetic: golden tasks", "[core][workload][golden]") {
  Scenario scenario = synthetic();
  scenario.workload.types = {{"compute", 1.0}, {"embed", 1.0}};
  scenario.workload.priorities = {{"high", 1.0}, {"low", 1.0}};
  scenario.workload.task_duration = {
      .kind = SpanSpec::Kind::log_normal, .min_us = 1, .median_us = 50'000, .sigma = 1.0};
  TaskSource source = made(scenario);
  CHECK(source.next() ==
        Task{.id = 0, .submitter = 63, .submit_us = 3'795, .duration_us = 97'512, .type = 1, .priority = 1});
  CHECK(source.next() ==
        Task{.id = 1, .submitter = 35, .submit_us = 14'329, .duration_us = 38'548, .type = 1, .priority = 1});
  CHECK(source.next() ==
        Task{.id = 2, .submitter = 31, .submit_us = 16'954, .duration_us = 25'036, .type = 0, .priority = 0});
}

TEST_CASE("TaskSource: trace: times begin at 0 and are divided by the scale", "[core][workload]") {
  Scenario scenario = trace();
  scenario.workload.time_scale = 4.0;
  const auto tasks =
      all_tasks(made(scenario, 100, log_of({{100 * second_us, 10 * second_us, 1}, {110 * second_us, 0, 1}})));
  REQUIRE(tasks.size() == 2);
  CHECK(tasks[0].submit_us == 0);
  CHECK(tasks[0].duration_us == 2'500'000);
  CHECK(tasks[1].id == 1);
  CHECK(tasks[1].submit_us == 2'500'000);
  CHECK(tasks[1].duration_us == 1); // an instant job still takes a moment
}

TEST_CASE("TaskSource: trace: jobs after the stop do not take place and are counted", "[core][workload]") {
  const auto source =
      made(trace(), 100,
           log_of({{0, 1, 1}, {1'000 * second_us, 1, 1}, {1'000 * second_us + 1, 1, 1}, {5'000 * second_us, 1, 1}}));
  CHECK(all_tasks(source).size() == 2);
  CHECK(source.jobs_after_stop() == 2);
}

TEST_CASE("TaskSource: trace, by_user: each user's jobs come from its own fixed group of nodes", "[core][workload]") {
  Scenario scenario = trace();
  scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
  scenario.workload.nodes_per_user = 4;
  std::vector<Job> jobs;
  for (std::int64_t i = 0; i < 1'200; ++i)
    jobs.push_back({.submit_us = i, .run_us = 1, .user = i % 3 == 0 ? unknown_user : i % 3});
  std::map<std::int64_t, std::map<NodeIndex, int>> groups;
  for (const Task& task : all_tasks(made(scenario, 1'000, log_of(jobs))))
    ++groups[jobs[task.id].user][task.submitter];
  REQUIRE(groups.size() == 3);
  for (const auto& [user, seen] : groups) {
    CAPTURE(user);
    CHECK(seen.size() == 4);
    for (const auto& [node, count] : seen) {
      CHECK(node < 1'000);
      CHECK(std::abs(count - 100) < 40);
    }
  }

  // A user keeps its group when other users are left out.
  std::vector<Job> only;
  for (const Job& job : jobs) {
    if (job.user == 2)
      only.push_back(job);
  }
  for (const Task& task : all_tasks(made(scenario, 1'000, log_of(only))))
    CHECK(groups[2].count(task.submitter) == 1);
}

TEST_CASE("TaskSource: trace, by_user: a group may be the whole network", "[core][workload]") {
  Scenario scenario = trace();
  scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
  scenario.workload.nodes_per_user = 5;
  std::set<NodeIndex> seen;
  for (const Task& task : all_tasks(made(scenario, 5, log_of(std::vector<Job>(200)))))
    seen.insert(task.submitter);
  CHECK(seen == std::set<NodeIndex>{0, 1, 2, 3, 4});
}

TEST_CASE("TaskSource: trace: the HPC2N excerpt in five minutes", "[core][workload]") {
  const auto log = parse_job_log(creditsim::tests::source_file("scenarios/data/hpc2n-2002-excerpt.swf"), "log");
  REQUIRE(log.ok());
  Scenario scenario = trace();
  scenario.stop.duration_us = 300 * second_us;
  scenario.workload.time_scale = 58.0 * 86'400.0 / 300.0;
  scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
  const auto source = made(scenario, 6'299, log.value());
  const auto tasks = all_tasks(source);
  CHECK(tasks.size() == 3'145);
  CHECK(source.jobs_after_stop() == 0);
  CHECK(tasks.back().submit_us > 290 * second_us);
  std::set<NodeIndex> submitters;
  for (const Task& task : tasks)
    submitters.insert(task.submitter);
  CHECK(submitters.size() > 150);
  CHECK(submitters.size() <= 17 * 16);
}

TEST_CASE("TaskSource: any workload: ids are dense, times in order and within the run, nodes and names exist",
          "[core][workload][property]") {
  REQUIRE(rc::check([] {
    Scenario scenario;
    scenario.seed = *rc::gen::arbitrary<std::uint64_t>();
    scenario.stop.duration_us = *rc::gen::inRange<TimeUs>(1, 2 * second_us);
    scenario.workload.kind = *rc::gen::element(Kind::synthetic, Kind::trace);
    scenario.workload.arrivals = *rc::gen::element(WorkloadSpec::Arrivals::constant, WorkloadSpec::Arrivals::poisson);
    scenario.workload.submitters =
        *rc::gen::element(WorkloadSpec::Submitters::uniform, WorkloadSpec::Submitters::by_user);
    scenario.workload.nodes_per_user = 2;
    scenario.workload.time_scale = *rc::gen::element(0.001, 1.0, 3.0, 1e6);
    scenario.workload.types = {{"a", 1.0}, {"b", 2.0}, {"c", 0.0}};
    const auto nodes = *rc::gen::inRange<std::uint32_t>(2, 50);
    JobLog log;
    TimeUs submit_us = 0;
    for (const auto gap_us :
         *rc::gen::nonEmpty(rc::gen::container<std::vector<TimeUs>>(rc::gen::inRange<TimeUs>(0, second_us))))
      log.jobs.push_back({.submit_us = submit_us += gap_us, .run_us = gap_us, .user = gap_us % 5 - 1});
    const auto source = TaskSource::make(scenario, nodes, log);
    RC_ASSERT(source.ok());
    const auto tasks = all_tasks(source.value());
    RC_ASSERT(tasks.size() <= source.value().tasks_max());
    if (scenario.workload.kind == Kind::trace)
      RC_ASSERT(tasks.size() + source.value().jobs_after_stop() == log.jobs.size());
    TimeUs last_us = 0;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      RC_ASSERT(tasks[i].id == i);
      RC_ASSERT(tasks[i].submit_us >= last_us);
      RC_ASSERT(tasks[i].submit_us <= scenario.stop.duration_us);
      RC_ASSERT(tasks[i].duration_us >= 1);
      RC_ASSERT(tasks[i].submitter < nodes);
      RC_ASSERT(tasks[i].type < 2);
      RC_ASSERT(tasks[i].priority == 0);
      last_us = tasks[i].submit_us;
    }
  }));
}

TEST_CASE("TaskSource: impossible workloads: the message names the key", "[core][workload]") {
  Scenario scenario = synthetic();
  std::string message;
  SECTION("no rate") {
    scenario.workload.rate_per_s = 0.0;
    message = "workload.rate_per_s: 0 is not a rate above 0";
  }
  SECTION("a rate that is no number") {
    scenario.workload.rate_per_s = std::numeric_limits<double>::quiet_NaN();
    message = "workload.rate_per_s: nan is not a rate above 0";
  }
  SECTION("more tasks than ids") {
    scenario.workload.rate_per_s = 1e8;
    message = "workload.rate_per_s: 1e+08 submissions a second for 60 seconds are more than 4e9 tasks";
  }
  SECTION("a negative weight") {
    scenario.workload.types["embed"] = -1.0;
    message = "workload.types.embed: -1 is not a weight of at least 0";
  }
  SECTION("no weight") {
    scenario.workload.priorities = {{"low", 0.0}};
    message = "workload.priorities: found no weight above 0, expected at least one";
  }
  SECTION("no type") {
    scenario.workload.types.clear();
    message = "workload.types: found no weight above 0, expected at least one";
  }
  SECTION("too many types") {
    for (int i = 0; i < 256; ++i)
      scenario.workload.types["type" + std::to_string(i)] = 1.0;
    message = "workload.types: found 257 names, expected at most 256";
  }
  SECTION("a scale of 0") {
    scenario = trace();
    scenario.workload.time_scale = 0.0;
    message = "workload.time_scale: 0 is not a number above 0";
  }
  SECTION("more nodes per user than nodes") {
    scenario = trace();
    scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
    scenario.workload.nodes_per_user = 101;
    message = "workload.nodes_per_user: 101 is not from 1 to 100, the number of nodes";
  }
  SECTION("no nodes per user") {
    scenario = trace();
    scenario.workload.submitters = WorkloadSpec::Submitters::by_user;
    scenario.workload.nodes_per_user = 0;
    message = "workload.nodes_per_user: 0 is not from 1 to 100, the number of nodes";
  }
  const auto source = TaskSource::make(scenario, 100, log_of({{0, 1, 1}}));
  REQUIRE_FALSE(source.ok());
  CHECK(source.error() == Error{Errc::invalid_value, message});
}
