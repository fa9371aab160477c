// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// The grammar of values, the same in scenario files and in options. A reader returns no value for text that does not
// follow its grammar; what is in range is decided by the key or option that asks.
namespace creditsim::scenarios {

/// The longest duration, 36,500 days: sums of a few stay far from the end of 64 bits.
inline constexpr core::TimeUs duration_us_max = core::TimeUs{36'500} * 86'400 * 1'000'000;

/// `90s`, `1.5ms`: a decimal number and one of the units `us ms s m h d`, exact to the microsecond, at most
/// `duration_us_max`.
std::optional<core::TimeUs> parse_duration(std::string_view text);

/// The duration in the largest unit in which it is a whole number: `90s`, `1500us`, `0s`.
std::string format_duration(core::TimeUs span_us);

/// `1ms..5ms`: two durations, the first not above the second.
std::optional<std::pair<core::TimeUs, core::TimeUs>> parse_duration_range(std::string_view text);

/// `250`, `10k`, `2.5M`, `1e6`: a whole number, with `k M G` for 10^3, 10^6 and 10^9.
std::optional<std::uint64_t> parse_count(std::string_view text);

/// A finite decimal number.
std::optional<double> parse_number(std::string_view text);

/// `12`, `0.5`, `3.25`: an amount of credits with at most two decimals, not below zero.
std::optional<core::Credits> parse_money(std::string_view text);

} // namespace creditsim::scenarios
