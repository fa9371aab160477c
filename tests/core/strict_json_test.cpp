// SPDX-License-Identifier: MIT
#include "core/strict_json.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

std::string refusal(const std::string& text) {
  const auto json = parse_strict_json(text);
  REQUIRE_FALSE(json.ok());
  CHECK(json.error().code == Errc::malformed);
  return json.error().context;
}

std::string canonical(const std::string& text) { return canonical_json(parse_strict_json(text).value()); }

TEST_CASE("Strict JSON: members: keep the order of the text", "[core][json]") {
  CHECK(parse_strict_json(R"({"b":1,"a":[true,null,{"z":-1.5}],"":"\u00e9"})").value().dump() ==
        R"({"b":1,"a":[true,null,{"z":-1.5}],"":"é"})");
}

TEST_CASE("Strict JSON: refusals: name the place, what was found and what was expected", "[core][json]") {
  CHECK(refusal("") == "byte 1: found the end, expected JSON");
  CHECK(refusal("{\"a\":1} x") == "byte 9: found 'x', expected JSON");
  CHECK(refusal("{\"a\":tru}") == "byte 9: found '}', expected JSON");
  CHECK(refusal("[1,2") == "byte 5: found the end, expected JSON");
  CHECK(refusal("{\"a\":1,}") == "byte 8: found '}', expected JSON");
  CHECK(refusal("// note\n1") == "byte 1: found '/', expected JSON");
  CHECK(refusal("NaN") == "byte 1: found 'N', expected JSON");
  CHECK(refusal("[1e999]") == "byte 6: found a number beyond all doubles, expected JSON");
  CHECK(refusal("\"\xff\"") == "byte 2: found byte 0xff, expected JSON");
  CHECK(refusal("[\"a\tb\"]") == "byte 4: found byte 0x09, expected JSON");
  CHECK(refusal("\"\\ud800\"") == "byte 8: found '\"', expected JSON");
}

TEST_CASE("Strict JSON: an object with a key twice: is refused with its place", "[core][json]") {
  CHECK(refusal(R"({"a":1,"b":2,"a":1})") == R"(key "a" stands twice, expected once)");
  CHECK(refusal(R"({"x":[0,{"y":{"a":1,"a":2}}]})") == R"(x[1].y: key "a" stands twice, expected once)");
  CHECK(refusal(R"({"a":1,"\u0061":2})") == R"(key "a" stands twice, expected once)");
}

TEST_CASE("Strict JSON: nesting: 64 levels are taken, 65 are refused, a million too", "[core][json]") {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  CHECK(parse_strict_json(nested(64)).ok());
  CHECK(refusal(nested(65)).ends_with(": nested deeper than 64 levels"));
  CHECK(refusal(std::string(1'000'000, '[')).ends_with(": nested deeper than 64 levels"));
}

TEST_CASE("Canonical JSON: sorts keys, drops white space, writes whole numbers whole", "[core][json]") {
  CHECK(canonical(" { \"b\" : [ 1 , 2.50 ] , \"a\" : { } } ") == R"({"a":{},"b":[1,2.5]})");
  CHECK(canonical("[1.0, 1e2, -0.0, 0.1, 1e300, 9007199254740993, -5]") == "[1,100,0,0.1,1e+300,9007199254740993,-5]");
  CHECK(canonical(R"(["\u00e9\n\u0001\/\"", true, null])") == R"(["é\n\u0001/\"",true,null])");
  CHECK(canonical_json(nlohmann::json::parse(R"({"b":1,"a":2})")) == R"({"a":2,"b":1})");
}

TEST_CASE("Canonical JSON: is its own canonical form", "[core][json]") {
  for (const char* text : {"1", "\"x\"", R"({"z":{"y":[1.25,{}],"x":null},"a":[]})", "[1e-7,123456.789,1e21]"})
    CHECK(canonical(canonical(text)) == canonical(text));
}

} // namespace
} // namespace creditsim::core
