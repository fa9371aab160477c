// SPDX-License-Identifier: MIT
#include "actors/determinism.hpp"
#include "actors/simulation.hpp"
#include "core/fault_plan.hpp"
#include "core/node_world.hpp"
#include "core/replica_rules.hpp"
#include "scenarios/command.hpp"
#include "scenarios/count_option.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/progress_line.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/result_folder.hpp"
#include "scenarios/run_text.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/scenario_printer.hpp"
#include "scenarios/units.hpp"

#include <array>
#include <csignal>
#include <ostream>
#include <unistd.h>

namespace creditsim::scenarios {

namespace {

using core::Result;

/// What the command line asks for beside the scenario.
struct RunRequest {
  LoadedScenario loaded;
  unsigned threads = 0; ///< 0 is all cores
  unsigned shards = 0;  ///< 0 is one per thread
  actors::ReplicaForm replicas = actors::ReplicaForm::automatic;
  core::CheckerSet checkers = core::CheckerSet::always();
  std::optional<actors::ChildOptions> replica; ///< under test, in place of creditsim's own
  std::optional<std::filesystem::path> out;
  bool verify_determinism = false;
};

/// What the simulation gave, and what the check of its determinism found wrong.
struct Execution {
  actors::SimulationOutput output;
  std::optional<std::string> difference;
};

Result<actors::ReplicaForm> form_option(const Options& options, const core::Scenario& scenario) {
  const std::string text = options.value("replicas").value_or("auto");
  if (options.has("replicas") && options.has("replica"))
    return core::Error{core::Errc::invalid_value,
                       "--replicas: " + text + " is a form of creditsim's own replicas, not of those of --replica"};
  if (text == "auto")
    return actors::ReplicaForm::automatic;
  if (text == "literal")
    return actors::ReplicaForm::literal;
  if (text != "versions")
    return core::Error{core::Errc::invalid_value, "--replicas: " + text + " is not auto, literal or versions"};
  if (const std::string refused = core::versions_refused(scenario, scenario.faults); !refused.empty())
    return core::Error{core::Errc::invalid_value, "--replicas: " + refused + "; literal can"};
  return actors::ReplicaForm::versions;
}

Result<core::CheckerSet> checks_option(const Options& options) {
  const std::string text = options.value("checks").value_or(options.has("replica") ? "all" : "basic");
  if (text == "basic")
    return core::CheckerSet::always();
  if (text == "all")
    return core::CheckerSet::all();
  return core::Error{core::Errc::invalid_value, "--checks: " + text + " is not basic or all"};
}

/// What the replicas will take, where it is worth a word; refuses what this machine has no memory for.
Result<std::string> memory_text(const RunRequest& request, std::uint32_t nodes) {
  constexpr std::uint64_t worth_a_word = std::uint64_t{256} << 20;
  const core::Scenario& scenario = request.loaded.scenario;
  if (request.replica)
    return std::string{}; // its memory is its own
  const bool versions = request.replicas != actors::ReplicaForm::literal &&
                        core::versions_refused(scenario, core::draw_faults(scenario, nodes)).empty();
  const bool watched = request.checkers.watches_nodes() && scenario.gossip.mode != core::GossipSpec::Mode::none;
  const std::uint64_t owners = std::uint64_t{nodes} + scenario.churn.restarts;
  const std::uint64_t needed =
      core::replica_bytes(scenario, nodes, versions) + (watched ? core::record_bytes(nodes, owners) : 0);
  const auto there =
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const std::string text = "the replicas of " + std::to_string(nodes) + " nodes take up to " +
                           std::to_string(needed >> 20) + " MiB, held " +
                           (versions ? "as version vectors" : "literally") + (watched ? ", and watched" : "") +
                           "; this machine has " + std::to_string(there >> 20) + " MiB";
  if (needed > there)
    return core::Error{core::Errc::invalid_value, request.loaded.label + ": nodes: " + text};
  return needed < worth_a_word ? std::string{} : "memory       " + text + "\n";
}

std::uint32_t node_count(const core::Scenario& scenario, const InputFiles& files) {
  return files.edges ? static_cast<std::uint32_t>(files.edges->ids.size()) : scenario.nodes;
}

std::vector<std::string> settings_of(const Options& options) {
  std::vector<std::string> settings = options.values("set");
  if (const auto seed = options.value("seed"))
    settings.push_back("seed=" + *seed);
  return settings;
}

Result<RunRequest> read_request(const Options& options) {
  const auto source = open_scenario(options.words().front());
  if (!source)
    return source.error();
  auto loaded = read_scenario(source.value(), settings_of(options));
  if (!loaded)
    return loaded.error();
  RunRequest request;
  request.loaded = std::move(loaded).value();
  const auto threads = count_option(options, "threads");
  const auto shards = count_option(options, "shards");
  if (!threads || !shards)
    return !threads ? threads.error() : shards.error();
  auto replica = replica_option(options);
  if (!replica)
    return replica.error();
  request.replica = std::move(replica).value();
  if (request.replica) {
    core::take_replica_rules(request.loaded.scenario);
    if (const auto checked = core::check_replica_rules(request.loaded.scenario); !checked)
      return core::Error{checked.error().code, request.loaded.label + ": " + checked.error().context};
  }
  const auto replicas = form_option(options, request.loaded.scenario);
  if (!replicas)
    return replicas.error();
  request.replicas = replicas.value();
  const auto checkers = checks_option(options);
  if (!checkers)
    return checkers.error();
  request.checkers = checkers.value();
  request.threads = threads.value();
  request.shards = shards.value();
  request.verify_determinism = options.has("verify-determinism");
  if (const auto out = options.value("out"))
    request.out = *out;
  return request;
}

/// The command that repeats a run: what decides its result, and nothing that does not.
std::string repeat_command(const Options& options, const RunRequest& request) {
  std::vector<std::string> arguments{"run", options.words().front(), "--seed",
                                     std::to_string(request.loaded.scenario.seed)};
  for (const std::string& setting : options.values("set")) {
    arguments.emplace_back("--set");
    arguments.push_back(setting);
  }
  if (const auto checks = options.value("checks")) {
    arguments.emplace_back("--checks");
    arguments.push_back(*checks);
  }
  for (const std::string& argument : replica_arguments(request.replica))
    arguments.push_back(argument);
  if (options.has("verify-determinism"))
    arguments.emplace_back("--verify-determinism");
  return command_text(arguments);
}

Result<Execution> simulate_once(const RunRequest& request, const actors::SimulationInputs& inputs,
                                const actors::SimulationOptions& options) {
  actors::Runtime runtime{request.threads};
  auto output = runtime.simulate(request.loaded.scenario, inputs, options);
  if (!output)
    return output.error();
  return Execution{std::move(output).value(), std::nullopt};
}

Result<Execution> simulate_repeatedly(const RunRequest& request, const actors::SimulationInputs& inputs,
                                      const actors::SimulationOptions& options) {
  constexpr std::array<actors::Execution, 3> executions{
      {{.threads = 1, .shards = 1}, {.threads = 2, .shards = 2}, {.threads = 4, .shards = 7}}};
  auto report = actors::verify_determinism(request.loaded.scenario, inputs, executions, options);
  if (!report)
    return report.error();
  Execution execution{std::move(report.value().output), std::nullopt};
  if (const auto& difference = report.value().difference)
    execution.difference = difference->to_string(execution.output.result.node_rows);
  return execution;
}

Result<Execution> simulate(const RunRequest& request, InputFiles& files, const InterruptionGuard& interruption,
                           ProgressLine* progress) {
  const actors::SimulationInputs inputs{std::move(files.edges), std::move(files.jobs)};
  actors::SimulationOptions options;
  options.shards = request.shards;
  options.replicas = request.replicas;
  options.checkers = request.checkers;
  options.replica = request.replica;
  options.interrupted = &interruption.signal();
  if (progress != nullptr)
    options.progress = [progress](core::TimeUs now_us) { progress->show(now_us); };
  auto execution = request.verify_determinism ? simulate_repeatedly(request, inputs, options)
                                              : simulate_once(request, inputs, options);
  if (!execution)
    return core::Error{execution.error().code, request.loaded.label + ": " + execution.error().context};
  return execution;
}

Exit exit_of(const FinishedRun& run, bool deterministic, int signal) {
  if (run.result.interrupted)
    return signal == SIGTERM ? Exit::terminated : Exit::interrupted;
  if (!deterministic || run.result.verdict == core::Verdict::invalid)
    return Exit::violated;
  return run.result.verdict == core::Verdict::valid ? Exit::valid : Exit::unknown;
}

std::string determinism_text(const RunRequest& request, const Execution& execution) {
  if (!request.verify_determinism)
    return {};
  return "determinism  " +
         execution.difference.value_or("1, 2 and 4 threads with 1, 2 and 7 shards agree in every event") + "\n";
}

/// Runs the scenario and writes what `--out` asks for.
Result<FinishedRun> finish(const RunRequest& request, InputFiles files, Execution& execution) {
  FinishedRun run;
  run.scenario = request.loaded.scenario;
  run.scenario_digest = scenario_digest(run.scenario, files.records());
  run.inputs = std::move(files);
  run.result = std::move(execution.output.result);
  run.timing = execution.output.timing;
  run.foreign = request.replica.has_value();
  if (request.out)
    if (const auto written = write_results(*request.out, run); !written)
      return written.error();
  return run;
}

Exit run(const Options& options, Console& console) {
  const auto request = read_request(options);
  if (!request)
    return report(request.error(), console);
  const core::Scenario& scenario = request.value().loaded.scenario;
  auto files = load_input_files(request.value().loaded);
  if (!files)
    return report(files.error(), console);
  const auto memory = memory_text(request.value(), node_count(scenario, files.value()));
  if (!memory)
    return report(memory.error(), console);
  if (const auto& out = request.value().out)
    if (const auto prepared = prepare_result_folder(*out, options.has("force")); !prepared)
      return report(prepared.error(), console);

  // Before the first line, so that whoever has read it may interrupt and gets results.
  const InterruptionGuard interruption;
  const bool quiet = options.has("quiet");
  std::ostream& text = options.has("json") ? console.err : console.out;
  if (!quiet)
    text << heading_text(scenario) << scenario.purpose << (scenario.purpose.empty() ? "" : "\n")
         << (request.value().replica ? replica_text(*request.value().replica) : "") << memory.value() << std::flush;
  std::optional<ProgressLine> progress;
  if (!quiet && console.err_is_terminal)
    progress.emplace(console.err, scenario.stop.duration_us);
  auto execution = simulate(request.value(), files.value(), interruption, progress ? &*progress : nullptr);
  progress.reset();
  if (!execution)
    return report(execution.error(), console);

  const auto finished = finish(request.value(), std::move(files).value(), execution.value());
  if (!finished)
    return report(finished.error(), console);
  const FinishedRun& run = finished.value();
  if (options.has("json"))
    console.out << print_json(summary_document(run));
  if (!quiet) {
    text << results_text(run);
    if (request.value().out)
      text << "results      " << request.value().out->string() << "\n";
    text << paragraph(request.value().loaded.description);
  }
  const Exit status = exit_of(run, !execution.value().difference, interruption.signal());
  if (!quiet || execution.value().difference)
    text << determinism_text(request.value(), execution.value());
  text << verdict_line(run.result);
  if (status != Exit::valid)
    text << "repeat: " << repeat_command(options, request.value()) << '\n';
  return status;
}

} // namespace

Command run_command() {
  return {
      {"run", "FILE|NAME", 1, true, "Run a scenario and say what came of it",
       with_replica_options(
           {{"seed", "N", "Seed of every random draw; over that of the scenario", false},
            {"set", "KEY=VALUE", "Set a scenario key, such as network.loss=0.1; repeatable", true},
            {"out", "DIR", "Write the results into this folder; without it nothing is written", false},
            {"force", "", "Write into the folder even when it is not empty", false},
            {"threads", "T", "Threads, all cores by default; never changes a result", false},
            {"shards", "S", "Slices of the network, one per thread by default; never changes a result", false},
            {"replicas", "FORM", "auto, literal or versions: how corrected replicas are held; never changes a result",
             false},
            {"checks", "SET",
             "basic (default) or all (default with --replica): which checkers look; decides the verdict alone", false},
            {"json", "", "Print summary.json on standard output, text for people on standard error", false},
            {"quiet", "", "Print the verdict only", false},
            {"verify-determinism", "", "Run with 1, 2 and 4 threads and compare event by event", false}})},
      run};
}

} // namespace creditsim::scenarios
