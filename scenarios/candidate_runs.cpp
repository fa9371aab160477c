// SPDX-License-Identifier: MIT
#include "scenarios/candidate_runs.hpp"

#include "scenarios/scenario_checks.hpp"
#include "scenarios/scenario_printer.hpp"

#include <utility>

namespace creditsim::scenarios {

namespace {

/// Ends a run when shrinking is to end.
class Deadline {
public:
  explicit Deadline(const ShrinkLimits& limits) : limits_{limits} {}

  bool passed() const {
    return (limits_.until && std::chrono::steady_clock::now() >= *limits_.until) ||
           (limits_.interrupted != nullptr && limits_.interrupted->load() != 0);
  }
  void look() {
    if (passed())
      stop_ = 1;
  }
  const std::atomic<int>& stop() const { return stop_; }

private:
  const ShrinkLimits& limits_;
  std::atomic<int> stop_{0};
};

} // namespace

CandidateRuns::CandidateRuns(actors::Runtime& runtime, RunnableCase first, std::string checker,
                             const ShrinkLimits& limits)
    : runtime_{runtime}, best_{std::move(first)}, checker_{std::move(checker)}, limits_{limits} {
  breaks(best_); // for the time at which it does
}

std::uint32_t CandidateRuns::nodes() const {
  return best_.inputs.edges ? static_cast<std::uint32_t>(best_.inputs.edges->ids.size()) : best_.scenario.nodes;
}

bool CandidateRuns::out_of_limits() const { return runs_ >= limits_.runs || Deadline{limits_}.passed(); }

bool CandidateRuns::take(const core::Scenario& candidate) {
  if (out_of_limits() || fault_across_keys(candidate))
    return false;
  // The seed decides, too, and is not part of the digest.
  const std::string digest = scenario_digest(candidate, {}) + std::to_string(candidate.seed);
  if (refused_.contains(digest))
    return false;
  RunnableCase run = best_;
  run.scenario = candidate;
  if (candidate.topology.kind != core::TopologySpec::Kind::edge_list) {
    run.edges.clear();
    run.inputs.edges.reset();
  }
  if (!breaks(run)) {
    refused_.insert(digest);
    return false;
  }
  best_ = std::move(run);
  return true;
}

// Most processes of a replica under test are started by other checkers, to try states on: they are asked only about
// candidates that break without them.
bool CandidateRuns::breaks(const RunnableCase& candidate) {
  ++runs_;
  const auto checker = core::find_checker(checker_);
  if (candidate.replica && checker && *checker != core::Checker::replica_process) {
    core::CheckerSet alone = core::CheckerSet::always();
    alone.add(*checker);
    if (!breaks(candidate, alone))
      return false;
  }
  return breaks(candidate, core::CheckerSet::all());
}

bool CandidateRuns::breaks(const RunnableCase& candidate, core::CheckerSet checkers) {
  Deadline deadline{limits_};
  actors::SimulationOptions options = checked_run(candidate);
  options.checkers = checkers;
  options.interrupted = &deadline.stop();
  options.progress = [&](core::TimeUs) { deadline.look(); };
  const auto output = runtime_.simulate(candidate.scenario, candidate.inputs, options);
  if (!output || output.value().result.interrupted)
    return false;
  const core::Violation* violation = output.value().result.violation_of(checker_);
  if (violation == nullptr)
    return false;
  broken_us_ = violation->time_us;
  return true;
}

} // namespace creditsim::scenarios
