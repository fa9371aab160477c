// SPDX-License-Identifier: MIT
#include "scenarios/scenario_schema.hpp"

#include "scenarios/scenario_keys.hpp"
#include "scenarios/scenario_printer.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

/// The schema of the key at `path`, or null.
const Json* schema_of(const Json& schema, std::string_view path) {
  const Json* object = &schema;
  for (; object != nullptr; path.remove_prefix(path.find('.') + 1)) {
    const Json* properties = object->find("properties");
    object = properties == nullptr ? nullptr : properties->find(path.substr(0, path.find('.')));
    if (path.find('.') == std::string_view::npos)
      break;
  }
  return object;
}

TEST_CASE("Scenario schema: every key of the table: with description and default, unit and range",
          "[scenarios][schema]") {
  const Json schema = scenario_schema();
  CHECK(scenario_keys().size() > 40);
  for (const ScenarioKey& key : scenario_keys()) {
    CAPTURE(key.path);
    const Json* entry = schema_of(schema, key.path);
    REQUIRE(entry != nullptr);
    CHECK(entry->find("description")->text == key.description);
    CHECK_FALSE(key.description.empty());
    CHECK(entry->find("default") != nullptr);
    CHECK((entry->find("x-unit") != nullptr) == !key.unit.empty());
    CHECK((key.unit.empty() || entry->find("x-range") != nullptr));
  }
}

TEST_CASE("Scenario schema: what the printer writes: has exactly the schema's keys", "[scenarios][schema]") {
  const Json schema = scenario_schema();
  const Json printed = print_scenario({});
  std::size_t keys = 0;
  for (const auto& [name, value] : printed.members) {
    if (value.kind != Json::Kind::object) {
      ++keys;
      continue;
    }
    for (const auto& member : value.members) {
      CAPTURE(name, member.key);
      CHECK(schema_of(schema, name + "." + member.key) != nullptr);
      ++keys;
    }
  }
  CHECK(keys == scenario_keys().size());
}

TEST_CASE("Scenario schema: spans: one form for each kind, with all its members required", "[scenarios][schema]") {
  const Json schema = scenario_schema();
  const Json* latency = schema_of(schema, "network.latency");
  const Json* duration = schema_of(schema, "workload.task_duration");
  REQUIRE(latency != nullptr);
  CHECK(latency->find("anyOf")->items.size() == 2 + 3);
  CHECK(duration->find("anyOf")->items.size() == 2 + 4);
  CHECK(print_compact_json(*latency->find("anyOf")->items.back().find("required")) ==
        R"(["kind","median","sigma","min"])");
}

} // namespace
