// SPDX-License-Identifier: MIT
#include "scenarios/failing_case.hpp"

#include "core/fault_plan.hpp"
#include "core/replica_rules.hpp"
#include "core/task_list.hpp"
#include "core/topology.hpp"
#include "core/version.hpp"

namespace creditsim::scenarios {

namespace {

using core::Result;

constexpr std::size_t events_kept = 100'000; // of the log of a long run
constexpr std::size_t story_lines_max = 60;

Result<core::Topology> topology_of(const RunnableCase& run) {
  if (run.inputs.edges)
    return core::Topology::from_edge_list(*run.inputs.edges, run.scenario.topology.component);
  return core::Topology::make(run.scenario.topology, run.scenario.nodes, run.scenario.seed);
}

} // namespace

Result<RunnableCase> spelled_out(const RunnableCase& drawn) {
  const auto topology = topology_of(drawn);
  if (!topology)
    return topology.error();
  auto workload =
      core::spelled_out(drawn.scenario, topology.value(), drawn.inputs.jobs ? *drawn.inputs.jobs : core::JobLog{});
  if (!workload)
    return workload.error();
  RunnableCase spelled = drawn;
  spelled.inputs.jobs.reset();
  spelled.scenario.workload = std::move(workload).value();
  spelled.scenario.faults = drawn.replica ? core::draw_replica_faults(drawn.scenario, topology.value().node_count())
                                          : core::draw_faults(drawn.scenario, topology.value().node_count());
  spelled.scenario.swarm = false;
  return spelled;
}

actors::SimulationOptions checked_run(const RunnableCase& run) {
  actors::SimulationOptions options;
  options.checkers = core::CheckerSet::all();
  options.planted = run.planted;
  options.replica = run.replica;
  return options;
}

Result<FailingCase> capture(actors::Runtime& runtime, const RunnableCase& spelled, const std::string& checker,
                            const std::atomic<int>* interrupted) {
  actors::SimulationOptions options = checked_run(spelled);
  options.interrupted = interrupted;
  options.logged = core::LogOrder{.kept = events_kept};
  auto output = runtime.simulate(spelled.scenario, spelled.inputs, options);
  if (!output)
    return output.error();
  const core::RunResult& result = output.value().result;
  const core::Violation* violation = result.violation_of(checker);
  if (violation == nullptr)
    return core::Error{core::Errc::not_found,
                       checker + (result.interrupted ? ": the run was interrupted" : ": nothing was found")};
  FailingCase failing;
  for (const core::NodeRow& row : result.node_rows)
    failing.names.push_back(row.name);
  failing.story = tell_story(output.value().log, spelled.scenario, *violation, failing.names);
  failing.capsule = {.version = std::string{core::version},
                     .scenario = spelled.scenario,
                     .edges = spelled.edges,
                     .planted = spelled.planted,
                     .replica = spelled.replica,
                     .checker = checker,
                     .violation = *violation,
                     .trace_digest = result.trace_digest,
                     .coverage = result.coverage};
  const auto told =
      failing.story.size() > story_lines_max ? last_of_story(failing.story, story_lines_max) : failing.story;
  for (const StoryEvent& event : told)
    failing.capsule.story.push_back(story_line(event));
  return failing;
}

} // namespace creditsim::scenarios
