// SPDX-License-Identifier: MIT
#include "core/iso_date.hpp"

#include "tests/catch.hpp"

namespace creditsim::core {
namespace {

TEST_CASE("ISO date: known times: as JavaScript prints them", "[core][iso_date]") {
  CHECK(iso_date(0) == "1970-01-01T00:00:00.000Z");
  CHECK(iso_date(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(iso_date(1'700'000'000'050) == "2023-11-14T22:13:20.050Z");
  CHECK(iso_date(951'782'400'000) == "2000-02-29T00:00:00.000Z");
  CHECK(iso_date(951'868'800'000) == "2000-03-01T00:00:00.000Z");
  CHECK(iso_date(4'107'542'400'000) == "2100-03-01T00:00:00.000Z");
  CHECK(iso_date(-62'167'219'200'000) == "0000-01-01T00:00:00.000Z");
  CHECK(iso_date(-62'167'219'200'001) == "-000001-12-31T23:59:59.999Z");
  CHECK(iso_date(253'402'300'800'000) == "+010000-01-01T00:00:00.000Z");
}

TEST_CASE("ISO date: range: 8.64e15 ms either way", "[core][iso_date]") {
  CHECK(iso_date(8'640'000'000'000'000) == "+275760-09-13T00:00:00.000Z");
  CHECK(iso_date(-8'640'000'000'000'000) == "-271821-04-20T00:00:00.000Z");
  CHECK(!iso_date(8'640'000'000'000'001));
  CHECK(!iso_date(-8'640'000'000'000'001));
}

TEST_CASE("ISO date: every day of 800 years: follows its predecessor", "[core][iso_date]") {
  constexpr std::int64_t day_ms = 86'400'000;
  std::string before = *iso_date(-400 * 365 * day_ms);
  for (std::int64_t day = -400 * 365 + 1; day < 400 * 365; ++day) {
    const std::string date = *iso_date(day * day_ms);
    REQUIRE(date > before); // texts of four-digit years sort like the days
    REQUIRE(date.substr(10) == "T00:00:00.000Z");
    before = date;
  }
}

} // namespace
} // namespace creditsim::core
