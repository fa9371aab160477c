// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/json.hpp"

#include <string>
#include <string_view>

namespace creditsim::scenarios {

/// Puts the setting `KEY=VALUE` into the document of a scenario. KEY is any key of the table, or a member of a span
/// (`network.latency.min`), of factors or of weights (`workload.types.embed`). VALUE is text without quotes, or JSON
/// when it starts with `{`, `[` or `"`. Refuses an unknown KEY and malformed JSON; values are checked by the reader.
core::Result<void> apply_setting(Json& document, std::string_view setting);

/// The message for a key that does not exist: `not a known key; the nearest is network.loss`.
std::string unknown_key_text(std::string_view path);

/// True when keys stand below `path`: `network`.
bool is_group(std::string_view path);

} // namespace creditsim::scenarios
