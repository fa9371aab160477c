// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/load_documents.hpp"
#include "scenarios/load_request.hpp"
#include "scenarios/load_text.hpp"
#include "scenarios/progress_line.hpp"
#include "scenarios/result_folder.hpp"

#include <algorithm>
#include <csignal>
#include <optional>
#include <ostream>

namespace creditsim::scenarios {

namespace {

using core::Result;

core::TimeUs planned_us(const actors::LoadPlan& plan) {
  const std::int64_t measured_ns = (plan.warmup_ns + plan.duration_ns) * plan.repetitions;
  return (measured_ns + actors::floor_duration_ns(plan) * 5 / 4) / 1000;
}

Result<FinishedLoad> run_one(const LoadRequest& request, actors::LoadPlan plan, const InterruptionGuard& interruption,
                             Console& console) {
  plan.interrupted = &interruption.signal();
  std::optional<ProgressLine> progress;
  if (console.err_is_terminal) {
    progress.emplace(console.err, planned_us(plan));
    plan.progress = [&](core::TimeUs now_us) { progress->show(now_us); };
  }
  auto output = actors::run_load(plan, {.edges = request.inputs.edges, .jobs = {}});
  progress.reset();
  plan.progress = {};
  if (!output)
    return core::Error{output.error().code, request.loaded.label + ": " + output.error().context};
  return FinishedLoad{std::move(plan), std::move(output).value()};
}

Exit exit_of(const LoadRequest& request, const std::vector<FinishedLoad>& loads, int signal) {
  if (signal != 0)
    return signal == SIGTERM ? Exit::terminated : Exit::interrupted;
  Exit status = Exit::valid;
  for (const FinishedLoad& load : loads) {
    const core::Verdict verdict = verdict_of(request, load);
    if (verdict == core::Verdict::invalid)
      return Exit::violated;
    if (verdict == core::Verdict::unknown)
      status = Exit::unknown;
  }
  return status;
}

Exit load(const Options& options, Console& console) {
  const auto read = read_load_request(options);
  if (!read)
    return report(read.error(), console);
  const LoadRequest& request = read.value();
  if (request.out)
    if (const auto prepared = prepare_result_folder(*request.out, options.has("force")); !prepared)
      return report(prepared.error(), console);

  // Before the first line, so that whoever has read it may interrupt and gets results.
  const InterruptionGuard interruption;
  std::ostream& text = options.has("json") ? console.err : console.out;
  text << load_heading(request) << std::flush;
  std::vector<FinishedLoad> loads;
  for (const actors::LoadPlan& plan : request.plans()) {
    if (!loads.empty() && interruption.signal() != 0)
      break;
    auto finished = run_one(request, plan, interruption, console);
    if (!finished)
      return report(finished.error(), console);
    loads.push_back(std::move(finished).value());
  }

  if (request.out)
    if (const auto written = write_load_results(*request.out, request, loads); !written)
      return report(written.error(), console);
  if (options.has("json"))
    console.out << print_json(request.sweeps() ? sweep_document(request, loads)
                                               : load_document(request, loads.front()));
  text << (request.sweeps() ? sweep_text(request, loads) : load_text(request, loads.front()));
  if (request.out)
    text << "results: " << request.out->string() << '\n';
  const Exit status = exit_of(request, loads, interruption.signal());
  if (status != Exit::valid)
    text << "again: " << load_command_text(options) << '\n';
  return status;
}

} // namespace

Command load_command() {
  return {{"load", "[FILE|NAME]", 1, false, "Put nodes under load on real threads and measure earn and spend",
           load_options()},
          load};
}

} // namespace creditsim::scenarios
