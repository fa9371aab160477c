// SPDX-License-Identifier: MIT
#include "scenarios/check_report.hpp"
#include "scenarios/command.hpp"
#include "scenarios/count_option.hpp"
#include "scenarios/github_output.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/junit_xml.hpp"
#include "scenarios/kept_failures.hpp"
#include "scenarios/output_file.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/units.hpp"

#include "core/version.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <ostream>
#include <thread>

namespace creditsim::scenarios {

namespace {

using core::Result;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t seeds_by_default = 20;

core::Error usage(const std::string& text) { return {core::Errc::invalid_value, text}; }

Result<Seeds> seeds_option(const Options& options) {
  if (options.has("seed") && (options.has("seeds") || options.has("seed-from")))
    return usage("creditsim check: --seed is one seed, so there is no use for --seeds and --seed-from");
  if (const auto text = options.value("seed")) {
    const auto seed = parse_count(*text);
    if (!seed)
      return usage("--seed: " + *text + " is not a seed");
    return Seeds::from(*seed, 1);
  }
  // As many as fit, where only the time is limited.
  Seeds seeds = Seeds::from(1, options.has("time-budget") ? std::nullopt : std::optional{seeds_by_default});
  if (const auto text = options.value("seeds")) {
    const auto given = Seeds::parse(*text);
    if (!given)
      return given.error();
    seeds = given.value();
  }
  const auto text = options.value("seed-from");
  return text ? seeds.derived(*text) : seeds;
}

/// What the command line asks for.
struct CheckRequest {
  Seeds seeds = Seeds::from(1, seeds_by_default);
  std::optional<Clock::duration> budget{};
  unsigned jobs = 1;
  std::uint64_t failures_max = 0;
  bool github = false;
  std::optional<actors::ChildOptions> replica{}; ///< under test, in place of creditsim's own
};

Result<CheckRequest> read_request(const Options& options) {
  CheckRequest request;
  const auto seeds = seeds_option(options);
  if (!seeds)
    return seeds.error();
  request.seeds = seeds.value();
  if (const auto text = options.value("time-budget")) {
    const auto budget_us = parse_duration(*text);
    if (!budget_us || *budget_us == 0)
      return usage("--time-budget: " + *text + " is not a duration above 0 such as 5m");
    request.budget = std::chrono::microseconds{*budget_us};
  }
  const auto jobs = count_option(options, "jobs");
  if (!jobs)
    return jobs.error();
  request.jobs = jobs.value() != 0 ? jobs.value() : std::max(1U, std::thread::hardware_concurrency());
  if (const auto text = options.value("max-failures")) {
    const auto failures = parse_count(*text);
    if (!failures || *failures < 1)
      return usage("--max-failures: " + *text + " is not a count of at least 1");
    request.failures_max = *failures;
  }
  auto replica = replica_option(options);
  if (!replica)
    return replica.error();
  request.replica = std::move(replica).value();
  const char* github = std::getenv("GITHUB_ACTIONS");
  request.github = options.has("github") || (github != nullptr && std::string_view{github} == "true");
  return request;
}

/// What is shown on a terminal while runs go on.
class RunCounter {
public:
  explicit RunCounter(Console& console) : console_{console} {}
  ~RunCounter() {
    if (shown_)
      console_.err << "\r\033[K" << std::flush;
  }
  RunCounter(const RunCounter&) = delete;
  RunCounter& operator=(const RunCounter&) = delete;

  void show(std::uint64_t runs, std::uint64_t failures) {
    shown_ = true;
    console_.err << "\r\033[K" << runs << " runs, " << failures << " failing" << std::flush;
  }

private:
  Console& console_;
  bool shown_ = false;
};

CheckSummary run_all(const std::vector<CheckItem>& plan, const CheckRequest& request, const Options& options,
                     const std::atomic<int>& interrupted, Clock::time_point start, Console& console) {
  RunCounter counter{console};
  CheckOptions check{
      .seeds = request.seeds, .jobs = request.jobs, .failures_max = request.failures_max, .interrupted = &interrupted};
  if (request.budget)
    check.until = start + *request.budget;
  if (request.budget && !request.seeds.count() && !options.has("no-shrink"))
    check.until_when_failing = start + *request.budget * 3 / 4;
  if (console.err_is_terminal)
    check.progress = [&](std::uint64_t runs, std::uint64_t failures) { counter.show(runs, failures); };
  return summarised(plan, run_checks(plan, check), options.values("set"));
}

/// Writes what the options name; whatever goes wrong is said and does not keep the rest from being written.
bool write_outputs(const CheckSummary& summary, const CheckRequest& request, const Options& options, Console& console,
                   std::ostream& text) {
  bool written = true;
  const auto note = [&](const Result<void>& done) {
    if (!done) {
      report(done.error(), console);
      written = false;
    }
  };
  if (const auto file = options.value("junit"))
    note(replace_file(*file, junit_xml(summary)));
  if (!request.github)
    return written;
  text << github_annotations(summary) << std::flush;
  if (const char* file = std::getenv("GITHUB_STEP_SUMMARY"); file != nullptr && *file != '\0') {
    std::ofstream stream{file, std::ios::binary | std::ios::app}; // other commands of the step write there, too
    stream << github_step_summary(summary);
    stream.close();
    if (!stream)
      note(io_error(file, "cannot be written"));
  }
  return written;
}

Exit exit_of(const CheckSummary& summary, bool written, int signal) {
  if (signal != 0)
    return signal == SIGTERM ? Exit::terminated : Exit::interrupted;
  if (!written)
    return Exit::failed;
  const auto broken = [](const ScenarioSummary& scenario) { return scenario.error.has_value(); };
  if (std::any_of(summary.scenarios.begin(), summary.scenarios.end(), broken))
    return Exit::usage;
  const std::string verdict = verdict_word(summary);
  if (verdict == "invalid")
    return Exit::violated;
  return verdict == "valid" ? Exit::valid : Exit::unknown;
}

std::string heading(const CheckPlan& plan, const CheckRequest& request, const Options& options) {
  std::string text = "creditsim " + std::string{core::version} + " check: " + std::to_string(plan.items.size()) +
                     (plan.items.size() == 1 ? " scenario" : " scenarios");
  const auto count = request.seeds.count();
  const auto source = options.value("seed-from");
  if (!count)
    text += ", as many seeds as fit";
  else if (source)
    text += ", " + std::to_string(*count) + " seeds";
  else
    text += ", seeds " + std::to_string(request.seeds.at(0)) +
            (*count > 1 ? ".." + std::to_string(request.seeds.at(*count - 1)) : "");
  if (source)
    text += " from " + *source;
  if (const auto budget = options.value("time-budget"))
    text += ", at most " + *budget;
  text += "\n" + (request.replica ? replica_text(*request.replica) : "");
  for (const std::string& reason : plan.left_out)
    text += "left out     " + reason + "\n";
  return text;
}

Exit check(const Options& options, Console& console) {
  const auto read = read_request(options);
  if (!read)
    return report(read.error(), console);
  const CheckRequest& request = read.value();
  const auto plan = make_check_plan(options.words(), options.values("set"), request.replica);
  if (!plan)
    return report(plan.error(), console);

  const InterruptionGuard interruption;
  std::ostream& text = options.has("json") ? console.err : console.out;
  text << heading(plan.value(), request, options) << std::flush;
  const auto start = Clock::now();
  const auto until = request.budget ? std::optional{start + *request.budget} : std::nullopt;
  CheckSummary summary = run_all(plan.value().items, request, options, interruption.signal(), start, console);
  std::vector<core::Error> errors;
  if (!summary.failures.empty())
    errors = keep_failures(plan.value().items, summary,
                           {.folder = options.value("capsules").value_or("creditsim-failures"),
                            .shrink = !options.has("no-shrink"),
                            .all_seeds = options.has("keep-all"),
                            .jobs = request.jobs,
                            .until = until,
                            .interrupted = &interruption.signal()});
  text << check_text(summary) << "\nverdict  " << verdict_word(summary) << '\n' << std::flush;
  if (options.has("json"))
    console.out << print_json(check_document(summary)) << std::flush;
  bool written = write_outputs(summary, request, options, console, text);
  for (const core::Error& error : errors) {
    report(error, console);
    written = false;
  }
  return exit_of(summary, written && console.out.good(), interruption.signal());
}

} // namespace

Command check_command() {
  return {{"check", "[FILE|NAME|CAPSULE|DIR]...", 10'000, false,
           "Run scenarios with many seeds; without names all ready ones that have faults",
           with_replica_options(
               {{"seeds", "A..B|N", "Seeds, 1..20 by default; N is 1..N", false},
                {"seed", "N", "One seed", false},
                {"seed-from", "TEXT", "Seeds that follow from a text, such as a commit's name", false},
                {"time-budget", "T", "End after this time, such as 5m; without --seeds as many seeds as fit", false},
                {"jobs", "N", "Runs at a time, all cores by default; never changes a result", false},
                {"set", "KEY=VALUE", "Set a scenario key in every scenario; repeatable", true},
                {"max-failures", "N", "Begin no more runs after N failing ones", false},
                {"capsules", "DIR", "Folder for failing cases, creditsim-failures by default", false},
                {"no-shrink", "", "Keep failing cases as they are", false},
                {"keep-all", "", "Keep every failing seed, not only the first per scenario and checker", false},
                {"junit", "FILE", "Write the results as JUnit's XML", false},
                {"github", "", "Print annotations for GitHub and write its step summary; on when GITHUB_ACTIONS=true",
                 false},
                {"json", "", "Print the results as one document on standard output, text for people on standard error",
                 false}})},
          check};
}

} // namespace creditsim::scenarios
