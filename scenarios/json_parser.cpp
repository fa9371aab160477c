// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace creditsim::scenarios {

namespace {

constexpr std::size_t levels_max = 64; // far beyond any scenario; keeps recursion over a document shallow

/// The position and cause in the library's words, without its error number.
std::string without_error_number(std::string_view what) {
  if (const auto end = what.find("] "); end != std::string_view::npos)
    what.remove_prefix(end + 2);
  constexpr std::string_view opening = "parse error at ";
  if (what.substr(0, opening.size()) == opening)
    what.remove_prefix(opening.size());
  return std::string{what};
}

/// Builds a `Json` from the library's events. Each call returns false to stop at the first fault.
class Builder {
public:
  using string_t = std::string;

  bool null() { return add({}); }
  bool boolean(bool value) { return add(json_boolean(value)); }
  bool number_integer(std::int64_t value) { return add(number(std::to_string(value))); }
  bool number_unsigned(std::uint64_t value) { return add(number(std::to_string(value))); }
  bool number_float(double, const std::string& text) { return add(number(text)); }
  bool string(std::string& text) { return add(json_text(text)); }
  bool binary(nlohmann::json::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(json_object()); }
  bool start_array(std::size_t) { return open(json_array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    if (open_.back()->find(name) != nullptr) {
      keys_.push_back(name);
      return fail(path() + ": the key is there twice");
    }
    keys_.push_back(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& fault) {
    return fail(without_error_number(fault.what()));
  }

  core::Result<Json> result(bool complete) {
    if (complete)
      return std::move(root_);
    return core::Error{core::Errc::malformed, error_.value_or("the document ends early")};
  }

private:
  static Json number(std::string text) {
    Json value;
    value.kind = Json::Kind::number;
    value.text = std::move(text);
    return value;
  }

  bool fail(std::string context) {
    if (!error_)
      error_ = std::move(context);
    return false;
  }

  std::string path() const {
    std::string result;
    for (const std::string& key : keys_)
      result += key.empty() || result.empty() ? key : "." + key;
    return result;
  }

  /// Puts `value` where the document stands and returns its place.
  Json& place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return root_;
    }
    Json& parent = *open_.back();
    if (parent.kind == Json::Kind::array)
      return parent.items.emplace_back(std::move(value));
    return parent.members.emplace_back(JsonMember{keys_.back(), std::move(value)}).value;
  }

  bool add(Json value) {
    place(std::move(value));
    leave_member();
    return true;
  }

  bool open(Json value) {
    if (open_.size() == levels_max)
      return fail(path() + ": more than " + std::to_string(levels_max) + " levels");
    open_.push_back(&place(std::move(value))); // stays put: its parent does not grow before it is closed
    return true;
  }

  bool close() {
    open_.pop_back();
    leave_member();
    return true;
  }

  /// A finished value of an object takes its key off the path.
  void leave_member() {
    if (!open_.empty() && open_.back()->kind == Json::Kind::object)
      keys_.pop_back();
  }

  Json root_;
  std::vector<Json*> open_;
  std::vector<std::string> keys_;
  std::optional<std::string> error_;
};

/// The number of bytes of the UTF-8 sequence at the start of `text`, or 0.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xc2 && lead < 0xe0 ? 2
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length)
    return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (byte(i) < 0x80 || byte(i) > 0xbf)
      return 0;
  // The second byte excludes longer forms than needed, surrogates and what is beyond U+10FFFF.
  if ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf0 && byte(1) < 0x90) ||
      (lead == 0xf4 && byte(1) > 0x8f))
    return 0;
  return length;
}

/// The place of the first byte that is not UTF-8, or the size of `text`.
std::size_t utf8_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0)
      break;
    at += length;
  }
  return at;
}

} // namespace

bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

core::Result<Json> parse_json(std::string_view text) {
  if (const std::size_t at = utf8_prefix(text); at < text.size())
    return core::Error{core::Errc::malformed, "byte " + std::to_string(at + 1) + " is not UTF-8 text"};
  Builder builder;
  const bool complete =
      nlohmann::json::sax_parse(text.begin(), text.end(), &builder, nlohmann::json::input_format_t::json, true, true);
  return builder.result(complete);
}

} // namespace creditsim::scenarios
