// SPDX-License-Identifier: MIT
#include "scenarios/key_values.hpp"

#include "scenarios/fault_values.hpp"
#include "scenarios/listed_tasks.hpp"
#include "scenarios/nearest.hpp"
#include "scenarios/units.hpp"

#include <algorithm>
#include <optional>

namespace creditsim::scenarios {

namespace {

using core::Result;
using core::Scenario;
using core::SpanSpec;
using core::TimeUs;

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words)
    text += (text.empty() ? "" : ", ") + std::string{word};
  return text;
}

core::Error not_a(const Json& value, const std::string& expected, const ValuePlace& place) {
  return key_error(place, quoted_value(value) + " is not " + expected);
}

/// The text of a number, which an option writes like any other text.
std::optional<std::string_view> number_text(const Json& value) {
  if (value.kind == Json::Kind::number || (value.kind == Json::Kind::string && value.from_option))
    return value.text;
  return std::nullopt;
}

ValuePlace member_place(const ValuePlace& place, std::string_view member) {
  return {place.source, place.path + "." + std::string{member}, place.folder};
}

/// Reads one key's value; an overload for each kind of key.
class Reader {
public:
  Reader(const Json& value, const ValuePlace& place, Scenario& scenario)
      : value_{value}, place_{place}, scenario_{scenario} {}

  Result<void> operator()(const CountKey& key) const {
    const bool countable = value_.kind == Json::Kind::number || value_.kind == Json::Kind::string;
    const auto count = countable ? parse_count(value_.text) : std::nullopt;
    if (!count)
      return not_a(value_, "a count such as 250 or \"10k\"", place_);
    if (*count < key.min || *count > key.max)
      return not_a(value_, "a count from " + std::to_string(key.min) + " to " + std::to_string(key.max), place_);
    std::visit([&](auto field) { field(scenario_) = static_cast<std::decay_t<decltype(field(scenario_))>>(*count); },
               key.field);
    return {};
  }

  Result<void> operator()(const DurationKey& key) const {
    const auto span_us = duration(value_, key.min_us, place_);
    if (!span_us)
      return span_us.error();
    key.field(scenario_) = span_us.value();
    return {};
  }

  Result<void> operator()(const RatioKey& key) const {
    const auto text = number_text(value_);
    const auto ratio = text ? parse_number(*text) : std::nullopt;
    if (!ratio || *ratio < 0.0 || *ratio > 1.0)
      return not_a(value_, "a ratio between 0 and 1", place_);
    key.field(scenario_) = *ratio;
    return {};
  }

  Result<void> operator()(const PositiveKey& key) const {
    const auto number = positive(value_, place_);
    if (!number)
      return number.error();
    key.field(scenario_) = number.value();
    return {};
  }

  Result<void> operator()(const MoneyKey& key) const {
    const auto text = number_text(value_);
    const auto amount = text ? parse_money(*text) : std::nullopt;
    if (!amount)
      return not_a(value_, "an amount of credits with at most two decimals", place_);
    if (*amount < key.min)
      return not_a(value_, "an amount of at least " + key.min.to_string() + " credits", place_);
    key.field(scenario_) = *amount;
    return {};
  }

  Result<void> operator()(const TextKey& key) const {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (value_.kind != Json::Kind::string || std::any_of(value_.text.begin(), value_.text.end(), control))
      return not_a(value_, "a text of one line", place_);
    key.field(scenario_) = value_.text;
    return {};
  }

  Result<void> operator()(const FileKey& key) const {
    if (value_.kind != Json::Kind::string || value_.text.find('\0') != std::string::npos)
      return not_a(value_, "the name of a file", place_);
    key.field(scenario_) =
        value_.text.empty() ? std::string{} : (place_.folder / value_.text).lexically_normal().string();
    return {};
  }

  Result<void> operator()(const ChoiceKey& key) const {
    const auto word = std::find(key.words.begin(), key.words.end(), value_.text);
    if (value_.kind != Json::Kind::string || word == key.words.end())
      return not_a(value_, (key.words.size() > 1 ? "one of " : "") + joined(key.words), place_);
    key.write(scenario_, static_cast<std::size_t>(word - key.words.begin()));
    return {};
  }

  Result<void> operator()(const SpanKey& key) const {
    const auto span = value_.kind == Json::Kind::object ? span_object(key) : span_text(key);
    if (!span)
      return span.error();
    key.field(scenario_) = span.value();
    return {};
  }

  Result<void> operator()(const FactorsKey& key) const {
    if (value_.kind != Json::Kind::object)
      return not_a(value_, "an object of factors by name, such as {\"compute\": 2}", place_);
    if (scenario_.rules.multipliers == core::Rules::Multipliers::replaced)
      key.field(scenario_).clear(); // rules are read before
    for (const auto& [name, entry] : value_.members) {
      const auto factor = positive(entry, member_place(place_, name));
      if (!factor)
        return factor.error();
      key.field(scenario_)[name] = factor.value();
    }
    return {};
  }

  Result<void> operator()(const WeightsKey& key) const {
    constexpr std::size_t names_max = 256;
    if (value_.kind != Json::Kind::object)
      return not_a(value_, "an object of weights by name, such as {\"compute\": 3, \"embed\": 1}", place_);
    std::map<std::string, double> weights;
    for (const auto& [name, entry] : value_.members) {
      const auto text = number_text(entry);
      const auto weight = text ? parse_number(*text) : std::nullopt;
      if (!weight || *weight < 0.0 || *weight > 1e9)
        return not_a(entry, "a weight between 0 and 1e9", member_place(place_, name));
      weights[name] = *weight;
    }
    if (weights.size() > names_max)
      return key_error(place_, std::to_string(weights.size()) + " names are more than " + std::to_string(names_max));
    if (std::none_of(weights.begin(), weights.end(), [](const auto& entry) { return entry.second > 0.0; }))
      return key_error(place_, "no weight is above 0");
    key.field(scenario_) = std::move(weights);
    return {};
  }

  Result<void> operator()(const PropertiesKey& key) const {
    if (value_.kind == Json::Kind::string && value_.from_option)
      return properties(key, {value_});
    if (value_.kind != Json::Kind::array)
      return not_a(value_, "a list of properties", place_);
    return properties(key, value_.items);
  }

  Result<void> operator()(const FaultsKey&) const { return read_faults(value_, place_, scenario_); }
  Result<void> operator()(const TasksKey& key) const {
    auto tasks = read_listed_tasks(value_, place_);
    if (!tasks)
      return tasks.error();
    key.field(scenario_) = std::move(tasks).value();
    return {};
  }

private:
  static Result<TimeUs> duration(const Json& value, TimeUs min_us, const ValuePlace& place) {
    const auto span_us = value.kind == Json::Kind::string ? parse_duration(value.text) : std::nullopt;
    if (!span_us)
      return not_a(value, "a duration in whole microseconds such as \"10ms\" or \"1.5s\"", place);
    if (*span_us < min_us)
      return not_a(value, "a duration of at least " + format_duration(min_us), place);
    return *span_us;
  }

  static Result<double> positive(const Json& value, const ValuePlace& place) {
    const auto text = number_text(value);
    const auto number = text ? parse_number(*text) : std::nullopt;
    if (!number || *number < 1e-9 || *number > 1e9)
      return not_a(value, "a number between 1e-9 and 1e9", place);
    return *number;
  }

  Result<void> properties(const PropertiesKey& key, const std::vector<Json>& items) const {
    std::vector<std::string> names;
    for (const Json& item : items) {
      const auto& known = checked_properties();
      if (item.kind != Json::Kind::string || std::find(known.begin(), known.end(), item.text) == known.end())
        return not_a(item, "one of " + joined(known), place_);
      if (std::find(names.begin(), names.end(), item.text) != names.end())
        return key_error(place_, quoted_value(item) + " is there twice");
      names.push_back(item.text);
    }
    std::sort(names.begin(), names.end());
    key.field(scenario_) = std::move(names);
    return {};
  }

  Result<SpanSpec> span_text(const SpanKey& key) const {
    if (const auto range = value_.kind == Json::Kind::string ? parse_duration_range(value_.text) : std::nullopt) {
      if (range->first < key.min_us)
        return not_a(value_, "a range of durations of at least " + format_duration(key.min_us), place_);
      return SpanSpec{.kind = SpanSpec::Kind::uniform, .value_us = 0, .min_us = range->first, .max_us = range->second};
    }
    const auto span_us = duration(value_, key.min_us, place_);
    if (!span_us)
      return span_us.error();
    return SpanSpec{.kind = SpanSpec::Kind::constant, .value_us = span_us.value(), .min_us = span_us.value()};
  }

  Result<SpanSpec> span_object(const SpanKey& key) const {
    const Json* kind = value_.find("kind");
    if (kind == nullptr)
      return key_error(place_, "the object has no member kind, one of " + joined(key.kinds));
    const auto word = std::find(key.kinds.begin(), key.kinds.end(), kind->text);
    if (kind->kind != Json::Kind::string || word == key.kinds.end())
      return not_a(*kind, "one of " + joined(key.kinds), member_place(place_, "kind"));
    const auto members = span_members(kind->text);
    for (const auto& [name, entry] : value_.members)
      if (name != "kind" && name != "description" && std::find(members.begin(), members.end(), name) == members.end())
        return key_error(member_place(place_, name),
                         "not a known key of a span of kind " + kind->text + ", which has " + joined(members));
    for (const std::string_view name : members)
      if (value_.find(name) == nullptr)
        return key_error(place_, "a span of kind " + kind->text + " needs " + std::string{name});
    return span_of_kind(key, *std::find(span_kinds().begin(), span_kinds().end(), kind->text));
  }

  Result<SpanSpec> span_of_kind(const SpanKey& key, std::string_view kind) const {
    SpanSpec span{.value_us = 0, .min_us = key.min_us};
    span.kind =
        static_cast<SpanSpec::Kind>(std::find(span_kinds().begin(), span_kinds().end(), kind) - span_kinds().begin());
    struct Member {
      std::string_view name;
      TimeUs* field;
    };
    for (const Member member :
         {Member{"value", &span.value_us}, Member{"min", &span.min_us}, Member{"max", &span.max_us},
          Member{"median", &span.median_us}, Member{"mean", &span.mean_us}}) {
      const Json* entry = value_.find(member.name);
      if (entry == nullptr)
        continue;
      const auto span_us = duration(*entry, key.min_us, member_place(place_, member.name));
      if (!span_us)
        return span_us.error();
      *member.field = span_us.value();
    }
    return finished_span(span);
  }

  Result<SpanSpec> finished_span(SpanSpec span) const {
    if (span.kind == SpanSpec::Kind::constant)
      span.min_us = span.value_us;
    if (span.kind == SpanSpec::Kind::uniform && span.max_us < span.min_us)
      return not_a(*value_.find("max"), "a duration of at least min, " + format_duration(span.min_us),
                   member_place(place_, "max"));
    if (span.kind == SpanSpec::Kind::log_normal) {
      if (span.median_us < std::max<TimeUs>(span.min_us, 1))
        return not_a(*value_.find("median"), "a duration above 0 and at least min, " + format_duration(span.min_us),
                     member_place(place_, "median"));
      const Json& sigma = *value_.find("sigma");
      const auto text = number_text(sigma);
      const auto number = text ? parse_number(*text) : std::nullopt;
      if (!number || *number < 0.0 || *number > 5.0)
        return not_a(sigma, "a number between 0 and 5", member_place(place_, "sigma"));
      span.sigma = *number;
    }
    return span;
  }

  const Json& value_;
  const ValuePlace& place_;
  Scenario& scenario_;
};

Json print_span(const SpanSpec& span) {
  if (span.kind == SpanSpec::Kind::constant)
    return json_text(format_duration(span.value_us));
  const std::string_view kind = span_kinds()[static_cast<std::size_t>(span.kind)];
  Json object = json_object();
  object.set("kind", json_text(kind));
  for (const std::string_view member : span_members(kind)) {
    if (member == "sigma")
      object.set(member, json_number(span.sigma));
    else
      object.set(member, json_text(format_duration(member == "min"      ? span.min_us
                                                   : member == "max"    ? span.max_us
                                                   : member == "median" ? span.median_us
                                                                        : span.mean_us)));
  }
  return object;
}

template <class Numbers> Json print_numbers(const Numbers& numbers) {
  Json object = json_object();
  for (const auto& [name, number] : numbers)
    object.set(name, json_number(number));
  return object;
}

/// Prints one key's value; fields are reached through a scenario that may be changed, and is not.
struct Printer {
  Scenario& scenario;

  Json operator()(const CountKey& key) const {
    return std::visit([&](auto field) { return json_integer(field(scenario)); }, key.field);
  }
  Json operator()(const DurationKey& key) const { return json_text(format_duration(key.field(scenario))); }
  Json operator()(const RatioKey& key) const { return json_number(key.field(scenario)); }
  Json operator()(const PositiveKey& key) const { return json_number(key.field(scenario)); }
  Json operator()(const MoneyKey& key) const { return json_money(key.field(scenario)); }
  Json operator()(const TextKey& key) const { return json_text(key.field(scenario)); }
  Json operator()(const FileKey& key) const { return json_text(key.field(scenario)); }
  Json operator()(const ChoiceKey& key) const { return json_text(key.words[key.read(scenario)]); }
  Json operator()(const SpanKey& key) const { return print_span(key.field(scenario)); }
  Json operator()(const FactorsKey& key) const { return print_numbers(key.field(scenario)); }
  Json operator()(const WeightsKey& key) const { return print_numbers(key.field(scenario)); }
  Json operator()(const PropertiesKey& key) const {
    Json list = json_array();
    for (const std::string& name : key.field(scenario))
      list.items.push_back(json_text(name));
    return list;
  }
  Json operator()(const FaultsKey&) const { return print_faults(scenario); }
  Json operator()(const TasksKey& key) const { return print_listed_tasks(key.field(scenario)); }
};

} // namespace

core::Error key_error(const ValuePlace& place, const std::string& text) {
  const std::string path = place.path.empty() ? "" : place.path + ": ";
  return {core::Errc::invalid_value, one_line(place.source + ": " + path + text)};
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const std::string quoted = print_compact_json(json_text({&c, 1}));
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    line += control ? quoted.substr(1, quoted.size() - 2) : std::string{c};
  }
  return line;
}

std::string quoted_value(const Json& value) {
  constexpr std::size_t length_max = 60;
  std::string text = value.text;
  if (text.size() > length_max) {
    text.resize(length_max);
    while (!is_utf8(text)) // ends inside a character
      text.pop_back();
    text += "...";
  }
  switch (value.kind) {
  case Json::Kind::null:
    return "null";
  case Json::Kind::array:
    return "a list";
  case Json::Kind::object:
    return "an object";
  case Json::Kind::boolean:
  case Json::Kind::number:
    return text;
  case Json::Kind::string:
    break;
  }
  const std::string quoted = print_compact_json(json_text(text));
  return value.from_option && !text.empty() ? quoted.substr(1, quoted.size() - 2) : quoted;
}

core::Result<void> read_value(const ScenarioKey& key, const Json& value, const ValuePlace& place, Scenario& scenario) {
  return std::visit(Reader{value, place, scenario}, key.kind);
}

Json print_value(const ScenarioKey& key, const Scenario& scenario) {
  Scenario copy = scenario;
  return std::visit(Printer{copy}, key.kind);
}

std::vector<std::string_view> span_members(std::string_view kind) {
  if (kind == "constant")
    return {"value"};
  if (kind == "uniform")
    return {"min", "max"};
  if (kind == "log_normal")
    return {"median", "sigma", "min"};
  return {"mean", "min"};
}

} // namespace creditsim::scenarios
