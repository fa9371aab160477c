// SPDX-License-Identifier: MIT
#include "core/history.hpp"

#include "tests/catch.hpp"

#include <string>

namespace creditsim::core {
namespace {

nlohmann::ordered_json row_of(std::string_view memo) {
  Transaction record;
  record.id = "tx-1";
  record.memo = memo;
  record.amount = Credits::hundredths(250);
  record.timestamp_ms = 1'700'000'000'000;
  const auto row = history_row(record);
  REQUIRE(row.ok());
  return to_json(row.value());
}

nlohmann::ordered_json row_with(const char* details) {
  auto row = nlohmann::ordered_json::parse(
      R"({"id":"tx-1","type":"credit","amount":2.5,"timestamp":1700000000000,"date":"2023-11-14T22:13:20.000Z"})");
  row.update(nlohmann::ordered_json::parse(details));
  return row;
}

TEST_CASE("History: memo: members of an object become members of the row", "[core][history]") {
  CHECK(row_of("") == row_with("{}"));
  CHECK(row_of("{}") == row_with("{}"));
  CHECK(row_of(R"({"taskId":"a","extra":[1,{"b":null}]})") == row_with(R"({"taskId":"a","extra":[1,{"b":null}]})"));
  CHECK(row_of("  {\"sp\":1} ") == row_with(R"({"sp":1})"));
  CHECK(row_of(R"({"a":1,"a":2})") == row_with(R"({"a":2})"));
  CHECK(row_of(R"({"__proto__":{"x":1}})") == row_with(R"({"__proto__":{"x":1}})"));
}

TEST_CASE("History: memo: lists and texts are spread, other JSON adds nothing", "[core][history]") {
  CHECK(row_of("[7,8]") == row_with(R"({"0":7,"1":8})"));
  CHECK(row_of("\"ab\"") == row_with(R"({"0":"a","1":"b"})"));
  for (const char* memo : {"null", "5", "true", "-0.5e-3", "1e400", " 1e400 "})
    CHECK(row_of(memo) == row_with("{}"));
}

TEST_CASE("History: memo: what is not JSON stands under memo", "[core][history]") {
  for (const char* memo : {"plain text", "{bad", "01", "1.", "-", "1e", "+1", ".5", "1 2"}) {
    auto expected = row_with("{}");
    expected["memo"] = memo;
    CHECK(row_of(memo) == expected);
  }
  const std::string deep(100'000, '[');
  CHECK(row_of(deep)["memo"] == deep);
  const std::string balanced = std::string(1'000, '[') + std::string(1'000, ']');
  CHECK(row_of(balanced)["memo"] == balanced);
}

TEST_CASE("History: E6: members of the memo replace those of the record", "[core][history][fault]") {
  CHECK(row_of(R"({"amount":1000000,"id":"forged","type":"x","timestamp":0,"date":"never"})") ==
        nlohmann::ordered_json::parse(R"({"id":"forged","type":"x","amount":1000000,"timestamp":0,"date":"never"})"));
}

TEST_CASE("History: E5: a time beyond JavaScript's dates is refused", "[core][history][fault]") {
  Transaction record;
  record.timestamp_ms = 8'640'000'000'000'001;
  const auto row = history_row(record);
  REQUIRE(!row.ok());
  CHECK(row.error() == Error{Errc::invalid_value, "Invalid time value"});
}

} // namespace
} // namespace creditsim::core
