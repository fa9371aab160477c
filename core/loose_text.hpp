// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace creditsim::core {

/// A name as untyped callers of the reference hand it over: a text, nothing, `null`, or another JSON value.
///
/// The reference looks names up by their spelling, so 7 and "7" are one task (fault F8), but writes them into memos as
/// they are. A view: whoever passes one keeps the text alive.
class LooseText {
public:
  enum class Kind : std::uint8_t {
    absent,  ///< not given; left out of a memo
    null,    ///< JSON null
    text,    ///< a text, quoted in a memo
    literal, ///< another JSON value, in its JSON form
  };

  constexpr LooseText() = default;
  constexpr LooseText(std::string_view text) : text_{text}, kind_{Kind::text} {}
  constexpr LooseText(const char* text) : LooseText{std::string_view{text}} {}
  LooseText(const std::string& text) : LooseText{std::string_view{text}} {}

  static constexpr LooseText null() { return LooseText{"null", Kind::null}; }
  static constexpr LooseText literal(std::string_view json) { return LooseText{json, Kind::literal}; }

  constexpr Kind kind() const { return kind_; }
  constexpr bool is_text() const { return kind_ == Kind::text; }

  /// What the reference prints and looks up: the text, `undefined`, `null` or the JSON form.
  constexpr std::string_view spelling() const { return text_; }

  /// Cheap for two views of one text: a node's payments name it as its own options do.
  friend bool operator==(const LooseText& a, const LooseText& b) {
    const bool same_view = a.text_.data() == b.text_.data() && a.text_.size() == b.text_.size();
    return a.kind_ == b.kind_ && (same_view || a.text_ == b.text_);
  }

private:
  constexpr LooseText(std::string_view text, Kind kind) : text_{text}, kind_{kind} {}

  std::string_view text_ = "undefined";
  Kind kind_ = Kind::absent;
};

} // namespace creditsim::core
