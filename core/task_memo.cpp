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
  text += '"';
  std::size_t begin = 0;
  for (std::size_t index = 0; index < value.size(); ++index) {
    if (!needs_escape(value[index]))
      continue;
    text += value.substr(begin, index - begin);
    append_escape(text, value[index]);
    begin = index + 1;
  }
  text += value.substr(begin);
  text += '"';
}

} // namespace

TaskMemo::TaskMemo(Kind kind, LooseText task, LooseText task_type, LooseText peer) {
  text_.reserve(usual_length);
  add("taskId", task);
  add("type", kind == Kind::completion ? "task_completion" : "task_submission");
  add("taskType", task_type);
  add(kind == Kind::completion ? "submitter" : "targetPeer", peer);
  text_ += '}';
}

void TaskMemo::add(std::string_view name, LooseText value) {
  if (value.kind() == LooseText::Kind::absent)
    return;
  text_ += text_.empty() ? "{\"" : ",\"";
  text_ += name;
  text_ += "\":";
  if (value.is_text())
    append_quoted(text_, value.spelling());
  else
    text_ += value.spelling();
}

} // namespace creditsim::core
