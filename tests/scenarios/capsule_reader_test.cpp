// SPDX-License-Identifier: MIT
#include "scenarios/capsule_reader.hpp"

#include "tests/scenarios/failing_cases.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

std::string small_capsule() {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 5;
  scenario.stop.duration_us = 1'000'000;
  return print_json(print_capsule(tests::captured(scenario, "double_payment").capsule));
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

TEST_CASE("Capsule: round trip: reads back what was printed", "[scenarios][capsule]") {
  const std::string text = small_capsule();
  CHECK(is_capsule(text));
  const auto read = read_capsule({"x.json", text, "/"});
  REQUIRE(read.ok());
  CHECK(print_json(print_capsule(read.value())) == text);
  CHECK(read.value().scenario.workload.kind == core::WorkloadSpec::Kind::list);
  CHECK_FALSE(read.value().story.empty());
  CHECK_FALSE(is_capsule("{\"nodes\": 3}"));
  CHECK_FALSE(is_capsule("nonsense"));
}

TEST_CASE("Capsule: planted: what the zoo planted travels in the capsule", "[scenarios][capsule]") {
  const std::string text =
      replaced(small_capsule(), "\"trace_digest\"", "\"planted\": \"early_receipt\", \"trace_digest\"");
  const auto read = read_capsule({"x.json", text, "/"});
  REQUIRE(read.ok());
  CHECK(read.value().planted == core::PlantedFault::early_receipt);
  const auto again = read_capsule({"x.json", print_json(print_capsule(read.value())), "/"});
  REQUIRE(again.ok());
  CHECK(again.value().planted == core::PlantedFault::early_receipt);
  CHECK(read_capsule({"x.json", replaced(text, "early_receipt", "none"), "/"}).error().context ==
        "x.json: planted: \"none\" is not a planted fault");
  CHECK(read_capsule({"x.json", replaced(text, "\"early_receipt\"", "1"), "/"}).error().context ==
        "x.json: planted: 1 is not a planted fault");
}

TEST_CASE("Capsule: edges: the list of a topology travels in the capsule", "[scenarios][capsule]") {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 0;
  scenario.topology.kind = core::TopologySpec::Kind::edge_list;
  RunnableCase run{.scenario = scenario, .edges = "10 20\n20 30\n30 10\n"};
  auto edges = core::parse_edge_list(run.edges, "edges");
  REQUIRE(edges.ok());
  run.inputs.edges = edges.value();
  actors::Runtime runtime{1};
  const auto spelled = spelled_out(run);
  REQUIRE(spelled.ok());
  const auto failing = capture(runtime, spelled.value(), "double_payment");
  REQUIRE(failing.ok());
  const std::string text = print_json(print_capsule(failing.value().capsule));
  const auto read = read_capsule({"x.json", text, "/"});
  REQUIRE(read.ok());
  CHECK(print_json(print_capsule(read.value())) == text);
  const auto output = runtime.simulate(read.value().scenario, inputs_of(read.value()));
  REQUIRE(output.ok());
  CHECK(output.value().result.trace_digest == read.value().trace_digest);
}

TEST_CASE("Capsule: faults: one line that names the place", "[scenarios][capsule]") {
  const std::string text = small_capsule();
  const auto error_of = [](const std::string& changed) {
    const auto read = read_capsule({"x.json", changed, "/"});
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().context.find('\n') == std::string::npos);
    return read.error().context;
  };
  CHECK(error_of("[]") == "x.json: a list is not a capsule");
  CHECK(error_of("{}") == "x.json: format: it is missing");
  CHECK(error_of(replaced(text, "creditsim-capsule", "other")) ==
        "x.json: format: \"other\" is not \"creditsim-capsule\"");
  CHECK(error_of(replaced(text, "\"format_version\": 1", "\"format_version\": 2")) ==
        "x.json: format_version: 2 is not 1, the version that this creditsim reads");
  CHECK(error_of(replaced(text, "\"checker\": \"double_payment\"", "\"checker\": 3")) ==
        "x.json: checker: 3 is not a text");
  CHECK(error_of(replaced(text, "\"seed\": 1", "\"seed\": 2")) == "x.json: seed: 2 is not that of the scenario, 1");
  CHECK(error_of(replaced(text, "\"nodes\": 5", "\"nodes\": 1")).find("x.json: scenario: ") == 0);
  CHECK(error_of(replaced(text, "\"trace_digest\": \"", "\"trace_digest\": \"x")).find("x.json: trace_digest: ") == 0);
  CHECK(error_of(replaced(text, "\"story\": [", "\"tale\": [")) == "x.json: tale: not a known key of a capsule");
}

} // namespace
