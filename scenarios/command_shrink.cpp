// SPDX-License-Identifier: MIT
#include "scenarios/capsule_files.hpp"
#include "scenarios/command.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/kept_failures.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/units.hpp"

#include <csignal>
#include <filesystem>
#include <ostream>

namespace creditsim::scenarios {

namespace {

namespace fs = std::filesystem;
using core::Result;

struct ShrinkRequest {
  Capsule capsule;
  RunnableCase run{}; ///< of it
  fs::path out{};
  fs::path drawing{};
  ShrinkLimits limits{};
};

Result<ShrinkRequest> read_request(const Options& options) {
  const std::string& file = options.words().front();
  auto capsule = open_capsule(file);
  if (!capsule)
    return capsule.error();
  const auto replica = replica_option(options);
  if (!replica)
    return replica.error();
  auto run = case_of(capsule.value(), file, replica.value());
  if (!run)
    return run.error();
  ShrinkRequest request{.capsule = std::move(capsule).value(), .run = std::move(run).value()};
  request.out = options.value("out").value_or(fs::path{file}.replace_extension(".shrunk.json").string());
  request.drawing = options.value("svg").value_or(fs::path{request.out}.replace_extension(".svg").string());
  if (const auto text = options.value("time-budget")) {
    const auto budget_us = parse_duration(*text);
    if (!budget_us || *budget_us == 0)
      return core::Error{core::Errc::invalid_value,
                         "--time-budget: " + *text + " is not a duration above 0 such as 5m"};
    request.limits.until = std::chrono::steady_clock::now() + std::chrono::microseconds{*budget_us};
  }
  return request;
}

std::string size_text(const CaseSize& size) {
  return std::to_string(size.nodes) + " nodes, " + std::to_string(size.tasks) + " tasks, " +
         std::to_string(size.faults) + " faults";
}

CaseSize size_of_case(const RunnableCase& run) {
  return size_of(run.scenario,
                 run.inputs.edges ? static_cast<std::uint32_t>(run.inputs.edges->ids.size()) : run.scenario.nodes);
}

Exit shrink_file(const Options& options, Console& console) {
  auto read = read_request(options);
  if (!read)
    return report(read.error(), console);
  ShrinkRequest& request = read.value();
  const InterruptionGuard interruption;
  request.limits.interrupted = &interruption.signal();
  actors::Runtime runtime{1};
  const auto spelled = spelled_out(request.run);
  if (!spelled)
    return report(spelled.error(), console);
  const std::string& file = options.words().front();
  const std::string& checker = request.capsule.checker;
  if (const auto failing = capture(runtime, spelled.value(), checker); !failing)
    return report(
        {core::Errc::invalid_value, file + ": " + failing.error().context + ", so there is nothing to shrink"},
        console);
  ShrunkCase shrunk;
  const CaseSize before = request.capsule.shrunk_from.value_or(size_of_case(spelled.value()));
  const auto failing = shrunk_capsule(runtime, spelled.value(), checker, before, request.limits, &shrunk);
  if (!failing)
    return report(failing.error(), console);
  const Capsule& capsule = failing.value().capsule;
  if (const auto written = write_case(failing.value(), request.out, request.drawing); !written)
    return report(written.error(), console);
  for (const std::string& line : capsule.story)
    console.out << line << '\n';
  console.out << "shrunk   from " << size_text(before) << " to " << size_text(size_of_case(shrunk.run)) << ", "
              << capsule.story.size() << " events, in " << shrunk.runs << " runs"
              << (shrunk.minimal ? "" : "; time was up before nothing more could be removed") << '\n'
              << "drawing  " << request.drawing.string() << '\n'
              << "repeat: " << replay_command_text(request.out.string(), request.run.replica) << '\n';
  if (const int signal = interruption.signal(); signal != 0)
    return signal == SIGTERM ? Exit::terminated : Exit::interrupted;
  return Exit::valid;
}

} // namespace

Command shrink_command() {
  return {{"shrink", "CAPSULE", 1, true, "Make a failing case as small as it gets, tell it in words and draw it",
           with_replica_options(
               {{"out", "FILE", "The smaller capsule; the capsule's name with .shrunk.json by default", false},
                {"svg", "FILE", "The drawing; the smaller capsule's name with .svg by default", false},
                {"time-budget", "T", "End after this time, such as 1m, with the smallest case so far", false}})},
          shrink_file};
}

} // namespace creditsim::scenarios
