// SPDX-License-Identifier: MIT
#include "core/iso_date.hpp"

#include <array>
#include <cstdio>

namespace creditsim::core {

namespace {

constexpr std::int64_t time_ms_max = 8'640'000'000'000'000;
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t days_to_1970 = 719'528; // from 1 January of the year 0

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

constexpr bool leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// Days from the beginning of the year 0 to the beginning of `year`.
constexpr std::int64_t days_before(std::int64_t year) {
  const std::int64_t last = year - 1; // the year 0 is itself a leap year
  return 365 * year + floor_div(last, 4) - floor_div(last, 100) + floor_div(last, 400) + 1;
}

struct Day {
  std::int64_t year;
  int month;
  int day;
};

Day calendar_day(std::int64_t days) {
  Day result{floor_div(days * 400, 146'097), 1, 1};
  while (days_before(result.year) > days)
    --result.year;
  while (days_before(result.year + 1) <= days)
    ++result.year;
  auto rest = static_cast<int>(days - days_before(result.year));
  const std::array<int, 12> lengths{31, leap(result.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (const int length : lengths) {
    if (rest < length)
      break;
    rest -= length;
    ++result.month;
  }
  result.day += rest;
  return result;
}

} // namespace

std::optional<std::string> iso_date(std::int64_t time_ms) {
  if (time_ms > time_ms_max || time_ms < -time_ms_max)
    return std::nullopt;
  const std::int64_t days = floor_div(time_ms, day_ms);
  const auto in_day = static_cast<int>(time_ms - days * day_ms);
  const Day day = calendar_day(days + days_to_1970);
  char text[40];
  const char* format = day.year >= 0 && day.year <= 9999 ? "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ"
                                                         : "%+07lld-%02d-%02dT%02d:%02d:%02d.%03dZ";
  std::snprintf(text, sizeof text, format, static_cast<long long>(day.year), day.month, day.day, in_day / 3'600'000,
                in_day / 60'000 % 60, in_day / 1'000 % 60, in_day % 1'000);
  return text;
}

} // namespace creditsim::core
