// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/interruption.hpp"
#include "scenarios/json.hpp"
#include "scenarios/nearest.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/units.hpp"
#include "scenarios/zoo_run.hpp"
#include "scenarios/zoo_shrink.hpp"

#include <algorithm>
#include <csignal>
#include <functional>
#include <ostream>
#include <thread>

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::Result;

/// One column of the table, for people and for programs.
struct Column {
  std::string_view name;
  std::function<std::string(const ZooBug&, const ZooRow&)> text;
  std::function<Json(const ZooBug&, const ZooRow&)> json;
};

std::string seconds(core::TimeUs time_us) {
  const std::string hundredths = std::to_string(time_us / 10'000 % 100);
  return std::to_string(time_us / 1'000'000) + (hundredths.size() == 1 ? ".0" : ".") + hundredths + " s";
}

std::string size_text(const ZooCase& smallest) {
  return std::to_string(smallest.size.nodes) + "/" + std::to_string(smallest.size.tasks) + "/" +
         std::to_string(smallest.events);
}

Json size_json(const ZooCase& smallest) {
  Json size = json_object();
  size.set("nodes", json_integer(smallest.size.nodes));
  size.set("tasks", json_integer(smallest.size.tasks));
  size.set("faults", json_integer(smallest.size.faults));
  size.set("events", json_integer(smallest.events));
  return size;
}

/// Why a row fails, or that it does not.
std::string outcome(const ZooBug& bug, const ZooRow& row) {
  if (row.error)
    return "error: " + *row.error;
  if (row.false_alarm)
    return "false alarm: " + *row.false_alarm;
  if (row.caught > 0)
    return bug.checker;
  return row.others.empty() ? "missed" : "missed by " + bug.checker + ", seen by " + row.others.begin()->first;
}

std::vector<Column> columns() {
  const auto words = [](std::string_view name, std::string ZooBug::*member) {
    return Column{name, [member](const ZooBug& bug, const ZooRow&) { return bug.*member; },
                  [member](const ZooBug& bug, const ZooRow&) { return json_text(bug.*member); }};
  };
  return {
      words("id", &ZooBug::id),
      words("class", &ZooBug::fault_class),
      {"caught by", outcome, [](const ZooBug& bug, const ZooRow& row) { return json_text(outcome(bug, row)); }},
      {"in seeds", [](const ZooBug&, const ZooRow& row) { return std::to_string(row.caught); },
       [](const ZooBug&, const ZooRow& row) { return json_integer(row.caught); }},
      {"seeds to find",
       [](const ZooBug&, const ZooRow& row) { return row.seeds_to_find ? shortest(*row.seeds_to_find) : "-"; },
       [](const ZooBug&, const ZooRow& row) { return row.seeds_to_find ? json_number(*row.seeds_to_find) : Json{}; }},
      {"time to find",
       [](const ZooBug&, const ZooRow& row) { return row.time_to_find_us ? seconds(*row.time_to_find_us) : "-"; },
       [](const ZooBug&, const ZooRow& row) {
         return row.time_to_find_us ? json_number(static_cast<double>(*row.time_to_find_us) / 1e6) : Json{};
       }},
      {"nodes/tasks/events",
       [](const ZooBug&, const ZooRow& row) { return row.smallest ? size_text(*row.smallest) : "-"; },
       [](const ZooBug&, const ZooRow& row) { return row.smallest ? size_json(*row.smallest) : Json{}; }},
      words("what", &ZooBug::what),
  };
}

std::string table_text(const std::vector<ZooBug>& bugs, const std::vector<ZooRow>& rows) {
  const auto all = columns();
  std::vector<std::vector<std::string>> lines(rows.size() + 1);
  for (const Column& column : all) {
    lines[0].emplace_back(column.name);
    for (std::size_t i = 0; i < rows.size(); ++i)
      lines[i + 1].push_back(column.text(bugs[i], rows[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string printed;
    for (std::size_t c = 0; c < all.size(); ++c) {
      std::size_t width = 0;
      for (const auto& other : lines)
        width = std::max(width, other[c].size());
      printed += line[c];
      if (c + 1 < all.size())
        printed += std::string(width + 2 - line[c].size(), ' ');
    }
    text += printed + '\n';
  }
  return text;
}

/// The middle one of the sizes of all smallest cases, the larger one of two.
std::uint64_t median_of(const std::vector<ZooRow>& rows, std::uint64_t (*size)(const ZooCase&)) {
  std::vector<std::uint64_t> sizes;
  for (const ZooRow& row : rows)
    if (row.smallest)
      sizes.push_back(size(*row.smallest));
  std::sort(sizes.begin(), sizes.end());
  return sizes[sizes.size() / 2];
}

std::size_t shrunk_count(const std::vector<ZooRow>& rows) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [](const ZooRow& row) { return row.smallest.has_value(); }));
}

/// Of each size of the smallest cases the median; no value without any.
std::optional<ZooCase> median_case(const std::vector<ZooRow>& rows) {
  if (shrunk_count(rows) == 0)
    return std::nullopt;
  return ZooCase{.size = {.nodes = median_of(rows, [](const ZooCase& c) { return c.size.nodes; }),
                          .tasks = median_of(rows, [](const ZooCase& c) { return c.size.tasks; }),
                          .faults = median_of(rows, [](const ZooCase& c) { return c.size.faults; })},
                 .events = median_of(rows, [](const ZooCase& c) { return c.events; })};
}

/// What the smallest cases come to; nothing without any.
std::string smallest_line(const std::vector<ZooRow>& rows) {
  const auto median = median_case(rows);
  if (!median)
    return {};
  return std::to_string(shrunk_count(rows)) + " cases shrunk from " + std::to_string(enlarged_nodes) + " nodes and " +
         std::to_string(enlarged_tasks) + " tasks, median nodes/tasks/events " + size_text(*median) + '\n';
}

Json table_json(const std::vector<ZooBug>& bugs, const std::vector<ZooRow>& rows, const ZooOptions& options) {
  std::vector<Json> items;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Json item = json_object();
    for (const Column& column : columns())
      item.set(column.name, column.json(bugs[i], rows[i]));
    item.set("passed", json_boolean(rows[i].passed()));
    Json others = json_object();
    for (const auto& [property, seeds] : rows[i].others)
      others.set(property, json_integer(seeds));
    item.set("others", std::move(others));
    items.push_back(std::move(item));
  }
  Json document = json_object();
  document.set("seeds", json_integer(options.seeds));
  document.set("bugs", json_array(std::move(items)));
  if (const auto median = median_case(rows))
    document.set("median nodes/tasks/events", size_json(*median));
  return document;
}

std::string total_line(const std::vector<ZooRow>& rows, const ZooOptions& options) {
  const auto count = [&](auto which) { return std::to_string(std::count_if(rows.begin(), rows.end(), which)); };
  return count([](const ZooRow& row) { return row.passed(); }) + " of " + std::to_string(rows.size()) +
         " bugs caught by their checkers, " + count([](const ZooRow& row) { return row.caught == 0; }) + " missed, " +
         count([](const ZooRow& row) { return row.false_alarm.has_value(); }) + " false alarms, " +
         std::to_string(options.seeds) + (options.seeds == 1 ? " seed" : " seeds") + " each\n";
}

Result<std::uint64_t> number_option(const Options& options, std::string_view name, std::uint64_t otherwise,
                                    std::uint64_t max) {
  const auto text = options.value(name);
  if (!text)
    return otherwise;
  const auto count = parse_count(*text);
  if (!count || *count < 1 || *count > max)
    return Error{Errc::invalid_value,
                 "--" + std::string{name} + ": " + *text + " is not a count from 1 to " + std::to_string(max)};
  return *count;
}

Result<ZooOptions> zoo_options(const Options& options) {
  const auto seeds = number_option(options, "seeds", 5, 1'000'000);
  const auto jobs = number_option(options, "jobs", std::max(1U, std::thread::hardware_concurrency()), 1024);
  if (!seeds || !jobs)
    return !seeds ? seeds.error() : jobs.error();
  ZooOptions result{.seeds = seeds.value(),
                    .jobs = static_cast<unsigned>(jobs.value()),
                    .shrink = !options.has("no-shrink"),
                    .capsules = options.value("capsules").value_or("")};
  if (!result.shrink && !result.capsules.empty())
    return Error{Errc::invalid_value, "--capsules: with --no-shrink there are no cases to keep"};
  const auto& known = checked_properties();
  for (const std::string& name : options.values("without-checker")) {
    if (name != determinism_checker && std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string_view near = nearest(name, known);
      return Error{Errc::invalid_value, "--without-checker: " + name + " is not a checker" +
                                            (near.empty() ? "" : "; the nearest is " + std::string{near})};
    }
    result.without_checkers.push_back(name);
  }
  return result;
}

/// The bugs that were asked for, or all.
Result<std::vector<ZooBug>> chosen(std::vector<ZooBug> bugs, const std::vector<std::string>& ids) {
  for (const std::string& id : ids)
    if (std::none_of(bugs.begin(), bugs.end(), [&](const ZooBug& bug) { return bug.id == id; }))
      return Error{Errc::not_found, id + ": no bug of the zoo"};
  if (!ids.empty())
    std::erase_if(bugs, [&](const ZooBug& bug) { return std::find(ids.begin(), ids.end(), bug.id) == ids.end(); });
  return bugs;
}

Exit zoo(const Options& options, Console& console) {
  auto wanted = zoo_options(options);
  if (!wanted)
    return report(wanted.error(), console);
  auto all = read_zoo(ready_zoo_folder());
  if (!all)
    return report(all.error(), console);
  const auto bugs = chosen(std::move(all).value(), options.words());
  if (!bugs)
    return report(bugs.error(), console);
  const InterruptionGuard interruption;
  wanted.value().interrupted = &interruption.signal();
  const auto rows = run_zoo(bugs.value(), wanted.value());
  if (rows.empty())
    return interruption.signal() == SIGTERM ? Exit::terminated : Exit::interrupted;
  const bool json = options.has("json");
  if (json)
    console.out << print_json(table_json(bugs.value(), rows, wanted.value()));
  (json ? console.err : console.out) << table_text(bugs.value(), rows) << smallest_line(rows)
                                     << total_line(rows, wanted.value());
  const bool passed = std::all_of(rows.begin(), rows.end(), [](const ZooRow& row) { return row.passed(); });
  return passed ? Exit::valid : Exit::violated;
}

} // namespace

Command zoo_command() {
  return {{"zoo",
           "[ID]...",
           1000,
           false,
           "Run scenarios with known bugs, and see whether the checkers notice",
           {{"seeds", "N", "Seeds 1 to N of each, 5 by default", false},
            {"jobs", "N", "Runs at a time, one per core by default; never changes a result", false},
            {"without-checker", "NAME", "This checker does not look, so that its bugs are missed; repeatable", true},
            {"no-shrink", "", "Do not make the smallest case of each bug, which takes most of the time", false},
            {"capsules", "DIR", "Keep the smallest cases in this folder, to be replayed", false},
            {"json", "", "Print the table as JSON on standard output, the one for people on standard error", false}}},
          zoo};
}

} // namespace creditsim::scenarios
