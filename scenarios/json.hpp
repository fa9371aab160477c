// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::scenarios {

struct JsonMember;

/// A JSON document as it was written: members in order, numbers as text, so that nothing is lost before its unit is
/// known. Also what all our own documents are made of.
struct Json {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::string text;                ///< boolean: `true` or `false`; number: as written; string: its content
  std::vector<Json> items;         ///< array
  std::vector<JsonMember> members; ///< object
  bool from_option = false;        ///< given on the command line, so texts need no quotes

  /// The member `key` of an object, or null.
  const Json* find(std::string_view key) const;
  Json* find(std::string_view key);

  /// Adds the member `key`, or replaces it in its place; a null value becomes an object.
  Json& set(std::string_view key, Json value);

  /// True for what holds no other values.
  bool scalar() const { return kind != Kind::array && kind != Kind::object; }
};

struct JsonMember {
  std::string key;
  Json value;
};

Json json_text(std::string_view text);
Json json_boolean(bool value);
Json json_integer(std::uint64_t value);

/// The shortest decimal number that reads back as `value`, which is finite.
Json json_number(double value);

/// The amount in credits with two decimals.
Json json_money(core::Credits amount);

Json json_object();
Json json_array(std::vector<Json> items = {});

/// The shortest decimal text that reads back as `value`, which is finite; the same on every machine.
std::string shortest(double value);

/// Reads one document in UTF-8, with `//` comments. Refuses (`Errc::malformed`) anything else, a member that is there
/// twice and more than 64 levels; the context says where: `line 3, column 7: ...` or `network.loss: ...`.
core::Result<Json> parse_json(std::string_view text);

/// The document with two spaces per level and a final newline; lists of plain values without long texts stay on one
/// line.
std::string print_json(const Json& value);

/// The document without any white space.
std::string print_compact_json(const Json& value);

/// True when `text` is valid UTF-8.
bool is_utf8(std::string_view text);

} // namespace creditsim::scenarios
