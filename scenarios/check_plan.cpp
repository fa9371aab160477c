// SPDX-License-Identifier: MIT
#include "scenarios/check_plan.hpp"

#include "core/replica_rules.hpp"
#include "scenarios/capsule_files.hpp"
#include "scenarios/capsule_reader.hpp"
#include "scenarios/input_files.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/scenario_printer.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace creditsim::scenarios {

namespace {

namespace fs = std::filesystem;
using core::Result;

CheckItem broken(const std::string& words, const core::Error& error) {
  return {.name = fs::path{words}.stem().string(), .words = words, .error = error};
}

/// What the command line says of every scenario.
struct Asked {
  const std::vector<std::string>& settings;
  const std::optional<actors::ChildOptions>& replica;
};

CheckItem capsule_item(const ScenarioText& source, const std::string& words, const Asked& asked) {
  const auto capsule = read_capsule(source);
  if (!capsule)
    return broken(words, capsule.error());
  auto run = case_of(capsule.value(), words, asked.replica);
  if (!run)
    return broken(words, run.error());
  const core::Scenario& scenario = run.value().scenario;
  CheckItem item{.name = scenario.name, .words = words, .only_seed = scenario.seed};
  item.digest = scenario_digest(scenario, {});
  item.run = std::move(run).value();
  return item;
}

CheckItem scenario_item(const ScenarioText& source, const std::string& words, const Asked& asked) {
  auto loaded = read_scenario(source, asked.settings);
  if (!loaded)
    return broken(words, loaded.error());
  if (asked.replica) {
    core::take_replica_rules(loaded.value().scenario);
    if (const auto fits = core::check_replica_rules(loaded.value().scenario); !fits)
      return {.name = loaded.value().scenario.name,
              .words = words,
              .run = {.scenario = loaded.value().scenario},
              .error = core::Error{fits.error().code, words + ": " + fits.error().context},
              .unsuited = true};
  }
  auto files = load_input_files(loaded.value());
  if (!files)
    return broken(words, files.error());
  CheckItem item{.name = loaded.value().scenario.name, .words = words};
  item.digest = scenario_digest(loaded.value().scenario, files.value().records());
  item.run.scenario = std::move(loaded.value().scenario);
  for (InputFile& file : files.value().files)
    if (file.key == "topology.file")
      item.run.edges = std::move(file.content);
  item.run.inputs = {std::move(files.value().edges), std::move(files.value().jobs)};
  item.run.replica = asked.replica;
  return item;
}

CheckItem item_of(const std::string& words, const Asked& asked) {
  const auto source = open_scenario(words);
  if (!source)
    return broken(words, source.error());
  return is_capsule(source.value().text) ? capsule_item(source.value(), words, asked)
                                         : scenario_item(source.value(), words, asked);
}

/// The files of a folder, sorted; other words as they are.
std::vector<std::string> expanded(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    std::error_code fault;
    if (!fs::is_directory(word, fault)) {
      all.push_back(word);
      continue;
    }
    std::vector<std::string> files;
    for (fs::directory_iterator entry{word, fault}, end; !fault && entry != end; entry.increment(fault))
      if (entry->path().extension() == ".json")
        files.push_back(entry->path().string());
    std::sort(files.begin(), files.end());
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

bool has_faults(const CheckItem& item) {
  const bool unread = item.error && !item.unsuited; // which is to be said
  return unread || item.run.scenario.swarm || !item.run.scenario.faults.empty();
}

/// Suites of one name would be one suite to whoever reads the results.
void name_apart(std::vector<CheckItem>& items) {
  std::set<std::string> names;
  for (CheckItem& item : items) {
    const std::string name = item.name;
    if (names.contains(item.name))
      item.name = name + " (" + item.words + ")";
    for (int number = 2; names.contains(item.name); ++number)
      item.name = name + " (" + item.words + ", " + std::to_string(number) + ")";
    names.insert(item.name);
  }
}

} // namespace

Result<CheckPlan> make_check_plan(const std::vector<std::string>& words, const std::vector<std::string>& settings,
                                  const std::optional<actors::ChildOptions>& replica) {
  const bool all_ready = words.empty();
  CheckPlan plan;
  for (const std::string& word : all_ready ? ready_scenario_names() : expanded(words)) {
    CheckItem item = item_of(word, {settings, replica});
    if (all_ready && !has_faults(item))
      continue;
    if (all_ready && item.unsuited)
      plan.left_out.push_back(item.error->context);
    else
      plan.items.push_back(std::move(item));
  }
  if (plan.items.empty())
    return core::Error{core::Errc::not_found, all_ready ? "creditsim check: no ready scenario has faults"
                                                        : words.front() + ": no scenario is there"};
  name_apart(plan.items);
  return plan;
}

} // namespace creditsim::scenarios
