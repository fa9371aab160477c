// SPDX-License-Identifier: MIT
#include "core/task_memo.hpp"

namespace creditsim::core {

namespace {

constexpr std::size_t usual_length = 160; // one allocation for texts of the usual length

bool needs_escape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

void append_escape(std::string& text, char c) {
  constexpr std::string_view short_names = "btnvfr"; // for 8..13; 11 has no short form in JSON
  const auto code = static_cast<unsigned char>(c);
  text += '\\';
  if (code >= 0x20) {
    text += c;
  } else if (code >= 8 && code <= 13 && code != 11) {
    text += short_names[code - 8U];
  } else {
    constexpr std::string_view digits = "0123456789abcdef";
    text += "u00";
    text += digits[code >> 4U];
    text += digits[code & 15U];
  }
}

void append_quoted(std::string& text, std::string_view value) {
  bool plain = true; // looked at as a whole first, because ids and names hardly ever need an escape
  for (const char c : value)
    plain &= !needs_escape(c);
  text += '"';
  if (plain) {
    text += value;
  } else {
    for (const char c : value)
      if (needs_escape(c))
        append_escape(text, c);
      else
        text += c;
  }
  text += '"';
}

} // namespace

TaskMemo::TaskMemo(Kind kind, LooseText task, LooseText task_type, LooseText peer) {
  text_.reserve(usual_length);
  add("{\"taskId\":", task);
  text_ += text_.empty() ? "{" : ",";
  text_ += kind == Kind::completion ? "\"type\":\"task_completion\"" : "\"type\":\"task_submission\"";
  add(",\"taskType\":", task_type);
  add(kind == Kind::completion ? ",\"submitter\":" : ",\"targetPeer\":", peer);
  text_ += '}';
}

void TaskMemo::add(std::string_view before, LooseText value) {
  if (value.kind() == LooseText::Kind::absent)
    return;
  text_ += before;
  if (value.is_text())
    append_quoted(text_, value.spelling());
  else
    text_ += value.spelling();
}

} // namespace creditsim::core
