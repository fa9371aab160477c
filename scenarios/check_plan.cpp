// SPDX-License-Identifier: MIT
#include "scenarios/check_plan.hpp"

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

CheckItem capsule_item(const ScenarioText& source, const std::string& words) {
  auto read = read_capsule(source);
  if (!read)
    return broken(words, read.error());
  const Capsule& capsule = read.value();
  CheckItem item{.name = capsule.scenario.name, .words = words, .only_seed = capsule.scenario.seed};
  item.digest = scenario_digest(capsule.scenario, {});
  item.run = case_of(capsule);
  return item;
}

CheckItem scenario_item(const ScenarioText& source, const std::string& words,
                        const std::vector<std::string>& settings) {
  auto loaded = read_scenario(source, settings);
  if (!loaded)
    return broken(words, loaded.error());
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
  return item;
}

CheckItem item_of(const std::string& words, const std::vector<std::string>& settings) {
  const auto source = open_scenario(words);
  if (!source)
    return broken(words, source.error());
  return is_capsule(source.value().text) ? capsule_item(source.value(), words)
                                         : scenario_item(source.value(), words, settings);
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
  return item.error || item.run.scenario.swarm || !item.run.scenario.faults.empty();
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

Result<std::vector<CheckItem>> make_check_plan(const std::vector<std::string>& words,
                                               const std::vector<std::string>& settings) {
  const bool all_ready = words.empty();
  std::vector<CheckItem> items;
  for (const std::string& word : all_ready ? ready_scenario_names() : expanded(words)) {
    CheckItem item = item_of(word, settings);
    if (!all_ready || has_faults(item))
      items.push_back(std::move(item));
  }
  if (items.empty())
    return core::Error{core::Errc::not_found, all_ready ? "creditsim check: no ready scenario has faults"
                                                        : words.front() + ": no scenario is there"};
  name_apart(items);
  return items;
}

} // namespace creditsim::scenarios
