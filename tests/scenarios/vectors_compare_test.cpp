// SPDX-License-Identifier: MIT
#include "scenarios/vectors_compare.hpp"

#include "tests/catch.hpp"

namespace creditsim::scenarios {
namespace {

std::string place_of(const char* expected, const char* found, Tolerance tolerance = Tolerance::sums) {
  const auto difference = first_difference(Json::parse(expected), Json::parse(found), tolerance, "");
  return difference ? difference->place + ": " + difference->expected + " / " + difference->found : "same";
}

TEST_CASE("Compare vectors: objects: members in any order, undefined is absent", "[scenarios][vectors]") {
  CHECK(place_of(R"({"a":1,"b":[2]})", R"({"b":[2],"a":1.0})") == "same");
  CHECK(place_of(R"({"a":{"$special":"undefined"}})", "{}") == "same");
  CHECK(place_of("{}", R"({"a":{"$special":"undefined"}})") == "same");
  CHECK(place_of(R"({"a":1})", "{}") == "a: 1 / nothing");
  CHECK(place_of("{}", R"({"b":{"c":null}})") == R"(b: nothing / {"c":null})");
}

TEST_CASE("Compare vectors: lists: in order, with their lengths", "[scenarios][vectors]") {
  CHECK(place_of("[1,2]", "[2,1]") == "[0]: 1 / 2");
  CHECK(place_of("[1,2]", "[1]") == "[1]: 2 / nothing");
  CHECK(place_of("[]", R"(["x"])") == R"([0]: nothing / "x")");
}

TEST_CASE("Compare vectors: numbers: sums by their hundredths, all others exactly", "[scenarios][vectors]") {
  CHECK(place_of(R"({"balance":27.799999999999997})", R"({"balance":27.8})") == "same");
  CHECK(place_of(R"({"balance":27.79})", R"({"balance":27.8})") == "balance: 27.79 / 27.8");
  CHECK(place_of(R"({"amount":27.799999999999997})", R"({"amount":27.8})") == "amount: 27.799999999999997 / 27.8");
  CHECK(place_of(R"({"cents":2780})", R"({"cents":2780.000001})") == "cents: 2780 / 2780.000001");
  CHECK(place_of(R"({"earned":{"counters":{"x":0.6000000000000001}}})", R"({"earned":{"counters":{"x":0.6}}})") ==
        "same");
  CHECK(place_of("0.6000000000000001", "0.6", Tolerance::all) == "same");
  CHECK(place_of("0.6000000000000001", "0.6", Tolerance::sums) == ": 0.6000000000000001 / 0.6");
}

TEST_CASE("Compare vectors: metadata: exact, whatever its members are called", "[scenarios][vectors]") {
  CHECK(place_of(R"({"entries":{"balance":{"value":0.6000000000000001}}})",
                 R"({"entries":{"balance":{"value":0.6}}})") == "entries.balance.value: 0.6000000000000001 / 0.6");
  CHECK(place_of(R"({"payload":{"value":{"spent":0.6000000000000001}}})", R"({"payload":{"value":{"spent":0.6}}})") ==
        "payload.value.spent: 0.6000000000000001 / 0.6");
}

TEST_CASE("Compare vectors: special values: negative zero is zero, infinities and NaN are not",
          "[scenarios][vectors]") {
  CHECK(place_of(R"({"$special":"-0"})", "0") == "same");
  CHECK(place_of(R"({"$special":"Infinity"})", "0") == R"(: {"$special":"Infinity"} / 0)");
  CHECK(place_of(R"({"$special":"NaN"})", "0") == R"(: {"$special":"NaN"} / 0)");
  CHECK(place_of("null", "0") == ": null / 0");
  CHECK(place_of(R"("0")", "0") == R"(: "0" / 0)");
}

} // namespace
} // namespace creditsim::scenarios
