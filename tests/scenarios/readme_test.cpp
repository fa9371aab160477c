// SPDX-License-Identifier: MIT
#include "core/checkers.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/scenario_reader.hpp"
#include "scenarios/scenario_schema.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <sstream>

// What the README shows is what the program does.
namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

std::string readme() { return tests::content(std::filesystem::path{CREDITSIM_SOURCE_DIR} / "README.md"); }

/// The code blocks of a language.
std::vector<std::string> blocks(const std::string& text, const std::string& language) {
  const std::string fence = "\n```" + language + "\n";
  std::vector<std::string> found;
  for (auto begin = text.find(fence); begin != std::string::npos; begin = text.find(fence, begin)) {
    begin += fence.size();
    found.push_back(text.substr(begin, text.find("\n```", begin) + 1 - begin));
  }
  return found;
}

/// The key's row in the README, from its schema.
std::string row_of(const ScenarioKey& key, const Json& schema) {
  const Json* words = schema.find("enum");
  if (words == nullptr && schema.find("items") != nullptr)
    words = schema.find("items")->find("enum");
  std::string range;
  const auto append = [&](const Json* part, const char* separator) {
    if (part != nullptr)
      range += (range.empty() ? "" : separator) + part->text;
  };
  if (words != nullptr) {
    for (const Json& word : words->items)
      append(&word, ", ");
  } else {
    append(schema.find("x-unit"), " ");
    append(schema.find("x-range"), " ");
  }
  return "\n| `" + std::string{key.path} + "` | `" + print_compact_json(*schema.find("default")) + "` | " + range +
         " | " + std::string{key.description} + " |\n";
}

TEST_CASE("README: table of keys: every key with its default, unit, range and meaning", "[scenarios][readme]") {
  const std::string text = readme();
  const Json schema = scenario_schema();
  for (const ScenarioKey& key : scenario_keys()) {
    const auto dot = key.path.find('.');
    const Json* group = &schema;
    if (dot != std::string_view::npos)
      group = schema.find("properties")->find(key.path.substr(0, dot));
    const std::string row = row_of(key, *group->find("properties")->find(key.path.substr(dot + 1)));
    CAPTURE(row);
    CHECK(text.find(row) != std::string::npos);
  }
}

TEST_CASE("README: table of checkers: every checker with its meaning, needs and place", "[scenarios][readme]") {
  const std::string text = readme();
  for (const core::CheckerInfo& info : core::checkers()) {
    std::string needs;
    for (const auto ability : {core::LedgerAbility::entries, core::LedgerAbility::versions, core::LedgerAbility::grants,
                               core::LedgerAbility::rows, core::LedgerAbility::snapshot,
                               core::LedgerAbility::once_per_task, core::LedgerAbility::own_limit})
      if (info.needs.has(ability))
        needs += (needs.empty() ? "" : ", ") + std::string{core::ability_name(ability)};
    using Looks = core::CheckerInfo::Looks;
    const char* looks = info.looks == Looks::at_events    ? "at events"
                        : info.looks == Looks::at_windows ? "at windows"
                        : info.looks == Looks::at_samples ? "at samples"
                                                          : "at the end";
    const std::string row = "\n| `" + std::string{info.name} + "` | " + std::string{info.meaning} + " | " + needs +
                            " | " + looks + " | " + (info.always ? "every run" : "`--checks all`") + " |\n";
    CAPTURE(row);
    CHECK(text.find(row) != std::string::npos);
  }
}

TEST_CASE("README: figures: every figure and column has its unit and formula", "[scenarios][readme]") {
  const std::string text = readme();
  tests::ScratchFolder folder;
  const std::string out = (folder.path() / "out").string();
  REQUIRE(tests::run_program("run rumour_pull --set nodes=4 --quiet --out " + out).status == 0);
  const auto summary = parse_json(tests::content(out + "/summary.json"));
  REQUIRE(summary.ok());
  for (const auto& [name, value] : summary.value().members) {
    CHECK(text.find("`" + name) != std::string::npos);
    for (const auto& member : value.members) {
      CAPTURE(name, member.key);
      CHECK((text.find("." + member.key) != std::string::npos));
    }
  }
  std::istringstream header{tests::content(out + "/nodes.csv")};
  for (std::string column; std::getline(header, column, ',') && column.find('\n') == std::string::npos;)
    CHECK((text.find("`" + column) != std::string::npos || column == "seed"));
}

TEST_CASE("README: scenarios: those shown are valid", "[scenarios][readme]") {
  const auto shown = blocks(readme(), "json");
  REQUIRE_FALSE(shown.empty());
  for (const std::string& text : shown) {
    const auto loaded = read_scenario({"README.md", text, "/"}, {});
    CHECK((loaded.ok() ? "valid" : loaded.error().context) == "valid");
  }
}

TEST_CASE("README: commands: those shown of the program do what they say", "[scenarios][readme]") {
  const tests::ScratchFolder folder;
  unsigned commands = 0;
  for (const std::string& block : blocks(readme(), "sh")) {
    std::istringstream lines{block};
    for (std::string line; std::getline(lines, line);) {
      const std::string program = "creditsim ";
      if (line.rfind(program, 0) != 0)
        continue;
      CAPTURE(line);
      const auto outcome = tests::run_program(line.substr(program.size()), folder.path());
      CHECK(outcome.err.empty());
      CHECK(outcome.status == 0);
      ++commands;
    }
  }
  CHECK(commands >= 5);
}

} // namespace
