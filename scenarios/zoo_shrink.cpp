// SPDX-License-Identifier: MIT
#include "scenarios/zoo_shrink.hpp"

#include "scenarios/input_files.hpp"
#include "scenarios/kept_failures.hpp"

#include <algorithm>

namespace creditsim::scenarios {

using core::Result;

Result<RunnableCase> enlarged(const ZooBug& bug, std::uint64_t seed) {
  auto files = load_input_files(bug.loaded);
  if (!files)
    return files.error();
  RunnableCase drawn{.scenario = bug.loaded.scenario, .planted = bug.planted};
  drawn.inputs.jobs = std::move(files.value().jobs);
  core::Scenario& scenario = drawn.scenario;
  scenario.seed = seed;
  scenario.nodes = enlarged_nodes;
  scenario.topology = {};
  // Arrivals are random: a fourth more than wanted are hardly ever too few.
  const double duration_s = static_cast<double>(scenario.stop.duration_us) / 1e6;
  scenario.workload.rate_per_s = 1.25 * static_cast<double>(enlarged_tasks) / duration_s;
  auto spelled = spelled_out(drawn);
  if (!spelled)
    return spelled;
  auto& tasks = spelled.value().scenario.workload.tasks;
  tasks.resize(std::min(tasks.size(), enlarged_tasks));
  return spelled;
}

Result<std::optional<FailingCase>> smallest_case(actors::Runtime& runtime, const ZooBug& bug,
                                                 const std::atomic<int>* interrupted) {
  if (bug.checker == determinism_checker)
    return std::optional<FailingCase>{};
  for (std::uint64_t seed = 1; seed <= enlarged_seeds; ++seed) {
    const auto spelled = enlarged(bug, seed);
    if (!spelled)
      return spelled.error();
    const auto failing = capture(runtime, spelled.value(), bug.checker, interrupted);
    if (!failing && failing.error().code == core::Errc::not_found)
      continue;
    if (!failing)
      return failing.error();
    auto shrunk = shrunk_capsule(runtime, spelled.value(), bug.checker,
                                 size_of(spelled.value().scenario, enlarged_nodes), {.interrupted = interrupted});
    if (!shrunk)
      return shrunk.error();
    return std::optional{std::move(shrunk).value()};
  }
  return std::optional<FailingCase>{};
}

} // namespace creditsim::scenarios
