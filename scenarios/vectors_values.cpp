// SPDX-License-Identifier: MIT
#include "scenarios/vectors_values.hpp"

#include <cmath>
#include <limits>

namespace creditsim::scenarios {

namespace {

using core::Credits;
using core::Errc;
using core::Error;
using core::LooseText;
using core::Result;

constexpr double exact_tolerance = 0.00001;
constexpr std::size_t shown_length_max = 300;

} // namespace

Json special(const char* name) { return Json{{"$special", name}}; }

bool is_special(const Json& value, const char* name) {
  if (!value.is_object() || value.size() != 1)
    return false;
  const auto found = value.find("$special");
  return found != value.end() && *found == name;
}

const Json* member(const Json& object, const std::string& name) {
  const auto found = object.find(name);
  return found == object.end() || is_special(*found, "undefined") ? nullptr : &*found;
}

std::string text_member(const Json& object, const std::string& name) {
  const Json* text = member(object, name);
  return text != nullptr && text->is_string() ? text->get<std::string>() : std::string{};
}

const Json& argument(const Json& step, std::size_t index) {
  static const Json undefined = special("undefined");
  const auto args = step.find("args");
  return args == step.end() || !args->is_array() || index >= args->size() ? undefined : (*args)[index];
}

std::optional<double> as_number(const Json& value) {
  if (value.is_number())
    return value.get<double>();
  if (is_special(value, "-0"))
    return 0.0;
  if (is_special(value, "Infinity"))
    return std::numeric_limits<double>::infinity();
  if (is_special(value, "-Infinity"))
    return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

Result<Credits> as_exact_amount(const Json& value) {
  const auto number = as_number(value);
  if (!number)
    return Error{Errc::invalid_amount, shown(&value) + " is not an amount"};
  auto amount = Credits::from_double(*number);
  if (amount && std::fabs(amount.value().to_double() - *number) >= exact_tolerance)
    return Error{Errc::invalid_amount, shown(&value) + " has no exact hundredths"};
  return amount;
}

std::optional<std::string> as_text(const Json& value) {
  return value.is_string() ? std::optional{value.get<std::string>()} : std::nullopt;
}

LooseValue::LooseValue(const Json& value) : kind_{LooseText::Kind::literal} {
  if (value.is_string()) {
    text_ = value.get<std::string>();
    kind_ = LooseText::Kind::text;
  } else if (value.is_null()) {
    kind_ = LooseText::Kind::null;
  } else if (is_special(value, "undefined")) {
    kind_ = LooseText::Kind::absent;
  } else {
    text_ = value.dump();
  }
}

LooseText LooseValue::view() const {
  switch (kind_) {
  case LooseText::Kind::absent:
    return {};
  case LooseText::Kind::null:
    return LooseText::null();
  case LooseText::Kind::literal:
    return LooseText::literal(text_);
  case LooseText::Kind::text:
    break;
  }
  return text_;
}

Json to_json(LooseText text) {
  switch (text.kind()) {
  case LooseText::Kind::absent:
    return special("undefined");
  case LooseText::Kind::null:
    return nullptr;
  case LooseText::Kind::literal:
    return Json::parse(text.spelling(), nullptr, false);
  case LooseText::Kind::text:
    break;
  }
  return text.spelling();
}

std::string shown(const Json* value) {
  if (value == nullptr)
    return "nothing";
  std::string text = value->dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > shown_length_max)
    text = text.substr(0, shown_length_max) + "...";
  return text;
}

} // namespace creditsim::scenarios
