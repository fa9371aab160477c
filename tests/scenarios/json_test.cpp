// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim::scenarios;

TEST_CASE("Json: documents: order of members and text of numbers are kept", "[scenarios][json]") {
  const std::string text =
      R"({"b":[1,2.50,-3,1e6,18446744073709551615],"a":{"x":"é\n\"\\","n":null,"t":true},"e":{},"l":[]})";
  const auto document = parse_json(text);
  REQUIRE(document.ok());
  CHECK(print_compact_json(document.value()) == text);
}

TEST_CASE("Json: printing: plain lists on one line, two spaces a level", "[scenarios][json]") {
  const auto document = parse_json(R"({"a":[1,"x"],"b":[{"c":[]},[2]],"d":{}})");
  REQUIRE(document.ok());
  CHECK(print_json(document.value()) == R"({
  "a": [1, "x"],
  "b": [
    {
      "c": []
    },
    [2]
  ],
  "d": {}
}
)");
}

TEST_CASE("Json: doubles: the shortest text that reads back, and no negative zero", "[scenarios][json]") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(1.0 / 3.0) == "0.3333333333333333");
  CHECK(shortest(100.0) == "100");
  CHECK(shortest(1e300) == "1e+300");
  CHECK(shortest(-0.0) == "0");
}

TEST_CASE("Json: UTF-8: what is not the shortest form of a character is refused", "[scenarios][json]") {
  CHECK(is_utf8("aé€\xF0\x9F\x98\x80"));
  for (const char* text : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF8\x88\x80\x80\x80", "\xE2\x82"})
    CHECK_FALSE(is_utf8(text));
}

} // namespace
