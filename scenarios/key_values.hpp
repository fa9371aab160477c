// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/json.hpp"
#include "scenarios/scenario_keys.hpp"

#include <filesystem>
#include <string>

namespace creditsim::scenarios {

/// Where the value of a key stands, for messages and for files named by it.
struct ValuePlace {
  std::string source;           ///< the scenario file as the user named it, or `--set`
  std::string path;             ///< `network.loss`
  std::filesystem::path folder; ///< what relative files are relative to
};

/// `text` without line breaks and other control characters, which stand as `\n` or `\u001b`.
std::string one_line(std::string_view text);

/// The error `SOURCE: PATH: TEXT`, in one line whatever its parts hold.
core::Error key_error(const ValuePlace& place, const std::string& text);

/// A value as a message quotes it: `30`, `"10"`, `an object`; what was typed as an option stands without quotes.
std::string quoted_value(const Json& value);

/// Reads `value` into the field of `key`; refuses a wrong type, unit or range and then leaves the field unspecified.
core::Result<void> read_value(const ScenarioKey& key, const Json& value, const ValuePlace& place,
                              core::Scenario& scenario);

/// The value of `key` in `scenario`, as `read_value` reads it back.
Json print_value(const ScenarioKey& key, const core::Scenario& scenario);

/// The members of a span's object for a kind: `min`, `max` for `uniform`.
std::vector<std::string_view> span_members(std::string_view kind);

} // namespace creditsim::scenarios
