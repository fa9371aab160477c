// SPDX-License-Identifier: MIT
#include "scenarios/scenario_reader.hpp"

#include "scenarios/key_values.hpp"
#include "scenarios/scenario_checks.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/scenario_settings.hpp"
#include "scenarios/units.hpp"

#include <algorithm>

namespace creditsim::scenarios {

namespace {

using core::Result;

/// The value at `path`, or null.
const Json* find_at(const Json& document, std::string_view path) {
  const Json* value = &document;
  while (value != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    value = value->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return value;
}

bool holds_option(const Json& value) {
  return value.from_option || std::any_of(value.items.begin(), value.items.end(), holds_option) ||
         std::any_of(value.members.begin(), value.members.end(),
                     [](const JsonMember& m) { return holds_option(m.value); });
}

/// Where the value at `path` was written: in the file or by a setting.
ValuePlace place_of(const ScenarioText& source, const Json& document, std::string_view path) {
  const Json* value = find_at(document, path.substr(0, path.find('['))); // of a list, the whole
  if (value != nullptr && holds_option(*value)) {
    std::error_code ignored; // without a working directory relative files stay relative
    return {"--set", std::string{path}, std::filesystem::current_path(ignored)};
  }
  return {source.label, std::string{path}, source.folder};
}

/// Refuses members of the file's objects that are no keys.
Result<void> check_members(const Json& object, const std::string& group, const ScenarioText& source) {
  for (const auto& [name, value] : object.members) {
    const std::string path = group.empty() ? name : group + "." + name;
    const ValuePlace place{source.label, path, {}};
    if (name == "description" || (group.empty() && name == "$schema")) {
      if (value.kind != Json::Kind::string)
        return key_error(place, quoted_value(value) + " is not a text");
    } else if (is_group(path)) {
      if (value.kind != Json::Kind::object)
        return key_error(place, quoted_value(value) + " is not an object");
      if (const auto checked = check_members(value, path, source); !checked)
        return checked;
    } else if (find_scenario_key(path) == nullptr && !(group.empty() && name == inputs_member)) {
      return key_error(place, unknown_key_text(path));
    }
  }
  return {};
}

/// Counts of what was odd in a file are for people; a run counts again.
bool is_record_member(const JsonMember& member) {
  return member.key == "bytes" || member.key == "xxh3_128" ||
         (member.key == "counts" && member.value.kind == Json::Kind::object);
}

Result<InputRecord> read_record(const Json& value, const ValuePlace& place) {
  const Json* bytes = value.find("bytes");
  const Json* digest = value.find("xxh3_128");
  const auto count = bytes != nullptr && bytes->kind == Json::Kind::number ? parse_count(bytes->text) : std::nullopt;
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!count || digest == nullptr || digest->kind != Json::Kind::string || digest->text.size() != 32 ||
      !std::all_of(digest->text.begin(), digest->text.end(), hexadecimal) ||
      !std::all_of(value.members.begin(), value.members.end(), is_record_member))
    return key_error(place, "not the record of a file, {\"bytes\": COUNT, \"xxh3_128\": \"32 HEXADECIMAL DIGITS\"}");
  return InputRecord{*count, digest->text};
}

Result<std::map<std::string, InputRecord>> read_records(const Json& document, const ScenarioText& source) {
  std::map<std::string, InputRecord> records;
  const Json* inputs = document.find(inputs_member);
  if (inputs == nullptr)
    return records;
  const std::string group{inputs_member};
  if (inputs->kind != Json::Kind::object)
    return key_error({source.label, group, {}}, quoted_value(*inputs) + " is not an object");
  for (const auto& [path, value] : inputs->members) {
    const ValuePlace place{source.label, group + "." + path, {}};
    const ScenarioKey* key = find_scenario_key(path);
    if (key == nullptr || !std::holds_alternative<FileKey>(key->kind))
      return key_error(place, "not a key that names a file");
    auto record = read_record(value, place);
    if (!record)
      return record.error();
    // A file that is named anew by a setting is not the recorded one.
    const Json* file = find_at(document, path);
    if (file == nullptr || !file->from_option)
      records[path] = std::move(record).value();
  }
  return records;
}

Result<void> read_keys(const Json& document, const ScenarioText& source, core::Scenario& scenario) {
  // The profile goes first: it decides what the rules are by default.
  const ScenarioKey& profile = *find_scenario_key("profile");
  if (const Json* value = find_at(document, profile.path))
    if (auto read = read_value(profile, *value, place_of(source, document, profile.path), scenario); !read)
      return read;
  scenario.take(scenario.profile);
  for (const ScenarioKey& key : scenario_keys()) {
    const Json* value = find_at(document, key.path);
    if (value == nullptr)
      continue;
    const auto read = read_value(key, *value, place_of(source, document, key.path), scenario);
    if (!read)
      return read;
  }
  return {};
}

Result<Json> read_document(const ScenarioText& source, const std::vector<std::string>& settings) {
  auto document = parse_json(source.text);
  if (!document)
    return core::Error{core::Errc::malformed, one_line(source.label + ": " + document.error().context)};
  if (document.value().kind != Json::Kind::object)
    return key_error({source.label, "", {}}, quoted_value(document.value()) + " is not an object of scenario keys");
  if (const auto checked = check_members(document.value(), "", source); !checked)
    return checked.error();
  for (const std::string& setting : settings)
    if (const auto applied = apply_setting(document.value(), setting); !applied)
      return applied.error();
  return document;
}

} // namespace

Result<LoadedScenario> read_scenario(const ScenarioText& source, const std::vector<std::string>& settings) {
  const auto document = read_document(source, settings);
  if (!document)
    return document.error();
  LoadedScenario loaded;
  loaded.label = source.label;
  if (const Json* description = document.value().find("description"))
    loaded.description = description->text;
  core::Scenario& scenario = loaded.scenario;
  if (const auto read = read_keys(document.value(), source, scenario); !read)
    return read.error();
  auto records = read_records(document.value(), source);
  if (!records)
    return records.error();
  loaded.recorded = std::move(records).value();
  if (scenario.topology.kind == core::TopologySpec::Kind::edge_list && document.value().find("nodes") == nullptr)
    scenario.nodes = 0;
  if (scenario.name.empty())
    scenario.name = std::filesystem::path{source.label}.stem().string();
  if (const auto fault = fault_across_keys(scenario))
    return key_error(place_of(source, document.value(), fault->path), fault->text);
  return loaded;
}

} // namespace creditsim::scenarios
