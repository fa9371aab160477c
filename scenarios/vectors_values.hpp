// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/loose_text.hpp"
#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace creditsim::scenarios {

/// JSON of the vectors; the order of metadata keys counts.
using Json = nlohmann::ordered_json;

/// `{"$special": name}`: what JSON cannot hold.
Json special(const char* name);
bool is_special(const Json& value, const char* name);

/// A member, or null when the object has none or it is `undefined`.
const Json* member(const Json& object, const std::string& name);

/// A member's text, empty when the object has none of that name.
std::string text_member(const Json& object, const std::string& name);

/// An argument of a step; `undefined` when the step has fewer.
const Json& argument(const Json& step, std::size_t index);

/// The double that a value stands for, infinities and negative zero (as zero) included; no value for others and NaN.
std::optional<double> as_number(const Json& value);

/// The number as hundredths. Refuses (`Errc::invalid_amount`) what is further than 0.00001 from a hundredth.
core::Result<core::Credits> as_exact_amount(const Json& value);

/// The text of a value, or nothing.
std::optional<std::string> as_text(const Json& value);

/// A JSON value that is to be a name: holds the text of a `LooseText`.
class LooseValue {
public:
  explicit LooseValue(const Json& value);
  core::LooseText view() const;

private:
  std::string text_;
  core::LooseText::Kind kind_;
};

Json to_json(core::LooseText text);

/// Compact text for messages, cut to a readable length.
std::string shown(const Json* value);

} // namespace creditsim::scenarios
