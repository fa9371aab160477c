// SPDX-License-Identifier: MIT
#include "scenarios/kept_failures.hpp"

#include "scenarios/output_file.hpp"
#include "scenarios/replica_option.hpp"
#include "scenarios/space_time_diagram.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

namespace creditsim::scenarios {

namespace {

namespace fs = std::filesystem;
using core::Result;

constexpr std::chrono::seconds shrink_time_max{30}; // a check with many failures is to end

/// One failure that is to be kept.
struct Work {
  Failure* failure = nullptr;
  const CheckItem* item = nullptr;
  const CheckerSummary* checker = nullptr;
};

std::string file_name(const Work& work, std::uint64_t seed) {
  std::string name = work.item->name + "." + work.checker->checker + ".seed-" + std::to_string(seed);
  for (char& c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    c = plain ? c : '_';
  }
  return name;
}

Result<RunnableCase> spelled_with_seed(const CheckItem& item, std::uint64_t seed) {
  RunnableCase run = item.run;
  run.scenario.seed = seed;
  return spelled_out(run);
}

std::uint32_t nodes_of(const RunnableCase& run) {
  return run.inputs.edges ? static_cast<std::uint32_t>(run.inputs.edges->ids.size()) : run.scenario.nodes;
}

bool is_over(const KeepOptions& options) {
  return (options.interrupted != nullptr && options.interrupted->load() != 0) ||
         (options.until && std::chrono::steady_clock::now() >= *options.until);
}

Result<void> keep_seed(actors::Runtime& runtime, const Work& work, std::uint64_t seed, const KeepOptions& options) {
  const auto spelled = spelled_with_seed(*work.item, seed);
  if (!spelled)
    return spelled.error();
  const auto failing = capture(runtime, spelled.value(), work.checker->checker);
  if (!failing)
    return failing.error();
  const fs::path file = options.folder / (file_name(work, seed) + ".json");
  if (const auto written = replace_file(file, print_json(print_capsule(failing.value().capsule))); !written)
    return written;
  if (seed != work.checker->failing.front())
    return {};
  work.failure->capsule = file.string();
  if (!options.shrink || is_over(options))
    return {};
  const auto end = std::chrono::steady_clock::now() + shrink_time_max;
  const auto shrunk = shrunk_capsule(
      runtime, spelled.value(), work.checker->checker, size_of(spelled.value().scenario, nodes_of(spelled.value())),
      {.until = std::min(end, options.until.value_or(end)), .interrupted = options.interrupted});
  if (!shrunk)
    return shrunk.error();
  const fs::path small = options.folder / (file_name(work, seed) + ".shrunk.json");
  const fs::path drawing = options.folder / (file_name(work, seed) + ".shrunk.svg");
  if (const auto written = write_case(shrunk.value(), small, drawing); !written)
    return written;
  work.failure->capsule = small.string();
  work.failure->drawing = drawing.string();
  return {};
}

Result<void> keep(actors::Runtime& runtime, const Work& work, const KeepOptions& options) {
  for (const std::uint64_t seed : work.checker->failing) {
    if (const auto kept = keep_seed(runtime, work, seed, options); !kept)
      return kept;
    if (!options.all_seeds || is_over(options))
      break;
  }
  return {};
}

} // namespace

std::vector<core::Error> keep_failures(const std::vector<CheckItem>& plan, CheckSummary& summary,
                                       const KeepOptions& options) {
  std::vector<Work> works;
  for (Failure& failure : summary.failures) {
    const CheckerSummary& checker = summary.scenarios[failure.item].checkers[failure.checker];
    if (!plan[failure.item].only_seed && !checker.expected_and_held)
      works.push_back({&failure, &plan[failure.item], &checker});
  }
  if (works.empty())
    return {};
  std::error_code fault;
  fs::create_directories(options.folder, fault);
  if (fault)
    return {io_error(options.folder, fault.message())};
  std::vector<std::optional<core::Error>> errors(works.size());
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::min<std::size_t>(options.jobs, works.size()); ++i)
    workers.emplace_back([&] {
      actors::Runtime runtime{1};
      for (std::size_t place = next++; place < works.size(); place = next++)
        if (const auto kept = keep(runtime, works[place], options); !kept)
          errors[place] = kept.error();
    });
  for (std::thread& worker : workers)
    worker.join();
  std::vector<core::Error> found;
  for (std::size_t place = 0; place < works.size(); ++place) {
    if (errors[place])
      found.push_back(*errors[place]);
    if (!works[place].failure->capsule.empty())
      works[place].failure->command =
          replay_command_text(works[place].failure->capsule, works[place].item->run.replica);
  }
  return found;
}

Result<void> write_case(const FailingCase& failing, const fs::path& capsule, const fs::path& drawing) {
  if (const auto written = replace_file(capsule, print_json(print_capsule(failing.capsule))); !written)
    return written;
  const std::string title = failing.capsule.scenario.name + ", seed " + std::to_string(failing.capsule.scenario.seed) +
                            ": " + failing.capsule.checker;
  return replace_file(drawing, space_time_diagram(failing.story, failing.names, title));
}

Result<FailingCase> shrunk_capsule(actors::Runtime& runtime, const RunnableCase& spelled, const std::string& checker,
                                   const CaseSize& before, const ShrinkLimits& limits, ShrunkCase* shrunk) {
  ShrunkCase smallest = shrink(runtime, spelled, checker, limits);
  auto failing = capture(runtime, smallest.run, checker);
  if (failing)
    failing.value().capsule.shrunk_from = before;
  if (shrunk != nullptr)
    *shrunk = std::move(smallest);
  return failing;
}

} // namespace creditsim::scenarios
