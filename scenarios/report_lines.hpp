// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"

#include <cstdint>
#include <string>

// How reports for people write numbers and lines.
namespace creditsim::scenarios {

/// `1234567` as `1,234,567`.
std::string grouped(std::uint64_t number);

/// `1 node`, `2 nodes`.
std::string counted(std::uint64_t number, const std::string& thing);

std::string rounded(double value, int decimals);

/// A ratio as `12.3 %`.
std::string percent(double ratio);

/// A span in seconds, or in the unit in which small and large ones are readable.
std::string span_text(core::TimeUs span_us);

std::string bytes_text(std::uint64_t bytes);

/// A line of a report: its label, which may be empty, and its text from a fixed column on.
std::string line(std::string label, const std::string& text);

} // namespace creditsim::scenarios
