// SPDX-License-Identifier: MIT
#include "core/table_text.hpp"

#include "tests/catch.hpp"

#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

/// All fields, line by line.
std::vector<std::vector<std::string>> fields_of(std::string_view text) {
  TableText table{text, "table.txt"};
  std::vector<std::vector<std::string>> lines;
  while (table.next_line()) {
    lines.emplace_back();
    for (auto field = table.next_field(); !field.empty(); field = table.next_field())
      lines.back().emplace_back(field);
  }
  return lines;
}

using Lines = std::vector<std::vector<std::string>>;

} // namespace

TEST_CASE("TableText: lines and fields: any white space parts fields, line feeds part lines", "[core][table_text]") {
  CHECK(fields_of("").empty());
  CHECK(fields_of("a") == Lines{{"a"}});
  CHECK(fields_of("a b\n") == Lines{{"a", "b"}});
  CHECK(fields_of(" \ta\v\f b \r\n\n c") == Lines{{"a", "b"}, {}, {"c"}});
}

TEST_CASE("TableText: error: names the text and the current line", "[core][table_text]") {
  TableText table{"a\nb\n", "table.txt"};
  CHECK(table.error("nothing", "a line") == Error{Errc::malformed, "table.txt:0: found nothing, expected a line"});
  REQUIRE(table.next_line());
  REQUIRE(table.next_line());
  CHECK(table.error("\"b\"", "c").context == "table.txt:2: found \"b\", expected c");
  REQUIRE_FALSE(table.next_line());
  CHECK(table.error("the end", "c").context == "table.txt:2: found the end, expected c");
}

TEST_CASE("TableText: quoted: one printable line of bounded length", "[core][table_text]") {
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("a~ !") == "\"a~ !\"");
  CHECK(creditsim::core::quoted(std::string{"\0\n\x1b\x7f\xff", 5}) == "\"\\x00\\x0a\\x1b\\x7f\\xff\"");
  CHECK(creditsim::core::quoted(std::string(32, 'x')) == "\"" + std::string(32, 'x') + "\"");
  CHECK(creditsim::core::quoted(std::string(33, 'x')) == "\"" + std::string(32, 'x') + "...\"");
}
