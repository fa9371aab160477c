// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// A value as messages show it: its JSON, cut when it is long.
std::string shown_json(const nlohmann::ordered_json& value);

/// `place: found VALUE, expected EXPECTED`; an empty place is left out.
Error unexpected_json(const std::string& place, const nlohmann::ordered_json& value, const char* expected);

/// The place of a member in messages, as in `earned.counters`.
std::string member_place(const std::string& place, std::string_view key);

/// The members of one JSON object that has a fixed set of them, taken by name. Refers to the object.
class JsonMembers {
public:
  JsonMembers(const nlohmann::ordered_json& object, std::string place, std::initializer_list<std::string_view> names)
      : object_{object}, place_{std::move(place)}, names_{names} {}

  /// Refuses what is not an object and members that nobody will take. Nothing is taken before.
  Result<void> check() const;

  /// The member, or null.
  const nlohmann::ordered_json* find(const char* key) const;

  /// The text under `key`, which must be there; a name is a text that is not empty.
  Result<std::string_view> text(const char* key, const char* expected) const;
  Result<std::string_view> name(const char* key) const;

  /// The name under `key` into `name_found`, if there is one.
  Result<void> optional_name(const char* key, std::optional<std::string_view>& name_found) const;

  Error missing(const char* key, const char* expected) const;
  std::string place(std::string_view key) const { return member_place(place_, key); }

private:
  std::string listed() const;

  const nlohmann::ordered_json& object_;
  std::string place_;
  std::vector<std::string_view> names_;
};

} // namespace creditsim::core
