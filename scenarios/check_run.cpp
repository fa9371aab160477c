// SPDX-License-Identifier: MIT
#include "scenarios/check_run.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace creditsim::scenarios {

namespace {

using Clock = std::chrono::steady_clock;

/// One run: a place in the plan and one among the seeds.
struct Job {
  std::size_t item = 0;
  std::uint64_t place = 0;
  std::uint64_t seed = 0;
};

bool failed(const core::RunResult& result) { return result.verdict == core::Verdict::invalid; }

/// Hands out jobs and keeps what they gave. All members are safe to call from many threads.
class Board {
public:
  Board(const std::vector<CheckItem>& plan, const CheckOptions& options) : plan_{plan}, options_{options} {
    errors_.resize(plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
      errors_[i] = plan[i].error;
      if (plan[i].only_seed)
        singles_.push_back({.item = i, .place = 0, .seed = *plan[i].only_seed});
      else if (!plan[i].error)
        ranged_.push_back(i);
    }
  }

  /// The next job; none when all were handed out, or no more shall begin.
  std::optional<std::uint64_t> begin() {
    const std::lock_guard lock{mutex_};
    while (!stopped() && in_range(next_)) {
      const std::uint64_t number = next_++;
      if (errors_[job(number).item])
        continue;
      return number;
    }
    return std::nullopt;
  }

  Job job(std::uint64_t number) const {
    if (number < singles_.size())
      return singles_[number];
    number -= singles_.size();
    const std::uint64_t place = number / ranged_.size();
    return {.item = ranged_[number % ranged_.size()], .place = place, .seed = options_.seeds.at(place)};
  }

  void end(std::uint64_t number, CheckedSeed checked) {
    const std::lock_guard lock{mutex_};
    failures_ += failed(checked.result) ? 1 : 0;
    done_.emplace(number, std::move(checked));
  }

  void refuse(std::uint64_t number, const core::Error& error) {
    const std::lock_guard lock{mutex_};
    const std::size_t item = job(number).item;
    errors_[item] = core::Error{error.code, plan_[item].words + ": " + error.context};
  }

  std::pair<std::uint64_t, std::uint64_t> counts() {
    const std::lock_guard lock{mutex_};
    return {done_.size(), failures_};
  }

  /// Ends runs that go on. Looked at by whoever waits.
  void look() {
    const auto now = Clock::now();
    const auto [runs, failures] = counts();
    if ((options_.until && now >= *options_.until) ||
        (failures > 0 && options_.until_when_failing && now >= *options_.until_when_failing) ||
        (options_.interrupted != nullptr && options_.interrupted->load() != 0))
      stop_ = 1;
  }
  const std::atomic<int>& stop() const { return stop_; }

  std::vector<CheckedScenario> results() {
    drop_after_enough_failures();
    std::vector<CheckedScenario> results(plan_.size());
    for (auto& [number, checked] : done_)
      results[job(number).item].seeds.push_back(std::move(checked));
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      results[i].error = errors_[i];
      note_not_run(i, results[i]);
    }
    return results;
  }

private:
  bool stopped() const { return stop_ != 0 || (options_.failures_max > 0 && failures_ >= options_.failures_max); }

  bool in_range(std::uint64_t number) const {
    if (number < singles_.size())
      return true;
    if (std::all_of(ranged_.begin(), ranged_.end(), [&](std::size_t item) { return errors_[item].has_value(); }))
      return false;
    const auto count = options_.seeds.count();
    return !count || (number - singles_.size()) / ranged_.size() < *count;
  }

  // Jobs begin in order, so all before the failure that was one too many have ended; those after it are what happened
  // to be under way.
  void drop_after_enough_failures() {
    if (options_.failures_max == 0)
      return;
    std::uint64_t failures = 0;
    for (auto checked = done_.begin(); checked != done_.end(); ++checked) {
      failures += failed(checked->second.result) ? 1 : 0;
      if (failures < options_.failures_max)
        continue;
      done_.erase(std::next(checked), done_.end());
      return;
    }
  }

  // Where as many seeds as fit were asked for, none is missing but of a scenario that had none.
  void note_not_run(std::size_t item, CheckedScenario& result) const {
    if (result.error)
      return;
    if (plan_[item].only_seed) {
      if (result.seeds.empty())
        result.not_run.push_back(*plan_[item].only_seed);
      return;
    }
    constexpr std::uint64_t named_max = 1'000'000;
    const std::uint64_t count = std::min(options_.seeds.count().value_or(result.seeds.empty() ? 1 : 0), named_max);
    std::size_t next = 0;
    for (std::uint64_t place = 0; place < count; ++place) {
      const std::uint64_t seed = options_.seeds.at(place);
      if (next < result.seeds.size() && result.seeds[next].seed == seed)
        ++next;
      else
        result.not_run.push_back(seed);
    }
  }

  const std::vector<CheckItem>& plan_;
  const CheckOptions& options_;
  std::vector<Job> singles_;
  std::vector<std::size_t> ranged_;
  std::mutex mutex_;
  std::vector<std::optional<core::Error>> errors_;
  std::map<std::uint64_t, CheckedSeed> done_; // by number of the job
  std::uint64_t next_ = 0;
  std::uint64_t failures_ = 0;
  std::atomic<int> stop_{0};
};

void work(Board& board, const std::vector<CheckItem>& plan) {
  actors::Runtime runtime{1}; // one for all runs of this worker: to start one takes longer than many a run
  while (const auto number = board.begin()) {
    const Job job = board.job(*number);
    const RunnableCase& run = plan[job.item].run;
    core::Scenario scenario = run.scenario;
    scenario.seed = job.seed;
    actors::SimulationOptions options = checked_run(run);
    options.interrupted = &board.stop();
    auto output = runtime.simulate(scenario, run.inputs, options);
    if (!output) {
      board.refuse(*number, output.error());
      continue;
    }
    if (output.value().result.interrupted)
      continue;
    CheckedSeed checked{
        .seed = job.seed, .result = std::move(output.value().result), .wall_s = output.value().timing.wall_s};
    checked.result.samples = {};
    checked.result.node_rows = {};
    board.end(*number, std::move(checked));
  }
}

} // namespace

std::vector<CheckedScenario> run_checks(const std::vector<CheckItem>& plan, const CheckOptions& options) {
  Board board{plan, options};
  std::mutex mutex;
  std::condition_variable ended;
  unsigned working = options.jobs;
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < options.jobs; ++i)
    workers.emplace_back([&] {
      work(board, plan);
      const std::lock_guard lock{mutex};
      --working;
      ended.notify_one();
    });
  {
    std::unique_lock lock{mutex};
    while (working > 0) {
      ended.wait_for(lock, std::chrono::milliseconds{50});
      board.look();
      if (options.progress) {
        const auto [runs, failures] = board.counts();
        options.progress(runs, failures);
      }
    }
  }
  for (std::thread& worker : workers)
    worker.join();
  return board.results();
}

} // namespace creditsim::scenarios
