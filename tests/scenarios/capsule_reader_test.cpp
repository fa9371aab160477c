// SPDX-License-Identifier: MIT
#include "scenarios/capsule_reader.hpp"

#include "core/replica_rules.hpp"
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

/// The capsule as if it had been found with a replica under test, whose rules its scenario then has.
std::string replica_capsule() {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 5;
  scenario.stop.duration_us = 1'000'000;
  Capsule capsule = tests::captured(scenario, "double_payment").capsule;
  core::take_replica_rules(capsule.scenario);
  capsule.replica = actors::ChildOptions{.command = "node 'my replica.js'", .timeout_ms = 250};
  return print_json(print_capsule(capsule));
}

TEST_CASE("Capsule: replica: command and time-out read back, and its scenario has the rules for it",
          "[scenarios][capsule]") {
  const std::string text = replica_capsule();
  const auto read = read_capsule({"x.json", text, "/"});
  REQUIRE(read.ok());
  REQUIRE(read.value().replica);
  CHECK(read.value().replica->command == "node 'my replica.js'");
  CHECK(read.value().replica->timeout_ms == 250);
  CHECK(print_json(print_capsule(read.value())) == text);
  CHECK(small_capsule().find("\"replica\"") == std::string::npos);
}

TEST_CASE("Capsule: replica: faults: one line that names the place", "[scenarios][capsule]") {
  const std::string text = replica_capsule();
  const auto begin = text.find("\"replica\": ") + std::string{"\"replica\": "}.size();
  const std::string member = text.substr(begin, text.find('}', begin) + 1 - begin);
  const auto error_with = [&](const std::string& other) {
    const auto read = read_capsule({"x.json", replaced(text, member, other), "/"});
    REQUIRE_FALSE(read.ok());
    return read.error().context;
  };
  CHECK(error_with("\"node x.js\"") == "x.json: replica: \"node x.js\" is not an object");
  CHECK(error_with("{}") == "x.json: replica.command: it is missing");
  CHECK(error_with(R"({"command": 3, "timeout_ms": 1})") == "x.json: replica.command: 3 is not a shell command");
  CHECK(error_with(R"({"command": " ", "timeout_ms": 1})") == "x.json: replica.command: \" \" is not a shell command");
  CHECK(error_with(R"({"command": "x"})") == "x.json: replica.timeout_ms: it is missing");
  for (const std::string span : {"0", "3600001", "-1", "1.5", "true"})
    CHECK(error_with(R"({"command": "x", "timeout_ms": )" + span + "}") ==
          "x.json: replica.timeout_ms: " + span + " is not a count from 1 to 3600000");
  CHECK(error_with(R"({"command": "x", "timeout_ms": 1, "shell": "zsh"})") ==
        "x.json: replica.shell: not a known key of a replica");
  const auto with_rules =
      read_capsule({"x.json", replaced(text, "\"settlement\": \"everyone\"", "\"settlement\": \"one_worker\""), "/"});
  REQUIRE_FALSE(with_rules.ok());
  CHECK(with_rules.error().context ==
        "x.json: scenario.rules: a replica under test burns prices and mints rewards, nothing else");
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
