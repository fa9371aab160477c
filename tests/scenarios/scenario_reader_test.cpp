// SPDX-License-Identifier: MIT
#include "scenarios/scenario_reader.hpp"

#include "scenarios/scenario_printer.hpp"
#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

core::Result<LoadedScenario> read(const std::string& text, const std::vector<std::string>& settings = {}) {
  return read_scenario({"case.json", text, "/scenarios"}, settings);
}

std::string message(const std::string& text, const std::vector<std::string>& settings = {}) {
  const auto loaded = read(text, settings);
  return loaded ? "accepted" : loaded.error().context;
}

struct Case {
  std::string text;
  std::string message;
};

TEST_CASE("Scenario reader: malformed text: one line says where, what was found and what is expected",
          "[scenarios][reader]") {
  const auto [text, expected] = GENERATE(values<Case>({
      {R"([])", R"(case.json: a list is not an object of scenario keys)"},
      {R"({"nodes": 5,})",
       R"(case.json: line 1, column 13: syntax error while parsing object key - unexpected '}'; expected string literal)"},
      {R"({"nodes": 5} {})",
       R"(case.json: line 1, column 14: syntax error while parsing value - unexpected '{'; expected end of input)"},
      {"",
       R"(case.json: line 1, column 1: syntax error while parsing value - unexpected end of input; expected '[', '{', or a literal)"},
      {"{\"name\": \"\xff\"}", R"(case.json: byte 11 is not UTF-8 text)"},
      {R"({"network": {"loss": 0.1, "loss": 0.2}})", R"(case.json: network.loss: the key is there twice)"},
      {R"({"nodes": 1e999})", R"(case.json: number overflow parsing '1e999')"},
      {R"({"name": )" + std::string(70, '[') + "}", R"(case.json: name: more than 64 levels)"},
  }));
  CHECK(message(text) == expected);
}

TEST_CASE("Scenario reader: unknown keys: the nearest known one is named", "[scenarios][reader]") {
  const auto [text, expected] = GENERATE(values<Case>({
      {R"({"network": {"los": 0.1}})", "case.json: network.los: not a known key; the nearest is network.loss"},
      {R"({"loss": 0.1})", "case.json: loss: not a known key; the nearest is network.loss"},
      {R"({"gossip": {"fanout": 2}})", "case.json: gossip.fanout: not a known key; the nearest is gossip.fan_out"},
      {R"({"q": 1})", "case.json: q: not a known key"},
      {R"({"network": {"latency": {"kind": "uniform", "min": "1ms", "maks": "2ms"}}})",
       "case.json: network.latency.maks: not a known key of a span of kind uniform, which has min, max"},
  }));
  CHECK(message(text) == expected);
}

TEST_CASE("Scenario reader: wrong values: one line says key, found and expected", "[scenarios][reader]") {
  const auto [text, expected] = GENERATE(values<Case>({
      {R"({"network": 3})", "case.json: network: 3 is not an object"},
      {R"({"network": {"loss": 30}})", "case.json: network.loss: 30 is not a ratio between 0 and 1"},
      {R"({"network": {"loss": "0.1"}})", "case.json: network.loss: \"0.1\" is not a ratio between 0 and 1"},
      {R"({"network": {"duplication": -0.1}})", "case.json: network.duplication: -0.1 is not a ratio between 0 and 1"},
      {R"({"gossip": {"interval": 10}})",
       "case.json: gossip.interval: 10 is not a duration in whole microseconds such as \"10ms\" or \"1.5s\""},
      {R"({"gossip": {"interval": "10 sec"}})",
       "case.json: gossip.interval: \"10 sec\" is not a duration in whole microseconds such as \"10ms\" or \"1.5s\""},
      {R"({"gossip": {"interval": "0s"}})", "case.json: gossip.interval: \"0s\" is not a duration of at least 1us"},
      {R"({"network": {"latency": "0us"}})", "case.json: network.latency: \"0us\" is not a duration of at least 1us"},
      {R"({"network": {"latency": {"kind": "uniform", "min": "0s", "max": "5ms"}}})",
       "case.json: network.latency.min: \"0s\" is not a duration of at least 1us"},
      {R"({"network": {"latency": {"kind": "uniform", "min": "5ms", "max": "1ms"}}})",
       "case.json: network.latency.max: \"1ms\" is not a duration of at least min, 5ms"},
      {R"({"network": {"latency": {"kind": "log_normal", "median": "20ms", "sigma": 0.5}}})",
       "case.json: network.latency: a span of kind log_normal needs min"},
      {R"({"network": {"latency": {"kind": "exponential", "mean": "20ms", "min": "1ms"}}})",
       "case.json: network.latency.kind: \"exponential\" is not one of constant, uniform, log_normal"},
      {R"({"network": {"latency": {}}})",
       "case.json: network.latency: the object has no member kind, one of constant, uniform, log_normal"},
      {R"({"nodes": 2.5})", "case.json: nodes: 2.5 is not a count such as 250 or \"10k\""},
      {R"({"nodes": "20M"})", "case.json: nodes: \"20M\" is not a count from 0 to 10000000"},
      {R"({"nodes": 1})", "case.json: nodes: 1 is not a count of at least 2"},
      {R"({"seed": null})", "case.json: seed: null is not a count such as 250 or \"10k\""},
      {R"({"gossip": {"mode": "pushpull"}})",
       "case.json: gossip.mode: \"pushpull\" is not one of none, push, pull, push_pull"},
      {R"({"profile": "fixed"})", "case.json: profile: \"fixed\" is not one of corrected, reference"},
      {R"({"profile": "reference", "rules": {"payment": "transfer"}})",
       "case.json: rules: profile reference can change rules.balance, rules.grant, rules.minimum_balance and "
       "rules.multipliers only; the others need profile corrected"},
      {R"({"credits": {"initial_credits": 35000000000001}})",
       "case.json: credits.initial_credits: 35000000000001.00 is not at most 35000000000000.00, as much as an account "
       "can "
       "be granted"},
      {R"({"credits": {"initial_credits": 35000000000000}, "rules": {"grant": "when_empty"}, "churn": {"restarts": 1}})",
       "case.json: credits.initial_credits: 35000000000000.00 is not at most 17500000000000.00, as much as an account "
       "can "
       "be granted at every restart"},
      {R"({"ledger": {"authenticator_bytes": 5}})",
       "case.json: ledger.authenticator_bytes: 5 is neither 0 nor at least 8"},
      {R"({"nodes": 5, "churn": {"joins": 5}})", "case.json: churn.joins: 5 is not below the number of nodes, 5"},
      {R"({"nodes": 5, "workload": {"rumours": 6}})",
       "case.json: workload.rumours: 6 is not at most the number of nodes, 5"},
      {R"({"task": {"deadline": "0s"}})", "case.json: task.deadline: \"0s\" is not a duration of at least 1us"},
      {R"({"credits": {"submission_cost": 1.005}})",
       "case.json: credits.submission_cost: 1.005 is not an amount of credits with at most two decimals"},
      {R"({"credits": {"submission_cost": 0}})",
       "case.json: credits.submission_cost: 0 is not an amount of at least 0.01 credits"},
      {R"({"credits": {"type_multipliers": {"compute": 0}}})",
       "case.json: credits.type_multipliers.compute: 0 is not a number between 1e-9 and 1e9"},
      {R"({"credits": {"type_multipliers": [2]}})",
       "case.json: credits.type_multipliers: a list is not an object of factors by name, such as {\"compute\": 2}"},
      {R"({"workload": {"types": {"compute": -1}}})",
       "case.json: workload.types.compute: -1 is not a weight between 0 and 1e9"},
      {R"({"workload": {"types": {"compute": 0}}})", "case.json: workload.types: no weight is above 0"},
      {R"({"workload": {"rate_per_s": 0}})", "case.json: workload.rate_per_s: 0 is not a number between 1e-9 and 1e9"},
      {R"({"expect": ["double_spending"]})",
       "case.json: expect: \"double_spending\" is not one of account_rules, acknowledged, conservation, "
       "convergence.bytes, convergence.counters, convergence.metadata, convergence.transactions, convergence_time, "
       "double_payment, grant, history, join_laws, message_content, metadata, monotone, overdraft, ownership, "
       "rejected_input, replica_process, shown_history, staleness"},
      {R"({"expect": ["overdraft", "overdraft"]})", "case.json: expect: \"overdraft\" is there twice"},
      {R"({"name": 7})", "case.json: name: 7 is not a text of one line"},
      {R"({"purpose": "two\nlines"})", "case.json: purpose: \"two\\nlines\" is not a text of one line"},
      {R"({"description": 7})", "case.json: description: 7 is not a text"},
      {R"({"topology": {"file": true}})", "case.json: topology.file: true is not the name of a file"},
      {R"({"inputs": {"nodes": {}}})", "case.json: inputs.nodes: not a key that names a file"},
      {R"({"inputs": {"workload.file": {"bytes": 1}}})",
       "case.json: inputs.workload.file: not the record of a file, {\"bytes\": COUNT, \"xxh3_128\": \"32 HEXADECIMAL "
       "DIGITS\"}"},
  }));
  CHECK(message(text) == expected);
}

TEST_CASE("Scenario reader: contradictions between keys: both values are named", "[scenarios][reader]") {
  const auto [text, expected] = GENERATE(values<Case>({
      {R"({"nodes": 8, "topology": {"kind": "random_regular", "degree": 8}})",
       "case.json: topology.degree: 8 is not below nodes, 8"},
      {R"({"nodes": 9, "topology": {"kind": "random_regular", "degree": 3}})",
       "case.json: topology.degree: 3 links at each of 9 nodes are not an even number of ends"},
      {R"({"topology": {"kind": "edge_list"}})", "case.json: topology.file: topology.kind edge_list needs a file"},
      {R"({"nodes": 9, "topology": {"kind": "edge_list", "file": "g.txt"}})",
       "case.json: nodes: 9 is not 0: with topology.kind edge_list the file decides"},
      {R"({"workload": {"kind": "trace"}})", "case.json: workload.file: workload.kind trace needs a file"},
      {R"({"nodes": 8, "dispatch": {"workers_per_task": 8}})",
       "case.json: dispatch.workers_per_task: 8 is not below the number of nodes, 8"},
      {R"({"nodes": 8, "workload": {"kind": "trace", "file": "jobs.swf", "submitters": "by_user"}})",
       "case.json: workload.nodes_per_user: 16 is not at most the number of nodes, 8"},
      {R"({"gossip": {"reply_from": "round_start"}})",
       "case.json: gossip.reply_from: round_start needs gossip.phase lock_step"},
      {R"({"network": {"latency": "500ms"}, "gossip": {"phase": "lock_step", "reply_from": "round_start"}})",
       "case.json: gossip.interval: 1s is not longer than 1s, twice the largest latency, as gossip.reply_from "
       "round_start needs"},
      {R"({"credits": {"dedup_window": 10}})",
       "case.json: credits.dedup_dropped: 5000 is not at most credits.dedup_window, 10"},
      {R"({"credits": {"submission_cost": 0.01}, "workload": {"types": {"embed": 1}, "priorities": {"low": 1},
           "kind": "synthetic"}})",
       "accepted"}, // 0.005 rounds up
      {R"({"credits": {"priority_multipliers": {"low": 0.001}}, "workload": {"types": {"embed": 1}, "priorities": {"low": 1}}})",
       "case.json: credits.submission_cost: 1.00 for a task of type embed with priority low comes to 0.00, which is "
       "not "
       "above zero"},
      {R"({"credits": {"type_multipliers": {"embed": 0.001}}, "workload": {"types": {"embed": 1}}})",
       "case.json: credits.completion_reward: 1.00 for a task of type embed comes to 0.00, which is not above zero"},
      {R"({"sample_interval": "1us"})",
       "case.json: sample_interval: 1us gives more than 10M samples up to 11m, the end of stop.drain"},
  }));
  CHECK(message(text) == expected);
}

TEST_CASE("Scenario reader: settings: one line says key, found and expected", "[scenarios][reader]") {
  const auto [setting, expected] = GENERATE(values<Case>({
      {"network.loss", "--set: network.loss is not KEY=VALUE"},
      {"=3", "--set: =3 is not KEY=VALUE"},
      {"network.los=0.1", "--set: network.los: not a known key; the nearest is network.loss"},
      {"network=3", "--set: network: not a key but a group of keys"},
      {"network.loss=30", "--set: network.loss: 30 is not a ratio between 0 and 1"},
      {"network.loss=", "--set: network.loss: \"\" is not a ratio between 0 and 1"},
      {"gossip.interval=10",
       "--set: gossip.interval: 10 is not a duration in whole microseconds such as \"10ms\" or \"1.5s\""},
      {"nodes=many", "--set: nodes: many is not a count such as 250 or \"10k\""},
      {"expect=[\"overdraft\"",
       "--set: expect: line 1, column 13: syntax error while parsing array - unexpected end of "
       "input; expected ']'"},
      {"network.latency.kind=uniform", "--set: network.latency: a span of kind uniform needs min"},
      {"network.latency.minimum=1ms",
       "--set: network.latency.minimum: not a known key of a span of kind constant, which has value"},
      {"name=\xff", "--set: the setting is not UTF-8 text"},
      {"topology.kind=edge_list", "case.json: topology.file: topology.kind edge_list needs a file"},
  }));
  CHECK(message("{}", {setting}) == expected);
}

TEST_CASE("Scenario reader: settings: any key, members of spans and weights, later over earlier",
          "[scenarios][reader]") {
  const auto loaded = read(R"({"network": {"latency": "5ms", "loss": 0.5}, "workload": {"types": {"compute": 3}}})",
                           {"network.loss=0.1", "network.loss=0.2", "nodes=1k", "name=seven 7", "gossip.mode=pull",
                            "network.latency.kind=uniform", "network.latency.min=2ms", "network.latency.max=3ms",
                            "workload.types.embed=1", "credits.type_multipliers.compute=4", "expect=overdraft",
                            "credits.initial_credits=7.5", "workload.task_duration=1s..2s", "seed=18446744073709551615",
                            R"(workload.priorities={"low":1,"high":2})"});
  REQUIRE(loaded.ok());
  const core::Scenario& scenario = loaded.value().scenario;
  CHECK(scenario.network.loss == 0.2);
  CHECK(scenario.nodes == 1000);
  CHECK(scenario.name == "seven 7");
  CHECK(scenario.gossip.mode == core::GossipSpec::Mode::pull);
  CHECK(scenario.network.latency.kind == core::SpanSpec::Kind::uniform);
  CHECK(scenario.network.latency.min_us == 2'000);
  CHECK(scenario.network.latency.max_us == 3'000);
  CHECK(scenario.workload.types == std::map<std::string, double>{{"compute", 3.0}, {"embed", 1.0}});
  CHECK(scenario.workload.priorities == std::map<std::string, double>{{"high", 2.0}, {"low", 1.0}});
  CHECK(*scenario.credits.type_multipliers.find("compute") == 4.0);
  CHECK(*scenario.credits.type_multipliers.find("analyze") == 1.5);
  CHECK(scenario.expect == std::vector<std::string>{"overdraft"});
  CHECK(scenario.credits.initial_credits == core::Credits::hundredths(750));
  CHECK(scenario.workload.task_duration.max_us == 2'000'000);
  CHECK(scenario.seed == 18'446'744'073'709'551'615U);
}

TEST_CASE("Scenario reader: comments, $schema and description: allowed and without effect", "[scenarios][reader]") {
  const auto loaded = read(R"(// heading
    {"$schema": "schema.json", "description": "long text",
     "network": {"description": "more", "loss": 0.25}} // end)");
  REQUIRE(loaded.ok());
  CHECK(loaded.value().scenario.network.loss == 0.25);
  CHECK(loaded.value().scenario.name == "case");
}

TEST_CASE("Scenario reader: files: relative to the scenario, with a setting to the working directory",
          "[scenarios][reader]") {
  const std::string text = R"({"workload": {"kind": "trace", "file": "data/../jobs.swf"}})";
  const auto own = read(text);
  REQUIRE(own.ok());
  CHECK(own.value().scenario.workload.file == "/scenarios/jobs.swf");
  const auto set = read(text, {"workload.file=other.swf"});
  REQUIRE(set.ok());
  CHECK(set.value().scenario.workload.file == (std::filesystem::current_path() / "other.swf").string());
}

TEST_CASE("Scenario reader: recorded inputs: kept, but not for a file that is named anew", "[scenarios][reader]") {
  const std::string text = R"({"workload": {"kind": "trace", "file": "jobs.swf"},
    "inputs": {"workload.file": {"bytes": 12, "xxh3_128": "0123456789abcdef0123456789abcdef"}}})";
  const auto own = read(text);
  REQUIRE(own.ok());
  CHECK(own.value().recorded.at("workload.file") == InputRecord{12, "0123456789abcdef0123456789abcdef"});
  const auto set = read(text, {"workload.file=other.swf"});
  REQUIRE(set.ok());
  CHECK(set.value().recorded.empty());
}

TEST_CASE("Scenario printer: every key: what is printed reads back the same", "[scenarios][printer]") {
  const auto settings = GENERATE(values<std::vector<std::string>>({
      {},
      {"network.latency=1ms..5ms", "expect=[\"overdraft\",\"conservation\"]", "name=a \"b\" \\ c", "seed=1e18"},
      {R"(network.latency={"kind":"log_normal","median":"20ms","sigma":0.3,"min":"1500us"})",
       "workload.rate_per_s=0.1"},
      {R"(workload.task_duration={"kind":"exponential","mean":"20ms","min":"0s"})", "credits.minimum_balance=3.07"},
      {"topology.kind=edge_list", "nodes=0", "topology.file=graph.txt", "topology.component=all"},
  }));
  const auto first = read("{}", settings);
  REQUIRE(first.ok());
  const std::string printed = print_json(print_scenario(first.value().scenario));
  const auto second = read(printed);
  REQUIRE(second.ok());
  CHECK(print_json(print_scenario(second.value().scenario)) == printed);
}

TEST_CASE("Scenario digest: names what decides a run", "[scenarios][printer]") {
  const auto digest = [](const std::vector<std::string>& settings,
                         const std::map<std::string, InputRecord>& inputs = {}) {
    const auto loaded = read("{}", settings);
    return loaded ? scenario_digest(loaded.value().scenario, inputs) : loaded.error().context;
  };
  const std::string base = digest({});
  CHECK(base.size() == 32);
  CHECK(digest({"name=other", "purpose=other", "seed=7"}) == base);
  CHECK(digest({"network.loss=0"}) == base);
  CHECK(digest({"network.loss=0.1"}) != base);
  CHECK(digest({"workload.types.embed=1"}) != base);
  const std::vector<std::string> here{"workload.kind=trace", "workload.file=/here/jobs.swf"};
  const std::vector<std::string> there{"workload.kind=trace", "workload.file=/there/jobs.swf"};
  const std::map<std::string, InputRecord> jobs{{"workload.file", {1, xxh3_128("a")}}};
  CHECK(digest(here, jobs) == digest(there, jobs));
  CHECK(digest(here, jobs) != digest(here, {{"workload.file", {1, xxh3_128("b")}}}));
}

} // namespace
