// SPDX-License-Identifier: MIT
#include "scenarios/vectors_values.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using creditsim::scenarios::Json;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;
using creditsim::tests::ScratchFolder;

const std::string recorded = CREDITSIM_VECTORS;

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); }

Json recorded_file(const std::string& name) {
  return Json::parse(creditsim::tests::content(recorded + "/" + name), nullptr, false);
}

TEST_CASE("Vectors command: the recorded folder: a line per file, a total, exit 0", "[scenarios][vectors][cli]") {
  const Outcome outcome = run_program("vectors " + recorded);
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find("\ncredit-system-edge.json   54 passed (2 of them up to a float_artifact step), 5 left out "
                         "(large 1, nan 3, sub-cent 1), 0 failed; 399 of 451 steps compared\n") != std::string::npos);
  CHECK(
      last_line(outcome.out).starts_with("total: 7878 passed (23 of them up to a float_artifact step), 252 left out"));
  CHECK(last_line(outcome.out).find(", 0 failed; 16143 of 16746 steps compared in 11 files\n") != std::string::npos);
}

TEST_CASE("Vectors command: --file and --verbose: one file, with what was left out", "[scenarios][vectors][cli]") {
  const Outcome outcome = run_program("vectors " + recorded + " --file credit-system-edge.json --verbose");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with("credit-system-edge.json  54 passed"));
  CHECK(outcome.out.find("\n  left out: cs-edge-06-initial-credits (sub-cent)\n") != std::string::npos);
  CHECK(outcome.out.find("\n  shortened: cs-edge-22-insufficient-minimum-0 from step 6\n") != std::string::npos);
  CHECK(last_line(outcome.out).find("in 1 files") != std::string::npos);
}

TEST_CASE("Vectors command: a corrupted copy: the first differing step, exit 1", "[scenarios][vectors][cli]") {
  const ScratchFolder folder;
  Json file = recorded_file("credit-system-edge.json");
  file["scripts"][0]["steps"][4]["returns"]["totalEarned"] = 10.01;
  file["scripts"][17]["steps"][1]["after"]["cents"] = 1199;
  file["scripts"][17]["steps"][2]["log"] = Json::array();
  folder.write("edge.json", file.dump());
  const std::string first = "FAILED edge.json: cs-edge-01-summary-before-initialize: step 4 (getSummary): "
                            "returns.totalEarned: expected 10.01, found 10.0\n";
  const std::string second = "FAILED edge.json: cs-edge-18-duplicates: step 1 (earnCredits): after.cents: "
                             "expected 1199, found 1200\n";

  const Outcome outcome = run_program("vectors " + folder.path().string());
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find(first) != std::string::npos);
  CHECK(outcome.out.find(second) == std::string::npos);
  CHECK(last_line(outcome.out).find(", 2 failed; ") != std::string::npos);

  const Outcome verbose = run_program("vectors --verbose " + folder.path().string());
  CHECK(verbose.status == 1);
  CHECK(verbose.out.find(first + second) != std::string::npos);
}

TEST_CASE("Vectors command: later kinds: named as not run, and alone they prove nothing", "[scenarios][vectors][cli]") {
  const ScratchFolder folder;
  folder.write("firestore-sync.json", R"({"schema":1,"kind":"firestore-sync","scripts":[]})");
  const Outcome alone = run_program("vectors " + folder.path().string());
  CHECK(alone.status == 2);
  CHECK(alone.out == "firestore-sync.json  not run: kind firestore-sync is not supported yet\n"
                     "total: 0 passed, 0 left out, 0 failed; 0 of 0 steps compared in 0 files, 1 not run\n");
  folder.write("task-handler.json", recorded_file("task-handler.json").dump());
  CHECK(run_program("vectors " + folder.path().string()).status == 0);
}

TEST_CASE("Vectors command: unreadable folders: one line, exit 3", "[scenarios][vectors][cli]") {
  const ScratchFolder folder;
  const std::string path = folder.path().string();
  struct Case {
    std::string arguments;
    std::string message;
  };
  for (const Case& bad :
       {Case{"", "creditsim vectors: DIR is missing"},
        Case{path + "/none", path + "/none: found no folder, expected one with files of vectors"},
        Case{path, path + ": found no *.json, expected files of vectors"},
        Case{path + " --file a.json", path + "/a.json: found nothing that can be read, expected a file of vectors"}}) {
    const Outcome outcome = run_program("vectors " + bad.arguments);
    CHECK(outcome.status == 3);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == bad.message + "\n");
  }
}

TEST_CASE("Vectors command: malformed files: place, found and expected in one line, exit 3",
          "[scenarios][vectors][cli]") {
  struct Case {
    std::string content;
    std::string message; ///< after the name of the file
  };
  const std::string head = R"({"schema":1,"kind":"ledger","scripts":)";
  const std::string price_head = R"({"schema":1,"kind":"calculate-amount",)";
  const auto [content, message] = GENERATE_COPY(values<Case>({
      {"", "found text that is not JSON, expected a file of vectors"},
      {"{\"schema\":1,", "found text that is not JSON, expected a file of vectors"},
      {"[1]", "top level: found [1], expected an object with schema, kind and a list"},
      {"{}", "schema: found nothing, expected 1"},
      {R"({"schema":2,"kind":"ledger"})", "schema: found 2, expected 1"},
      {R"({"schema":1})", "kind: found nothing, expected a known kind of vectors"},
      {R"({"schema":1,"kind":7})", "kind: found 7, expected a known kind of vectors"},
      {R"({"schema":1,"kind":"ledgers"})", R"(kind: found "ledgers", expected a known kind of vectors)"},
      {R"({"schema":1,"kind":"ledger"})", "scripts: found nothing, expected a list"},
      {head + "{}}", "scripts: found {}, expected a list"},
      {head + "[7]}", "scripts[0]: found 7, expected an object"},
      {head + "[{}]}", "scripts[0].name: found nothing, expected a name"},
      {head + R"([{"name":"a"}]})", "scripts[0].tags: found nothing, expected a list of texts"},
      {head + R"([{"name":"a","tags":[1]}]})", "scripts[0].tags: found [1], expected a list of texts"},
      {head + R"([{"name":"a","tags":[]}]})", "scripts[0].steps: found nothing, expected a list of steps"},
      {head + R"([{"name":"a","tags":[],"steps":[5]}]})", "scripts[0].steps[0]: found 5, expected a step object"},
      {head + R"([{"name":"a","tags":[],"steps":[{}]}]})",
       "scripts[0].steps[0].at: found nothing, expected whole milliseconds"},
      {head + R"([{"name":"a","tags":[],"steps":[{"at":0.5}]}]})",
       "scripts[0].steps[0].at: found 0.5, expected whole milliseconds"},
      {head + R"([{"name":"a","tags":[],"steps":[{"at":1}]}]})",
       "scripts[0].steps[0].op: found nothing, expected the name of an operation"},
      {head + R"([{"name":"a","tags":[],"steps":[{"at":1,"op":"x"}]}]})",
       "scripts[0].steps[0].args: found nothing, expected a list of arguments"},
      {head + R"([{"name":"a","tags":[],"steps":[],"final":3}]})", "scripts[0].final: found 3, expected an object"},
      {price_head + R"("configs":[],"rows":{}})", "rows: found {}, expected a list"},
      {price_head + R"("configs":[],"rows":[[1]]})", "rows[0]: found [1], expected a list of 7 cells"},
      {price_head + R"("configs":[],"rows":[[0,1,"a",null,1,100,100]]})",
       "rows[0][0]: found 0, expected an index into configs"},
      {price_head + R"("configs":[{"taskTypeMultipliers":{"a":"b"}}],"rows":[]})",
       R"(configs[0]: taskTypeMultipliers.a: found "b", expected a number)"},
  }));
  const ScratchFolder folder;
  folder.write("bad.json", content);
  const Outcome outcome = run_program("vectors " + folder.path().string());
  CHECK(outcome.status == 3);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "bad.json: " + message + "\n");
}

/// Scripts whose frame is good and whose inside is not: they fail, they do not end the program.
TEST_CASE("Vectors command: scripts that cannot be carried out: failed with the reason, exit 1",
          "[scenarios][vectors][cli]") {
  struct Case {
    std::string kind;
    std::string script; ///< after name and tags
    std::string failure;
  };
  const auto [kind, script, failure] = GENERATE(values<Case>({
      {"ledger", R"("steps":[])", "setup: expected nothing, found setup: found nothing, expected an object"},
      {"ledger", R"("setup":{},"steps":[])", "setup: expected {}, found replicas: expected a list"},
      {"ledger", R"("setup":{"replicas":[{"maxTransactions":-1}]},"steps":[])",
       R"(setup: expected {"replicas":[{"maxTransactions":-1}]}, found maxTransactions: found -1, expected a number of transactions)"},
      {"ledger", R"("setup":{"replicas":[]},"steps":[{"at":1,"op":"save","on":"A","args":[]}])",
       "step 0 (save): step: expected save[], found on: no such replica"},
      {"ledger", R"("setup":{"replicas":[{"name":"A"}]},"steps":[{"at":1,"op":"credit","on":"A","args":["5"]}])",
       R"(step 0 (credit): step: expected credit["5"], found "5" is not an amount)"},
      {"ledger", R"("setup":{"replicas":[{"name":"A"}]},"steps":[{"at":1,"op":"credit","on":"A","args":[0.005]}])",
       "step 0 (credit): step: expected credit[0.005], found 0.005 has no exact hundredths"},
      {"ledger",
       R"("setup":{"replicas":[{"name":"A"}]},"steps":[{"at":1,"op":"merge","on":"A","args":[{"$ref":"e"}]}])",
       R"(step 0 (merge): step: expected merge[{"$ref":"e"}], found $ref: nothing was saved as "e")"},
      {"crdt-primitives", R"("steps":[{"at":1,"op":"new","type":"Set","name":"a","args":["n"]}])",
       R"(step 0 (new): step: expected new["n"], found type Set is not known)"},
      {"crdt-primitives", R"("steps":[{"at":1,"op":"call","on":"a","method":"get","args":[]}])",
       "step 0 (call): step: expected call[], found on: no such object"},
      {"credit-system", R"("setup":{"nodeId":"a","speed":1},"steps":[])",
       R"(setup: expected {"nodeId":"a","speed":1}, found setup.speed is not known)"},
      {"credit-system", R"("setup":{"nodeId":"a"},"steps":[{"at":1,"op":"earnMany","args":[7]}])",
       "step 0 (earnMany): step: expected earnMany[7], found first: expected a whole number"},
      {"credit-system", R"("setup":{"nodeId":"a"},"steps":[{"at":1,"op":"earnCredits","args":["a","x","t",{}]}])",
       R"(step 0 (earnCredits): step: expected earnCredits["a","x","t",{}], found amount: found "x", expected a number)"},
      {"credit-system", R"("setup":{"nodeId":"a"},"steps":[],"final":{})",
       "final: expected {}, found final.at: expected whole milliseconds"},
      {"ledger-merge-orders", R"("exports":[])",
       "case: expected a readable case, found expected exports, outcomes and an observer"},
      {"ledger-merge-orders", R"("exports":[],"observer":{},"outcomes":[{"orders":[[0]],"balances":[0]}])",
       "step 0 (merge): orders: expected [0], found orders: 0 is not an index into exports"},
  }));
  const std::string list = kind == "ledger-merge-orders" ? "cases" : "scripts";
  const ScratchFolder folder;
  folder.write("odd.json",
               R"({"schema":1,"kind":")" + kind + R"(",")" + list + R"(":[{"name":"a","tags":[],)" + script + "}]}");
  const Outcome outcome = run_program("vectors " + folder.path().string());
  CHECK(outcome.status == 1);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find("FAILED odd.json: a: " + failure + "\n") != std::string::npos);
}

} // namespace
