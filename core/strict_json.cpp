// SPDX-License-Identifier: MIT
#include "core/strict_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace creditsim::core {

namespace {

using Json = nlohmann::ordered_json;

constexpr int out_of_range_id = 406;                      // the parser's number for "this number does not fit"
constexpr double exact_integers_end = 9007199254740992.0; // 2^53: from here on doubles skip whole numbers

// Builds the value event by event, so that keys are seen as they stand in the text.
class Builder {
public:
  Builder(std::string_view text, int depth_max, Json& root) : text_{text}, depth_max_{depth_max}, root_{root} {}

  const std::string& message() const { return message_; }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(Json::number_integer_t value) { return add(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
  bool number_float(Json::number_float_t value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_array() { return close(); }

  bool key(std::string& key) {
    key_ = std::move(key);
    return true;
  }

  bool end_object() {
    std::vector<std::string_view> keys;
    for (const auto& member : open_.back().node->get_ref<const Json::object_t&>())
      keys.push_back(member.first);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice != keys.end())
      return fail(at_place() + "key \"" + std::string{*twice} + "\" stands twice, expected once");
    return close();
  }

  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& error) {
    const std::string found = error.id == out_of_range_id ? "a number beyond all doubles" : byte_shown(byte);
    return fail("byte " + std::to_string(byte) + ": found " + found + ", expected JSON");
  }

private:
  struct Open {
    Json* node;
    std::string key; // under which it stands in its parent, if that is an object
  };

  // The byte at which the text stopped to be JSON, counted from 1.
  std::string byte_shown(std::size_t byte) const {
    if (byte == 0 || byte > text_.size())
      return "the end";
    const char found = text_[byte - 1];
    if (found > ' ' && found <= '~')
      return std::string{"'"} + found + "'";
    const auto code = static_cast<unsigned char>(found);
    return std::string{"byte 0x"} + "0123456789abcdef"[code >> 4] + "0123456789abcdef"[code & 15];
  }

  bool fail(std::string message) {
    message_ = std::move(message);
    return false;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back().node;
    if (parent.is_array())
      return &parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
    // Not `emplace`, which looks through all members first: `end_object` finds what stands twice.
    return &parent.get_ref<Json::object_t&>().emplace_back(key_, std::move(value)).second;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (open_.size() == static_cast<std::size_t>(depth_max_))
      return fail(at_place() + "nested deeper than " + std::to_string(depth_max_) + " levels");
    Json* const node = place(std::move(value));
    open_.push_back({node, key_});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // The innermost open container, as in `transactions[3]: `; nothing at the top.
  std::string at_place() const {
    std::string path;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      const Json& parent = *open_[i - 1].node;
      if (parent.is_array())
        path += "[" + std::to_string(parent.size() - 1) + "]";
      else
        path += (path.empty() ? "" : ".") + open_[i].key;
    }
    return path.empty() ? path : path + ": ";
  }

  std::string_view text_;
  int depth_max_;
  Json& root_;
  std::vector<Open> open_;
  std::string key_;
  std::string message_;
};

void write_number(double value, std::string& out) {
  if (std::floor(value) == value && std::fabs(value) < exact_integers_end)
    out += std::to_string(static_cast<std::int64_t>(value));
  else
    out += Json(value).dump();
}

std::string quoted(const std::string& text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

template <class AnyJson> void write_canonical(const AnyJson& value, std::string& out) {
  if (value.is_number_float()) {
    write_number(value.template get<double>(), out);
  } else if (value.is_string()) {
    out += quoted(value.template get_ref<const std::string&>());
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      out += i == 0 ? "" : ",";
      write_canonical(value[i], out);
    }
    out += ']';
  } else if (value.is_object()) {
    std::vector<std::pair<std::string_view, const AnyJson*>> members;
    for (auto member = value.begin(); member != value.end(); ++member)
      members.emplace_back(member.key(), &member.value());
    std::sort(members.begin(), members.end());
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      out += (i == 0 ? "" : ",") + quoted(std::string{members[i].first}) + ':';
      write_canonical(*members[i].second, out);
    }
    out += '}';
  } else {
    out += value.dump();
  }
}

} // namespace

Result<nlohmann::ordered_json> parse_strict_json(std::string_view text, int depth_max) {
  Json root;
  Builder builder{text, depth_max, root};
  if (!Json::sax_parse(text, &builder))
    return Error{Errc::malformed, builder.message()};
  return root;
}

std::string canonical_json(const nlohmann::ordered_json& value) {
  std::string text;
  write_canonical(value, text);
  return text;
}

std::string canonical_json(const nlohmann::json& value) {
  std::string text;
  write_canonical(value, text);
  return text;
}

} // namespace creditsim::core
