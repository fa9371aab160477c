// SPDX-License-Identifier: MIT
#include "core/json_members.hpp"

#include <algorithm>
#include <utility>

namespace creditsim::core {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t value_shown_max = 40;

} // namespace

std::string shown_json(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > value_shown_max)
    text = text.substr(0, value_shown_max) + "...";
  return text;
}

Error unexpected_json(const std::string& place, const Json& value, const char* expected) {
  return {Errc::malformed,
          (place.empty() ? "" : place + ": ") + "found " + shown_json(value) + ", expected " + expected};
}

std::string member_place(const std::string& place, std::string_view key) {
  return place.empty() ? std::string{key} : place + "." + std::string{key};
}

Result<void> JsonMembers::check() const {
  if (!object_.is_object())
    return unexpected_json(place_, object_, "an object");
  for (const auto& member : object_.get_ref<const Json::object_t&>())
    if (std::find(names_.begin(), names_.end(), member.first) == names_.end())
      return Error{Errc::malformed, place(member.first) + ": unknown member, expected " + listed()};
  return {};
}

const Json* JsonMembers::find(const char* key) const {
  const auto member = object_.find(key);
  return member == object_.end() ? nullptr : &*member;
}

Result<std::string_view> JsonMembers::text(const char* key, const char* expected) const {
  const Json* const value = find(key);
  if (value == nullptr)
    return missing(key, expected);
  if (!value->is_string())
    return unexpected_json(place(key), *value, expected);
  return std::string_view{value->get_ref<const std::string&>()};
}

Result<std::string_view> JsonMembers::name(const char* key) const {
  Result<std::string_view> found = text(key, "a name");
  if (found && found.value().empty())
    return unexpected_json(place(key), *find(key), "a name");
  return found;
}

Result<void> JsonMembers::optional_name(const char* key, std::optional<std::string_view>& name_found) const {
  if (find(key) == nullptr)
    return {};
  const Result<std::string_view> found = name(key);
  if (!found)
    return found.error();
  name_found = found.value();
  return {};
}

Error JsonMembers::missing(const char* key, const char* expected) const {
  return {Errc::malformed, place(key) + ": missing, expected " + expected};
}

std::string JsonMembers::listed() const {
  std::string list;
  for (const std::string_view& name : names_)
    list += (list.empty() ? "" : ", ") + std::string{name};
  return list;
}

} // namespace creditsim::core
