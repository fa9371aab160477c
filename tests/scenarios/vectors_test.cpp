// SPDX-License-Identifier: MIT
#include "scenarios/vectors_run.hpp"

#include "scenarios/vectors_script.hpp"
#include "tests/catch.hpp"

#include <algorithm>

namespace creditsim::scenarios {
namespace {

VectorFile recorded(const std::string& name) {
  auto file = read_vector_file(std::string{CREDITSIM_VECTORS} + "/" + name);
  INFO((file.ok() ? "" : file.error().context));
  REQUIRE(file.ok());
  return std::move(file).value();
}

VectorFileReport run(const VectorFile& file) {
  auto report = run_vectors(file);
  REQUIRE(report.ok());
  return std::move(report).value();
}

struct Expectation {
  std::string file;
  std::uint64_t entries_min; ///< passed
  std::uint64_t steps_min;   ///< compared
};

TEST_CASE("Vectors: recorded files: every step agrees, and enough of them are compared", "[scenarios][vectors]") {
  const auto expected = GENERATE(values<Expectation>({{"calculate-amount.json", 7'464, 7'464},
                                                      {"crdt-primitives.json", 61, 1'930},
                                                      {"credit-system-1.json", 36, 860},
                                                      {"credit-system-2.json", 36, 860},
                                                      {"credit-system-edge.json", 54, 390},
                                                      {"ledger-edge.json", 29, 420},
                                                      {"ledger-gossip-1.json", 32, 1'220},
                                                      {"ledger-gossip-2.json", 32, 1'202},
                                                      {"ledger-merge-orders.json", 56, 600},
                                                      {"ledger-single.json", 48, 755},
                                                      {"task-handler.json", 30, 385}}));
  const auto report = run(recorded(expected.file));
  for (const VectorDifference& difference : report.failed)
    UNSCOPED_INFO(failure_line(expected.file, difference));
  CHECK(report.failed.empty());
  CHECK(report.passed >= expected.entries_min);
  CHECK(report.steps >= expected.steps_min);
  for (const auto& [tag, count] : report.left_out)
    CHECK((tag == "sub-cent" || tag == "large" || tag == "nan" || tag == "invalid-input" || tag == "prototype-name"));
}

/// Whether a leaf of a recorded step or final state is compared: not the inputs, not the texts of the engine.
bool is_compared(const std::string& pointer, const Json& value) {
  for (const char* recorded :
       {"/returns", "/events", "/log", "/after", "/file", "/fileText", "/final", "/throws/message"})
    if (pointer.find(recorded) != std::string::npos)
      return value.is_primitive() &&
             !(value.is_string() && value.get<std::string>().starts_with("[Ledger] Load error"));
  return false;
}

Json changed(const Json& value) {
  if (value.is_number())
    return value.get<double>() + 1.0;
  if (value.is_boolean())
    return !value.get<bool>();
  return value.is_string() ? Json(value.get<std::string>() + "x") : Json(0);
}

/// The recorded values of a script that are compared, before any `float_artifact` step.
std::vector<std::string> compared_values(const Json& script) {
  std::vector<std::string> pointers;
  const auto& steps = script["steps"];
  const auto artifact =
      std::find_if(steps.begin(), steps.end(), [](const Json& step) { return step.contains("float_artifact"); });
  const auto end = static_cast<std::size_t>(artifact - steps.begin());
  for (std::size_t index = 0; index < end; ++index) {
    const bool by_engine = steps[index].contains("throws") && steps[index]["throws"]["name"] != "Error";
    const Json leaves = steps[index].flatten();
    for (const auto& item : leaves.items()) {
      const std::string pointer = "/steps/" + std::to_string(index) + item.key();
      if (!(by_engine && item.key().starts_with("/throws")) && script.contains(Json::json_pointer{pointer}) &&
          is_compared(item.key(), script.at(Json::json_pointer{pointer})))
        pointers.push_back(pointer);
    }
  }
  const Json leaves = script["final"].flatten();
  if (artifact == steps.end())
    for (const auto& item : leaves.items())
      if (const std::string pointer = "/final" + item.key();
          script.contains(Json::json_pointer{pointer}) && is_compared(pointer, script.at(Json::json_pointer{pointer})))
        pointers.push_back(pointer);
  return pointers;
}

TEST_CASE("Vectors: alarm: any changed value is found at its step (sampled)", "[scenarios][vectors]") {
  const std::string name =
      GENERATE(as<std::string>{}, "crdt-primitives.json", "credit-system-1.json", "credit-system-edge.json",
               "ledger-edge.json", "ledger-gossip-1.json", "ledger-single.json", "task-handler.json");
  constexpr std::size_t scripts_apart = 7;
  constexpr std::size_t values_apart = 17;
  VectorFile file = recorded(name);
  const Json scripts = file.content["scripts"];
  std::size_t changes = 0;
  for (std::size_t script = 0; script < scripts.size(); script += scripts_apart) {
    if (tag_to_leave_out(scripts[script]))
      continue;
    const auto pointers = compared_values(scripts[script]);
    for (std::size_t value = script % values_apart; value < pointers.size(); value += values_apart) {
      Json altered = scripts[script];
      auto& leaf = altered.at(Json::json_pointer{pointers[value]});
      leaf = changed(leaf);
      file.content["scripts"] = Json::array({altered});
      const auto report = run(file);
      INFO(name << " " << altered["name"] << " " << pointers[value]);
      REQUIRE(report.failed.size() == 1);
      const auto step = report.failed.front().step;
      REQUIRE(pointers[value].starts_with(step ? "/steps/" + std::to_string(*step) + "/" : "/final"));
      ++changes;
    }
  }
  CHECK(changes >= 50);
}

TEST_CASE("Vectors: alarm: a missing event, an unknown member and an unknown operation fail", "[scenarios][vectors]") {
  VectorFile file = recorded("credit-system-1.json");
  Json script = file.content["scripts"][0];
  const auto first_failure = [&](const std::function<void(Json&)>& change) {
    Json altered = script;
    change(altered);
    file.content["scripts"] = Json::array({altered});
    const auto report = run(file);
    REQUIRE(report.failed.size() == 1);
    return report.failed.front();
  };
  const auto missing = first_failure([](Json& altered) { altered["steps"][0]["events"].erase(1); });
  CHECK(missing.step == std::size_t{0});
  CHECK(missing.place.starts_with("events[1]"));
  const auto member = first_failure([](Json& altered) { altered["steps"][1]["calls"] = Json::array(); });
  CHECK(member.step == std::size_t{1});
  CHECK(member.found == "a member that this release does not compare");
  const auto operation = first_failure([](Json& altered) { altered["steps"][2]["op"] = "fly"; });
  CHECK(operation.step == std::size_t{2});
  CHECK(operation.found == "operation fly is not known");
  const auto setup = first_failure([](Json& altered) { altered["setup"]["config"] = {{"fee", 1}}; });
  CHECK(!setup.step);
  CHECK(setup.found == "fee: found 1, expected a member of the reference's configuration");
}

TEST_CASE("Vectors: tags: a script is left out only under a tag that allows it", "[scenarios][vectors]") {
  VectorFile file = recorded("credit-system-1.json");
  Json script = file.content["scripts"][0];
  script["steps"][0]["returns"] = 1;
  const auto run_with_tag = [&](const char* tag) {
    script["tags"] = Json::array({tag});
    file.content["scripts"] = Json::array({script});
    return run(file);
  };
  for (const char* tag : {"sub-cent", "large", "nan", "invalid-input", "prototype-name"}) {
    const auto report = run_with_tag(tag);
    CHECK(report.failed.empty());
    CHECK(report.left_out == std::map<std::string, std::uint64_t>{{tag, 1}});
    CHECK(report.steps == 0);
  }
  for (const char* tag : {"engine-typeerror", "broken-file", "ties", "float-artifact", "unheard-of"})
    CHECK(run_with_tag(tag).failed.size() == 1);
}

TEST_CASE("Vectors: amounts: every finite row is compared, however large", "[scenarios][vectors]") {
  const VectorFile prices = recorded("calculate-amount.json");
  std::uint64_t finite = 0;
  for (const Json& row : prices.content["rows"])
    finite += row[4].is_number() || row[4] == Json{{"$special", "-0"}} ? 1 : 0;
  const auto report = run(prices);
  CHECK(report.passed == finite);
  CHECK(report.left_out ==
        std::map<std::string, std::uint64_t>{{"nan", 7'686 - finite}, {"invalid-input", 12}, {"prototype-name", 5}});
}

TEST_CASE("Vectors: amounts: a changed row and a changed order are found", "[scenarios][vectors]") {
  VectorFile prices = recorded("calculate-amount.json");
  prices.content["rows"][1668][4] = 4503599627370496.0; // a large one: half a credit more
  prices.content["rows"][4321][4] = 0.015;
  const auto wrong_price = run(prices);
  REQUIRE(wrong_price.failed.size() == 2);
  CHECK(wrong_price.failed.front().entry == "rows[1668]");
  CHECK(wrong_price.failed.front().found == "4.5035996273704955e+15");
  CHECK(wrong_price.failed.back().entry == "rows[4321]");
  CHECK(wrong_price.failed.back().expected == "0.015");

  VectorFile orders = recorded("ledger-merge-orders.json");
  orders.content["cases"][7]["outcomes"][0]["balances"][3] = 0.015;
  const auto wrong_order = run(orders);
  REQUIRE(wrong_order.failed.size() == 1);
  CHECK(wrong_order.failed.front().entry == "orders-007");
  CHECK(wrong_order.failed.front().step == std::size_t{3});
  CHECK(wrong_order.failed.front().place == "balance");
}

} // namespace
} // namespace creditsim::scenarios
