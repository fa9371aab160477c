// SPDX-License-Identifier: MIT
#include "scenarios/scenario_settings.hpp"

#include "scenarios/key_values.hpp"
#include "scenarios/nearest.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/units.hpp"

#include <algorithm>

namespace creditsim::scenarios {

namespace {

core::Error setting_error(std::string_view path, const std::string& text) {
  return key_error({"--set", std::string{path}, {}}, text);
}

void mark_as_option(Json& value) {
  value.from_option = true;
  for (Json& item : value.items)
    mark_as_option(item);
  for (JsonMember& member : value.members)
    mark_as_option(member.value);
}

core::Result<Json> option_value(const ScenarioKey& key, std::string_view path, std::string_view text) {
  Json value = json_text(text);
  const bool plain = std::holds_alternative<TextKey>(key.kind) || std::holds_alternative<FileKey>(key.kind);
  if (!plain && text.find_first_of("{[\"") == 0) {
    auto parsed = parse_json(text);
    if (!parsed)
      return setting_error(path, parsed.error().context);
    value = std::move(parsed).value();
  }
  mark_as_option(value);
  return value;
}

/// The key whose value has members of its own and holds the member at `path`, or null.
const ScenarioKey* key_with_member(std::string_view path) {
  for (const ScenarioKey& key : scenario_keys()) {
    const bool members = std::holds_alternative<SpanKey>(key.kind) || std::holds_alternative<FactorsKey>(key.kind) ||
                         std::holds_alternative<WeightsKey>(key.kind);
    if (members && path.size() > key.path.size() + 1 && path.substr(0, key.path.size()) == key.path &&
        path[key.path.size()] == '.')
      return &key;
  }
  return nullptr;
}

/// The place of `path` in the document; groups come into being as they are needed.
Json& place_of(Json& document, std::string_view path) {
  Json* object = &document;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    const std::string_view group = path.substr(0, dot);
    Json* known = object->find(group);
    object = known != nullptr ? known : &object->set(group, json_object());
    path.remove_prefix(dot + 1);
  }
  Json* known = object->find(path);
  return known != nullptr ? *known : object->set(path, {});
}

/// A span written as text, as the object that means the same.
Json span_as_object(const Json& span) {
  if (span.kind == Json::Kind::object)
    return span;
  Json object = json_object();
  if (const auto range = parse_duration_range(span.text)) {
    object.set("kind", json_text("uniform"));
    object.set("min", json_text(format_duration(range->first)));
    object.set("max", json_text(format_duration(range->second)));
  } else {
    object.set("kind", json_text("constant"));
    object.set("value", span);
  }
  return object;
}

/// Another kind of span does not have the old one's members.
void drop_foreign_members(Json& span, std::string_view kind) {
  const auto members = span_members(kind);
  const auto foreign = [&](const JsonMember& member) {
    return member.key != "kind" && std::find(members.begin(), members.end(), member.key) == members.end();
  };
  span.members.erase(std::remove_if(span.members.begin(), span.members.end(), foreign), span.members.end());
}

void set_member(Json& document, const ScenarioKey& key, std::string_view member, Json value) {
  Json& object = place_of(document, key.path);
  const bool span = std::holds_alternative<SpanKey>(key.kind);
  if (object.kind == Json::Kind::null)
    object = print_value(key, core::Scenario{});
  if (span)
    object = span_as_object(object);
  if (object.kind != Json::Kind::object)
    object = json_object();
  if (span && member == "kind")
    drop_foreign_members(object, value.text);
  object.set(member, std::move(value));
}

std::vector<std::string_view> all_paths() {
  std::vector<std::string_view> paths;
  for (const ScenarioKey& key : scenario_keys())
    paths.push_back(key.path);
  return paths;
}

std::string_view last_part(std::string_view path) {
  const auto dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// The first key whose last part is that of `path`: for what stands in the wrong group.
std::string_view same_last_part(std::string_view path) {
  for (const ScenarioKey& key : scenario_keys())
    if (last_part(key.path) == last_part(path))
      return key.path;
  return {};
}

} // namespace

core::Result<void> apply_setting(Json& document, std::string_view setting) {
  const auto equals = setting.find('=');
  if (!is_utf8(setting))
    return setting_error("", "the setting is not UTF-8 text");
  if (equals == std::string_view::npos || equals == 0)
    return setting_error("", std::string{setting} + " is not KEY=VALUE");
  const std::string_view path = setting.substr(0, equals);
  const ScenarioKey* key = find_scenario_key(path);
  const ScenarioKey* owner = key != nullptr ? key : key_with_member(path);
  if (owner == nullptr)
    return setting_error(path, unknown_key_text(path));
  auto value = option_value(*owner, path, setting.substr(equals + 1));
  if (!value)
    return value.error();
  if (key != nullptr)
    place_of(document, path) = std::move(value).value();
  else
    set_member(document, *owner, path.substr(owner->path.size() + 1), std::move(value).value());
  return {};
}

std::string unknown_key_text(std::string_view path) {
  if (is_group(path))
    return "not a key but a group of keys";
  std::string_view known = same_last_part(path);
  if (known.empty())
    known = nearest(path, all_paths());
  return "not a known key" + (known.empty() ? std::string{} : "; the nearest is " + std::string{known});
}

bool is_group(std::string_view path) { return !group_description(path).empty(); }

} // namespace creditsim::scenarios
