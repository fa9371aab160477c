// SPDX-License-Identifier: MIT
#include "scenarios/zoo_run.hpp"

#include "actors/determinism.hpp"
#include "actors/simulation.hpp"
#include "core/checkers.hpp"
#include "scenarios/input_files.hpp"
#include "scenarios/kept_failures.hpp"
#include "scenarios/output_file.hpp"
#include "scenarios/zoo_shrink.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <thread>

namespace creditsim::scenarios {

namespace {

using core::Result;

/// What one run found, by property: when first.
struct Found {
  std::map<std::string, core::TimeUs> broken;
  std::optional<std::string> error;
};

/// One run that is to be made.
struct Job {
  const ZooBug* bug = nullptr;
  std::uint64_t seed = 0;
  bool healthy = false; ///< the same scenario without the bug
};

actors::SimulationOptions simulation_options(const Job& job, const ZooOptions& options) {
  actors::SimulationOptions simulation;
  simulation.planted = job.healthy ? core::PlantedFault::none : job.bug->planted;
  simulation.interrupted = options.interrupted;
  simulation.checkers = core::CheckerSet::all();
  for (const std::string& name : options.without_checkers)
    if (const auto checker = core::find_checker(name))
      simulation.disabled_checkers.add(*checker);
  return simulation;
}

core::Scenario scenario_of(const Job& job) {
  core::Scenario scenario = job.bug->loaded.scenario;
  scenario.seed = job.seed;
  if (job.healthy)
    scenario.rules = {};
  return scenario;
}

bool asks_for_determinism(const Job& job, const ZooOptions& options) {
  const auto& without = options.without_checkers;
  return job.bug->checker == determinism_checker &&
         std::find(without.begin(), without.end(), determinism_checker) == without.end();
}

void note(const core::RunResult& result, Found& found) {
  for (const core::Violation& violation : result.violations)
    found.broken.try_emplace(violation.property, violation.time_us);
}

void compare_runs(const Job& job, const ZooOptions& options, const actors::SimulationInputs& inputs, Found& found) {
  constexpr std::array<actors::Execution, 2> executions{{{.threads = 1, .shards = 1}, {.threads = 2, .shards = 2}}};
  const auto report =
      actors::verify_determinism(scenario_of(job), inputs, executions, simulation_options(job, options));
  if (!report) {
    found.error = report.error().context;
    return;
  }
  note(report.value().output.result, found);
  if (const auto& difference = report.value().difference) {
    const auto& event = difference->expected ? difference->expected : difference->found;
    found.broken.try_emplace(std::string{determinism_checker}, event ? event->stamp.time_us : 0);
  }
}

Found run(actors::Runtime& runtime, const Job& job, const ZooOptions& options) {
  Found found;
  auto files = load_input_files(job.bug->loaded);
  if (!files) {
    found.error = files.error().context;
    return found;
  }
  const actors::SimulationInputs inputs{std::move(files.value().edges), std::move(files.value().jobs)};
  if (asks_for_determinism(job, options)) {
    compare_runs(job, options, inputs, found);
    return found;
  }
  const auto output = runtime.simulate(scenario_of(job), inputs, simulation_options(job, options));
  if (output)
    note(output.value().result, found);
  else
    found.error = output.error().context;
  return found;
}

/// The bugs' runs, and one of each of their scenarios without a bug.
std::vector<Job> plan(const std::vector<ZooBug>& bugs, std::uint64_t seeds) {
  std::vector<Job> jobs;
  std::set<std::string> healthy;
  for (const ZooBug& bug : bugs) {
    const bool first = healthy.insert(bug.loaded.label).second;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      jobs.push_back({&bug, seed, false});
      if (first)
        jobs.push_back({&bug, seed, true});
    }
  }
  return jobs;
}

bool is_interrupted(const ZooOptions& options) { return options.interrupted != nullptr && *options.interrupted != 0; }

/// Does `what` for each place below `count`, so many at a time as there are jobs.
void for_each_place(std::size_t count, const ZooOptions& options,
                    const std::function<void(actors::Runtime&, std::size_t)>& what) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    actors::Runtime runtime{1};
    for (std::size_t place = next++; place < count && !is_interrupted(options); place = next++)
      what(runtime, place);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options.jobs; ++i)
    threads.emplace_back(work);
  work();
  for (std::thread& thread : threads)
    thread.join();
}

Result<void> shrink(actors::Runtime& runtime, const ZooBug& bug, const ZooOptions& options, ZooRow& row) {
  std::error_code fault;
  if (!options.capsules.empty())
    std::filesystem::create_directories(options.capsules, fault);
  if (fault)
    return io_error(options.capsules, fault.message());
  const auto smallest = smallest_case(runtime, bug, options.interrupted);
  if (!smallest)
    return smallest.error();
  if (!smallest.value())
    return {};
  const FailingCase& failing = *smallest.value();
  row.smallest = {.size = size_of(failing.capsule.scenario, failing.capsule.scenario.nodes),
                  .events = failing.story.size()};
  if (options.capsules.empty())
    return {};
  const std::filesystem::path file = options.capsules / bug.id;
  return write_case(failing, file.string() + ".json", file.string() + ".svg");
}

template <class T> std::optional<T> median(std::vector<T> values) {
  if (values.empty())
    return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// For each place of `hits` how many seeds it takes from there, going round, until one hits.
std::optional<double> seeds_to_find(const std::vector<bool>& hits) {
  std::vector<double> needed;
  for (std::size_t begin = 0; begin < hits.size(); ++begin)
    for (std::size_t taken = 0; taken < hits.size(); ++taken)
      if (hits[(begin + taken) % hits.size()]) {
        needed.push_back(static_cast<double>(taken + 1));
        break;
      }
  return median(needed);
}

/// What one bug's runs come to.
class RowMaker {
public:
  explicit RowMaker(const ZooBug& bug) : bug_{bug} {}

  void add(const Found& found) {
    if (found.error && !row_.error)
      row_.error = found.error;
    const auto mine = found.broken.find(bug_.checker);
    hits_.push_back(mine != found.broken.end());
    if (hits_.back()) {
      ++row_.caught;
      times_us_.push_back(mine->second);
    }
    for (const auto& [property, time_us] : found.broken)
      if (property != bug_.checker)
        ++row_.others[property];
  }

  ZooRow row(const std::map<std::string, std::string>& false_alarms) {
    row_.seeds_to_find = seeds_to_find(hits_);
    row_.time_to_find_us = median(times_us_);
    if (const auto alarm = false_alarms.find(bug_.loaded.label); alarm != false_alarms.end())
      row_.false_alarm = alarm->second;
    return row_;
  }

private:
  const ZooBug& bug_;
  ZooRow row_;
  std::vector<bool> hits_;
  std::vector<core::TimeUs> times_us_;
};

} // namespace

std::vector<ZooRow> run_zoo(const std::vector<ZooBug>& bugs, const ZooOptions& options) {
  const std::vector<Job> jobs = plan(bugs, options.seeds);
  std::vector<Found> found(jobs.size());
  for_each_place(jobs.size(), options, [&](actors::Runtime& runtime, std::size_t place) {
    found[place] = run(runtime, jobs[place], options);
  });
  std::vector<RowMaker> makers(bugs.begin(), bugs.end());
  std::map<std::string, std::string> false_alarms; // by scenario
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Job& job = jobs[i];
    if (!job.healthy) {
      makers[static_cast<std::size_t>(job.bug - bugs.data())].add(found[i]);
    } else if (found[i].error || !found[i].broken.empty()) {
      const std::string alarm = found[i].error.value_or(found[i].broken.empty() ? "" : found[i].broken.begin()->first);
      false_alarms.try_emplace(job.bug->loaded.label, alarm + " with seed " + std::to_string(job.seed));
    }
  }
  std::vector<ZooRow> rows;
  rows.reserve(makers.size());
  for (RowMaker& maker : makers)
    rows.push_back(maker.row(false_alarms));
  if (options.shrink)
    for_each_place(bugs.size(), options, [&](actors::Runtime& runtime, std::size_t place) {
      if (const auto shrunk = shrink(runtime, bugs[place], options, rows[place]); !shrunk && !rows[place].error)
        rows[place].error = shrunk.error().context;
    });
  return is_interrupted(options) ? std::vector<ZooRow>{} : rows;
}

} // namespace creditsim::scenarios
