// SPDX-License-Identifier: MIT
#include "scenarios/units.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

TEST_CASE("Units: durations: every unit, exact to the microsecond", "[scenarios][units]") {
  CHECK(parse_duration("7us") == core::TimeUs{7});
  CHECK(parse_duration("10ms") == core::TimeUs{10'000});
  CHECK(parse_duration("90s") == core::TimeUs{90'000'000});
  CHECK(parse_duration("5m") == core::TimeUs{300'000'000});
  CHECK(parse_duration("2h") == core::TimeUs{7'200'000'000});
  CHECK(parse_duration("1d") == core::TimeUs{86'400'000'000});
  CHECK(parse_duration("1.5s") == core::TimeUs{1'500'000});
  CHECK(parse_duration("0.000001s") == core::TimeUs{1});
  CHECK(parse_duration("0.0000010s") == core::TimeUs{1});
  CHECK(parse_duration("0.125d") == core::TimeUs{10'800'000'000});
  CHECK(parse_duration("36500d") == duration_us_max);
}

TEST_CASE("Units: durations: what is not one is refused", "[scenarios][units]") {
  const auto text = GENERATE("", "10", "ms", "10 ms", " 10ms", "10ms ", "-1s", "+1s", "1e3s", ".5s", "1.s", "1.5us",
                             "0.0000001s", "10sec", "10MS", "36501d", "99999999999999999999s", "1..2s", "0x10s");
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("Units: durations: print in the largest whole unit and read back", "[scenarios][units]") {
  CHECK(format_duration(0) == "0s");
  CHECK(format_duration(1) == "1us");
  CHECK(format_duration(1'500'000) == "1500ms");
  CHECK(format_duration(90'000'000) == "90s");
  CHECK(format_duration(600'000'000) == "10m");
  CHECK(format_duration(duration_us_max) == "36500d");
  for (core::TimeUs span_us : {0LL, 1LL, 999LL, 60'000'001LL, 86'400'000'000LL, 123'456'789'012LL})
    CHECK(parse_duration(format_duration(span_us)) == span_us);
}

TEST_CASE("Units: ranges: two durations in order", "[scenarios][units]") {
  CHECK(parse_duration_range("1ms..5ms") == std::pair<core::TimeUs, core::TimeUs>{1'000, 5'000});
  CHECK(parse_duration_range("1s..1s") == std::pair<core::TimeUs, core::TimeUs>{1'000'000, 1'000'000});
  for (const char* text : {"1ms", "5ms..1ms", "1ms..", "..1ms", "1ms...5ms", "1ms..5ms..9ms", "1..5ms"})
    CHECK_FALSE(parse_duration_range(text));
}

TEST_CASE("Units: counts: suffixes and powers of ten, whole only", "[scenarios][units]") {
  CHECK(parse_count("0") == 0U);
  CHECK(parse_count("250") == 250U);
  CHECK(parse_count("10k") == 10'000U);
  CHECK(parse_count("2.5M") == 2'500'000U);
  CHECK(parse_count("3G") == 3'000'000'000U);
  CHECK(parse_count("1e6") == 1'000'000U);
  CHECK(parse_count("1.5E+3") == 1'500U);
  CHECK(parse_count("100.0") == 100U);
  CHECK(parse_count("18446744073709551615") == 18'446'744'073'709'551'615U);
  for (const char* text :
       {"", "k", "-1", "1.5", "0.0001k", "10K", "1e-1", "1e20", "1e", "18446744073709551616", "1 k", "0x1f", "1e6k"})
    CHECK_FALSE(parse_count(text));
}

TEST_CASE("Units: money: at most two decimals", "[scenarios][units]") {
  CHECK(parse_money("12") == core::Credits::hundredths(1200));
  CHECK(parse_money("0.5") == core::Credits::hundredths(50));
  CHECK(parse_money("3.25") == core::Credits::hundredths(325));
  CHECK(parse_money("1.500") == core::Credits::hundredths(150));
  CHECK(parse_money("90000000000000") == core::Credits::hundredths(9'000'000'000'000'000));
  for (const char* text : {"", "1.005", "-1", "1e3", "1k", ".5", "90000000000000.01", "1,5"})
    CHECK_FALSE(parse_money(text));
}

TEST_CASE("Units: numbers: finite decimals only", "[scenarios][units]") {
  CHECK(parse_number("0.25") == 0.25);
  CHECK(parse_number("1e-3") == 0.001);
  for (const char* text : {"", "inf", "nan", "1e999", "0.1x", " 1", "1 "})
    CHECK_FALSE(parse_number(text));
}

} // namespace
