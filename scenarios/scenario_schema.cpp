// SPDX-License-Identifier: MIT
#include "scenarios/scenario_schema.hpp"

#include "scenarios/fault_values.hpp"
#include "scenarios/key_values.hpp"
#include "scenarios/listed_tasks.hpp"
#include "scenarios/scenario_keys.hpp"
#include "scenarios/units.hpp"

namespace creditsim::scenarios {

namespace {

constexpr std::string_view duration_pattern = R"(^[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)$)";
constexpr std::string_view range_pattern = R"(^[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)\.\.[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)$)";
constexpr std::string_view count_pattern = R"(^[0-9]+(\.[0-9]+)?([kMG]|[eE]\+?[0-9]+)?$)";

Json of_type(std::string_view type) {
  Json schema = json_object();
  schema.set("type", json_text(type));
  return schema;
}

Json pattern(std::string_view expression) {
  Json schema = of_type("string");
  schema.set("pattern", json_text(expression));
  return schema;
}

Json number_from(double min, double max) {
  Json schema = of_type("number");
  schema.set("minimum", json_number(min));
  schema.set("maximum", json_number(max));
  return schema;
}

Json any_of(std::vector<Json> schemas) {
  Json schema = json_object();
  schema.set("anyOf", json_array(std::move(schemas)));
  return schema;
}

Json words_schema(const std::vector<std::string_view>& words) {
  Json list = json_array();
  for (const std::string_view word : words)
    list.items.push_back(json_text(word));
  Json schema = json_object();
  schema.set("enum", std::move(list));
  return schema;
}

Json numbers_by_name(Json number) {
  Json schema = of_type("object");
  schema.set("additionalProperties", std::move(number));
  return schema;
}

void set_range(Json& schema, const std::string& range) { schema.set("x-range", json_text(range)); }

std::string duration_range(core::TimeUs min_us) {
  return format_duration(min_us) + ".." + format_duration(duration_us_max);
}

/// One kind of distribution, as an object with its members.
Json span_kind_schema(std::string_view kind) {
  Json required = json_array({json_text("kind")});
  Json properties = json_object();
  Json& kind_schema = properties.set("kind", json_object());
  kind_schema.set("const", json_text(kind));
  properties.set("description", of_type("string"));
  for (const std::string_view member : span_members(kind)) {
    properties.set(member, member == "sigma" ? number_from(0.0, 5.0) : pattern(duration_pattern));
    required.items.push_back(json_text(member));
  }
  Json schema = of_type("object");
  schema.set("properties", std::move(properties));
  schema.set("required", std::move(required));
  schema.set("additionalProperties", json_boolean(false));
  return schema;
}

/// What a key's value may be; an overload for each kind of key.
struct KindSchema {
  Json operator()(const CountKey& key) const {
    Json whole = of_type("integer");
    whole.set("minimum", json_integer(key.min));
    whole.set("maximum", json_integer(key.max));
    Json schema = any_of({std::move(whole), pattern(count_pattern)});
    set_range(schema, std::to_string(key.min) + ".." + std::to_string(key.max));
    return schema;
  }
  Json operator()(const DurationKey& key) const {
    Json schema = pattern(duration_pattern);
    set_range(schema, duration_range(key.min_us));
    return schema;
  }
  Json operator()(const RatioKey&) const {
    Json schema = number_from(0.0, 1.0);
    set_range(schema, "0..1");
    return schema;
  }
  Json operator()(const PositiveKey&) const {
    Json schema = number_from(1e-9, 1e9);
    set_range(schema, "1e-9..1e9");
    return schema;
  }
  Json operator()(const MoneyKey& key) const {
    Json schema = of_type("number");
    schema.set("minimum", json_money(key.min));
    set_range(schema, key.min.to_string() + "..9e13");
    return schema;
  }
  Json operator()(const TextKey&) const { return of_type("string"); }
  Json operator()(const FileKey&) const { return of_type("string"); }
  Json operator()(const ChoiceKey& key) const { return words_schema(key.words); }
  Json operator()(const SpanKey& key) const {
    std::vector<Json> forms{pattern(duration_pattern), pattern(range_pattern)};
    for (const std::string_view kind : key.kinds)
      forms.push_back(span_kind_schema(kind));
    Json schema = any_of(std::move(forms));
    set_range(schema, duration_range(key.min_us));
    return schema;
  }
  Json operator()(const FactorsKey&) const {
    Json schema = numbers_by_name(number_from(1e-9, 1e9));
    set_range(schema, "1e-9..1e9");
    return schema;
  }
  Json operator()(const WeightsKey&) const {
    Json schema = numbers_by_name(number_from(0.0, 1e9));
    schema.set("minProperties", json_integer(1));
    schema.set("maxProperties", json_integer(256));
    set_range(schema, "0..1e9");
    return schema;
  }
  Json operator()(const PropertiesKey&) const {
    Json schema = of_type("array");
    schema.set("items", words_schema(checked_properties()));
    schema.set("uniqueItems", json_boolean(true));
    return schema;
  }
  Json operator()(const FaultsKey&) const { return faults_schema(); }
  Json operator()(const TasksKey&) const { return listed_tasks_schema(duration_pattern); }
};

Json key_schema(const ScenarioKey& key) {
  Json schema = std::visit(KindSchema{}, key.kind);
  schema.set("description", json_text(key.description));
  if (!key.unit.empty())
    schema.set("x-unit", json_text(key.unit));
  schema.set("default", print_value(key, core::Scenario{}));
  return schema;
}

Json object_schema(std::string_view description) {
  Json schema = of_type("object");
  if (!description.empty())
    schema.set("description", json_text(description));
  schema.set("additionalProperties", json_boolean(false));
  Json& properties = schema.set("properties", json_object());
  properties.set("description", of_type("string")).set("description", json_text("For people; has no effect"));
  return schema;
}

/// What `inputs` may hold: size and digest of each input file.
Json inputs_schema() {
  Json record = of_type("object");
  Json& members = record.set("properties", json_object());
  members.set("bytes", of_type("integer"));
  members.set("xxh3_128", pattern("^[0-9a-f]{32}$"));
  members.set("counts", numbers_by_name(of_type("integer")));
  record.set("required", json_array({json_text("bytes"), json_text("xxh3_128")}));
  record.set("additionalProperties", json_boolean(false));
  Json schema = of_type("object");
  schema.set("description",
             json_text("Size and XXH3 128-bit digest of the input files; a file that differs is an error"));
  Json& properties = schema.set("properties", json_object());
  for (const ScenarioKey& key : scenario_keys())
    if (std::holds_alternative<FileKey>(key.kind))
      properties.set(key.path, record);
  schema.set("additionalProperties", json_boolean(false));
  return schema;
}

} // namespace

Json scenario_schema() {
  Json schema = json_object();
  schema.set("$schema", json_text("https://json-schema.org/draft/2020-12/schema"));
  schema.set("title", json_text("creditsim scenario"));
  for (JsonMember& member : object_schema({}).members)
    schema.set(member.key, std::move(member.value));
  Json& properties = *schema.find("properties");
  properties.set("$schema", of_type("string"));
  for (const ScenarioKey& key : scenario_keys()) {
    const auto dot = key.path.find('.');
    if (dot == std::string_view::npos) {
      properties.set(key.path, key_schema(key));
      continue;
    }
    const std::string_view group = key.path.substr(0, dot);
    Json* known = properties.find(group);
    Json& object = known != nullptr ? *known : properties.set(group, object_schema(group_description(group)));
    object.find("properties")->set(key.path.substr(dot + 1), key_schema(key));
  }
  properties.set(inputs_member, inputs_schema());
  return schema;
}

} // namespace creditsim::scenarios
