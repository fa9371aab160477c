// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace creditsim::scenarios {

namespace {

Json plain(Json::Kind kind, std::string text) {
  Json value;
  value.kind = kind;
  value.text = std::move(text);
  return value;
}

void append_quoted(std::string& out, std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

struct Layout {
  bool pretty;
  int level;

  std::string line(int deeper) const {
    std::string text;
    if (pretty) {
      text = '\n';
      text.append(static_cast<std::size_t>(level + deeper) * 2, ' ');
    }
    return text;
  }
  Layout inner() const { return {pretty, level + 1}; }
};

void append(std::string& out, const Json& value, Layout layout);

void append_array(std::string& out, const Json& value, Layout layout) {
  constexpr std::size_t long_text = 40;
  const bool one_line = std::all_of(value.items.begin(), value.items.end(),
                                    [](const Json& item) { return item.scalar() && item.text.size() < long_text; });
  out += '[';
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (i > 0)
      out += one_line && layout.pretty ? ", " : ",";
    if (!one_line)
      out += layout.line(1);
    append(out, value.items[i], layout.inner());
  }
  if (!one_line)
    out += layout.line(0);
  out += ']';
}

void append_object(std::string& out, const Json& value, Layout layout) {
  out += '{';
  for (std::size_t i = 0; i < value.members.size(); ++i) {
    if (i > 0)
      out += ',';
    out += layout.line(1);
    append_quoted(out, value.members[i].key);
    out += layout.pretty ? ": " : ":";
    append(out, value.members[i].value, layout.inner());
  }
  if (!value.members.empty())
    out += layout.line(0);
  out += '}';
}

void append(std::string& out, const Json& value, Layout layout) {
  switch (value.kind) {
  case Json::Kind::null:
    out += "null";
    return;
  case Json::Kind::boolean:
  case Json::Kind::number:
    out += value.text;
    return;
  case Json::Kind::string:
    append_quoted(out, value.text);
    return;
  case Json::Kind::array:
    append_array(out, value, layout);
    return;
  case Json::Kind::object:
    append_object(out, value, layout);
    return;
  }
}

} // namespace

const Json* Json::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const JsonMember& m) { return m.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

Json* Json::find(std::string_view key) {
  const auto found = std::find_if(members.begin(), members.end(), [&](const JsonMember& m) { return m.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

Json& Json::set(std::string_view key, Json value) {
  if (kind == Kind::null)
    kind = Kind::object;
  CREDITSIM_CHECK(kind == Kind::object);
  if (Json* known = find(key)) {
    *known = std::move(value);
    return *known;
  }
  members.push_back({std::string{key}, std::move(value)});
  return members.back().value;
}

Json json_text(std::string_view text) { return plain(Json::Kind::string, std::string{text}); }
Json json_boolean(bool value) { return plain(Json::Kind::boolean, value ? "true" : "false"); }
Json json_integer(std::uint64_t value) { return plain(Json::Kind::number, std::to_string(value)); }
Json json_number(double value) { return plain(Json::Kind::number, shortest(value)); }
Json json_money(core::Credits amount) { return plain(Json::Kind::number, amount.to_string()); }
Json json_object() { return plain(Json::Kind::object, {}); }

Json json_array(std::vector<Json> items) {
  Json value = plain(Json::Kind::array, {});
  value.items = std::move(items);
  return value;
}

std::string shortest(double value) {
  CREDITSIM_CHECK(std::isfinite(value));
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value == 0.0 ? 0.0 : value).ptr; // no "-0"
  return {buffer, end};
}

std::string print_json(const Json& value) {
  std::string out;
  append(out, value, {true, 0});
  out += '\n';
  return out;
}

std::string print_compact_json(const Json& value) {
  std::string out;
  append(out, value, {false, 0});
  return out;
}

} // namespace creditsim::scenarios
