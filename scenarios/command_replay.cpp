// SPDX-License-Identifier: MIT
#include "scenarios/capsule_files.hpp"
#include "scenarios/command.hpp"
#include "scenarios/count_option.hpp"
#include "scenarios/figures.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/replica_option.hpp"

#include "core/version.hpp"

#include <algorithm>
#include <csignal>
#include <ostream>

namespace creditsim::scenarios {

namespace {

/// Says what a run of the capsule gave, and returns the status for it.
Exit judge(const std::string& file, const Capsule& capsule, const core::RunResult& result, Console& console) {
  const core::Violation* violation = result.violation_of(capsule.checker);
  console.out << file << ": " << capsule.checker << (violation != nullptr ? ": " + violation->detail : " holds")
              << '\n';
  if (capsule.version != core::version) {
    console.out << "  written by version " << capsule.version << ": the trace digest was not compared with this one, "
                << core::version << '\n';
  } else if (result.trace_digest != capsule.trace_digest && capsule.replica) {
    // Which may well be what was repaired: no fault of the run's.
    console.out << "  the trace is not the one that was recorded: the replica answered otherwise than then\n";
  } else if (result.trace_digest != capsule.trace_digest) {
    console.err << file << ": trace_digest: the run has " << hexadecimal(result.trace_digest) << " where "
                << hexadecimal(capsule.trace_digest) << " was recorded by the same version, " << core::version << '\n';
    return Exit::failed;
  }
  return violation != nullptr ? Exit::violated : Exit::valid;
}

Exit replay_file(const std::string& file, const std::optional<actors::ChildOptions>& replica, actors::Runtime& runtime,
                 const std::atomic<int>& interrupted, Console& console) {
  const auto capsule = open_capsule(file);
  if (!capsule)
    return report(capsule.error(), console);
  const auto run = case_of(capsule.value(), file, replica);
  if (!run)
    return report(run.error(), console);
  actors::SimulationOptions options = checked_run(run.value());
  options.interrupted = &interrupted;
  const auto output = runtime.simulate(run.value().scenario, run.value().inputs, options);
  if (!output)
    return report({output.error().code, file + ": " + output.error().context}, console);
  if (output.value().result.interrupted)
    return interrupted.load() == SIGTERM ? Exit::terminated : Exit::interrupted;
  for (const std::string& line : capsule.value().story)
    console.out << "  " << line << '\n';
  return judge(file, capsule.value(), output.value().result, console);
}

Exit replay(const Options& options, Console& console) {
  const auto threads = count_option(options, "threads");
  if (!threads)
    return report(threads.error(), console);
  const auto replica = replica_option(options);
  if (!replica)
    return report(replica.error(), console);
  const InterruptionGuard interruption;
  actors::Runtime runtime{threads.value()};
  Exit worst = Exit::valid;
  for (const std::string& file : options.words()) {
    // The numbers of the statuses ascend with what they say: an interruption ends all, an error outweighs a violation.
    worst = std::max(worst, replay_file(file, replica.value(), runtime, interruption.signal(), console));
    if (worst >= Exit::interrupted)
      break;
  }
  return worst;
}

} // namespace

Command replay_command() {
  return {{"replay", "CAPSULE...", 10'000, true,
           "Run failing cases again: status 1 when the violation happens, 0 when it does not",
           with_replica_options({{"threads", "T", "Threads, all cores by default; never changes a result", false}})},
          replay};
}

} // namespace creditsim::scenarios
