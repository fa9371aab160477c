// SPDX-License-Identifier: MIT
#include "scenarios/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace creditsim::scenarios {

namespace {

/// A decimal number without sign or exponent: `digits` times 10^-`decimals`.
struct Decimal {
  std::uint64_t digits = 0;
  unsigned decimals = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool append_digit(Decimal& number, char c) {
  return !__builtin_mul_overflow(number.digits, std::uint64_t{10}, &number.digits) &&
         !__builtin_add_overflow(number.digits, static_cast<std::uint64_t>(c - '0'), &number.digits);
}

/// Takes a decimal number off the front of `text`; zeros at the end of the fraction count for nothing.
std::optional<Decimal> take_decimal(std::string_view& text) {
  const auto digit_count = [](std::string_view s) {
    return static_cast<std::size_t>(std::find_if_not(s.begin(), s.end(), is_digit) - s.begin());
  };
  const std::string_view whole = text.substr(0, digit_count(text));
  text.remove_prefix(whole.size());
  std::string_view fraction;
  if (!text.empty() && text.front() == '.') {
    fraction = text.substr(1, digit_count(text.substr(1)));
    if (fraction.empty())
      return std::nullopt;
    text.remove_prefix(1 + fraction.size());
  }
  while (!fraction.empty() && fraction.back() == '0')
    fraction.remove_suffix(1);
  Decimal number{0, static_cast<unsigned>(fraction.size())};
  const auto append = [&](char c) { return append_digit(number, c); };
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), append) ||
      !std::all_of(fraction.begin(), fraction.end(), append))
    return std::nullopt;
  return number;
}

/// `number` x `factor`, when that is a whole number of 64 bits.
std::optional<std::uint64_t> scaled(Decimal number, std::uint64_t factor) {
  for (; number.decimals > 0 && factor % 10 == 0; --number.decimals)
    factor /= 10;
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(number.digits, factor, &product))
    return std::nullopt;
  for (; number.decimals > 0; --number.decimals) {
    if (product % 10 != 0)
      return std::nullopt;
    product /= 10;
  }
  return product;
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array<Unit, 6> duration_units{
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};
constexpr std::array<Unit, 4> count_units{{{"", 1}, {"k", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}}};

std::optional<std::uint64_t> power_of_ten(std::string_view exponent) {
  if (!exponent.empty() && exponent.front() == '+')
    exponent.remove_prefix(1);
  unsigned power = 0;
  const auto [end, fault] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
  if (fault != std::errc{} || end != exponent.data() + exponent.size() || power > 19)
    return std::nullopt;
  std::uint64_t result = 1;
  for (; power > 0; --power)
    result *= 10;
  return result;
}

} // namespace

std::optional<core::TimeUs> parse_duration(std::string_view text) {
  const auto number = take_decimal(text);
  const auto unit =
      std::find_if(duration_units.begin(), duration_units.end(), [&](const Unit& u) { return u.name == text; });
  if (!number || unit == duration_units.end())
    return std::nullopt;
  const auto span_us = scaled(*number, unit->factor);
  if (!span_us || *span_us > static_cast<std::uint64_t>(duration_us_max))
    return std::nullopt;
  return static_cast<core::TimeUs>(*span_us);
}

std::string format_duration(core::TimeUs span_us) {
  if (span_us == 0)
    return "0s";
  const auto unit = std::find_if(duration_units.begin(), duration_units.end(),
                                 [&](const Unit& u) { return span_us % static_cast<core::TimeUs>(u.factor) == 0; });
  return std::to_string(span_us / static_cast<core::TimeUs>(unit->factor)) + std::string{unit->name};
}

std::optional<std::pair<core::TimeUs, core::TimeUs>> parse_duration_range(std::string_view text) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos)
    return std::nullopt;
  const auto first = parse_duration(text.substr(0, dots));
  const auto last = parse_duration(text.substr(dots + 2));
  if (!first || !last || *first > *last)
    return std::nullopt;
  return std::pair{*first, *last};
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  const auto number = take_decimal(text);
  if (!number)
    return std::nullopt;
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    const auto factor = power_of_ten(text.substr(1));
    return factor ? scaled(*number, *factor) : std::nullopt;
  }
  const auto unit = std::find_if(count_units.begin(), count_units.end(), [&](const Unit& u) { return u.name == text; });
  return unit == count_units.end() ? std::nullopt : scaled(*number, unit->factor);
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0.0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<core::Credits> parse_money(std::string_view text) {
  const auto number = take_decimal(text);
  if (!number || !text.empty())
    return std::nullopt;
  const auto hundredths = scaled(*number, 100);
  constexpr std::uint64_t hundredths_max = 9'000'000'000'000'000; // 9e13 credits, as `Credits::from_double`
  if (!hundredths || *hundredths > hundredths_max)
    return std::nullopt;
  return core::Credits::hundredths(static_cast<std::int64_t>(*hundredths));
}

} // namespace creditsim::scenarios
