// SPDX-License-Identifier: MIT
#include "scenarios/github_output.hpp"

#include "core/version.hpp"
#include "scenarios/json.hpp"

#include <string_view>
#include <vector>

namespace creditsim::scenarios {

namespace {

constexpr std::size_t annotations_max = 10;
constexpr std::size_t summary_bytes_max = 900 * 1024; // GitHub takes 1,024 KiB a step; other commands may write, too

/// A workflow command ends at the end of its line; in a property colons and commas mean something, too.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text)
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  return out;
}

struct Annotation {
  std::string title;
  std::string message;

  std::string text() const { return "::error title=" + escaped(title, true) + "::" + escaped(message, false) + "\n"; }
};

std::vector<Annotation> annotations(const CheckSummary& summary) {
  std::vector<Annotation> all;
  for (const Failure& failure : summary.failures) {
    const ScenarioSummary& scenario = summary.scenarios[failure.item];
    const CheckerSummary& checker = scenario.checkers[failure.checker];
    all.push_back({scenario.name + ": " + checker.first.property,
                   checker.first.detail + "\nseeds " + seeds_text(checker.failing) + "\n" + failure.command});
  }
  for (const ScenarioSummary& scenario : summary.scenarios) {
    if (scenario.error)
      all.push_back({scenario.name + ": cannot be run", scenario.error->context});
    for (const std::string& reason : scenario.unknown_reasons)
      all.push_back({scenario.name + ": unknown", reason});
  }
  return all;
}

/// A cell of a table in Markdown: on one line, without what would end it or mean something in HTML.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c == '|')
      out += "\\|";
    else if (c == '\n' || c == '\r')
      out += ' ';
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  return out;
}

std::string row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& each : cells)
    text += " " + cell(each) + " |";
  return text + "\n";
}

/// Appends rows as long as there is room, and says how many there is none for.
void append_rows(std::string& text, const std::vector<std::string>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (text.size() + rows[i].size() > summary_bytes_max) {
      text += "\nand " + std::to_string(rows.size() - i) + " more\n";
      return;
    }
    text += rows[i];
  }
}

} // namespace

std::string github_annotations(const CheckSummary& summary) {
  const std::vector<Annotation> all = annotations(summary);
  const bool more = all.size() > annotations_max;
  std::string text;
  for (std::size_t i = 0; i < (more ? annotations_max - 1 : all.size()); ++i)
    text += all[i].text();
  if (more)
    text += Annotation{"creditsim check", std::to_string(all.size() - annotations_max + 1) + " more failures"}.text();
  return text;
}

std::string github_step_summary(const CheckSummary& summary) {
  std::string text = "### creditsim " + std::string{core::version} + " check\n\n";
  std::vector<std::string> rows;
  for (const Failure& failure : summary.failures) {
    const ScenarioSummary& scenario = summary.scenarios[failure.item];
    const CheckerSummary& checker = scenario.checkers[failure.checker];
    rows.push_back(row({scenario.name, checker.first.property, seeds_text(checker.failing), checker.first.detail,
                        "`" + failure.command + "`"}));
  }
  if (!rows.empty())
    text += "| scenario | violation | seeds | found | repeat |\n| --- | --- | --- | --- | --- |\n";
  append_rows(text, rows);
  text += "\n| scenario | verdict | seeds | valid | invalid | unknown |\n| --- | --- | --- | ---: | ---: | ---: |\n";
  rows.clear();
  for (const ScenarioSummary& scenario : summary.scenarios)
    rows.push_back(
        row({scenario.name, outcome_word(scenario), seeds_text(scenario.seeds), std::to_string(scenario.valid),
             std::to_string(scenario.invalid), std::to_string(scenario.unknown)}));
  append_rows(text, rows);
  return text;
}

} // namespace creditsim::scenarios
