// SPDX-License-Identifier: MIT
#include "scenarios/zoo_table.hpp"

#include "scenarios/json.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/scenario_keys.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::Result;

constexpr std::string_view table_file = "zoo.json";
constexpr std::array<std::string_view, 6> members{"id", "what", "class", "checker", "scenario", "planted"};

Error fault(const std::string& label, const std::string& place, const std::string& found, const std::string& expected) {
  return {Errc::invalid_value, one_line(label + ": " + place + ": " + found + " is not " + expected)};
}

bool is_checker(std::string_view name) {
  const auto& known = checked_properties();
  return name == determinism_checker || std::find(known.begin(), known.end(), name) != known.end();
}

bool is_class(std::string_view text) { return text.size() == 1 && std::string_view{"DILPX"}.find(text) != text.npos; }

// One word in lower case: a file beside the table and nothing else.
bool is_scenario_name(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

/// One row of the table, member by member.
class RowReader {
public:
  RowReader(const std::string& label, std::string place, const Json& row)
      : label_{label}, place_{std::move(place)}, row_{row} {}

  Result<ZooBug> read() {
    if (row_.kind != Json::Kind::object)
      return fault(label_, place_, quoted_value(row_), "an object");
    for (const JsonMember& member : row_.members)
      if (std::find(members.begin(), members.end(), member.key) == members.end())
        return fault(label_, place_ + "." + member.key, "this member", "one of a bug's");
    ZooBug bug;
    bug.id = text(
        "id", [](std::string_view t) { return !t.empty(); }, "a name");
    bug.what = text(
        "what", [](std::string_view t) { return !t.empty(); }, "a line of text");
    bug.fault_class = text("class", is_class, "D, I, L, P or X");
    bug.checker = text("checker", is_checker, "the name of a checker");
    bug.loaded.label = text("scenario", is_scenario_name, "the name of a scenario in this folder");
    if (row_.find("planted") != nullptr)
      bug.planted = planted();
    return error_ ? Result<ZooBug>{*error_} : bug;
  }

private:
  template <class Good> std::string text(std::string_view member, Good good, const std::string& expected) {
    const Json* const value = row_.find(member);
    if (value != nullptr && value->kind == Json::Kind::string && good(value->text))
      return value->text;
    if (!error_)
      error_ = fault(label_, place_ + "." + std::string{member}, value == nullptr ? "nothing" : quoted_value(*value),
                     expected);
    return {};
  }

  core::PlantedFault planted() {
    const auto is_planted = [](std::string_view name) { return core::find_planted_fault(name).has_value(); };
    return core::find_planted_fault(text("planted", is_planted, "a planted fault")).value_or(core::PlantedFault::none);
  }

  const std::string& label_;
  std::string place_;
  const Json& row_;
  std::optional<Error> error_;
};

} // namespace

Result<std::vector<ZooBug>> read_zoo_table(const std::string& label, std::string_view text) {
  const auto document = parse_json(text);
  if (!document)
    return Error{document.error().code, one_line(label + ": " + document.error().context)};
  const Json* const rows = document.value().find("bugs");
  if (document.value().kind != Json::Kind::object || rows == nullptr || document.value().members.size() != 1)
    return fault(label, "the document", "this", "an object with one member, bugs");
  if (rows->kind != Json::Kind::array)
    return fault(label, "bugs", quoted_value(*rows), "a list");
  std::vector<ZooBug> bugs;
  std::set<std::string> ids;
  for (const Json& row : rows->items) {
    const std::string place = "bugs[" + std::to_string(bugs.size()) + "]";
    auto bug = RowReader{label, place, row}.read();
    if (!bug)
      return bug.error();
    if (!ids.insert(bug.value().id).second)
      return fault(label, place + ".id", bug.value().id, "another id than those before");
    bugs.push_back(std::move(bug).value());
  }
  return bugs;
}

Result<std::vector<ZooBug>> read_zoo(const std::filesystem::path& folder) {
  const std::filesystem::path table = folder / table_file;
  const auto text = read_file(table);
  if (!text)
    return text.error();
  auto bugs = read_zoo_table(table.string(), text.value());
  if (!bugs)
    return bugs;
  for (ZooBug& bug : bugs.value()) {
    const auto source = open_scenario((folder / (bug.loaded.label + ".json")).string());
    if (!source)
      return source.error();
    auto loaded = read_scenario(source.value(), {});
    if (!loaded)
      return loaded.error();
    bug.loaded = std::move(loaded).value();
  }
  return bugs;
}

std::filesystem::path ready_zoo_folder() { return ready_scenario_folder() / "zoo"; }

} // namespace creditsim::scenarios
