// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace creditsim::core {

/// Reads plain text line by line and names the places of errors in it.
class TableText {
public:
  /// `name` stands for the text in messages; both must outlive the reader.
  TableText(std::string_view text, std::string_view name) : rest_{text}, name_{name} {}

  /// Moves to the next line, and is false when there is none. A line ends at a line feed or at the end of the text.
  bool next_line();

  /// The next field of the current line, without the white space (blank, tab, carriage return, vertical tab, form feed)
  /// around it; empty at the end of the line.
  std::string_view next_field();

  /// `NAME:LINE: found FOUND, expected EXPECTED`, for the current line.
  Error error(std::string_view found, std::string_view expected) const;

private:
  std::string_view rest_;
  std::string_view name_;
  std::string_view line_;
  std::size_t line_number_ = 0;
};

/// `text` in double quotes for a message of one line: what is not printable ASCII as `\xNN`, cut after 32 bytes.
std::string quoted(std::string_view text);

} // namespace creditsim::core
