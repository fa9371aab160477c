// SPDX-License-Identifier: MIT
#include "scenarios/zoo_run.hpp"

#include "scenarios/capsule_files.hpp"
#include "scenarios/zoo_shrink.hpp"

#include "core/rules.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <algorithm>
#include <set>

using namespace creditsim;
using namespace creditsim::scenarios;

namespace {

std::vector<ZooBug> bugs_of_the_zoo() {
  auto bugs = read_zoo(ready_zoo_folder());
  REQUIRE(bugs.ok());
  return std::move(bugs).value();
}

std::string refusal(const std::string& text) {
  const auto bugs = read_zoo_table("zoo.json", text);
  return bugs ? "" : bugs.error().context;
}

const std::string a_bug = R"("id": "A1", "what": "w", "class": "I", "checker": "overdraft", "scenario": "a1")";

} // namespace

TEST_CASE("Zoo: every bug is caught by its checker, and nothing else is called one", "[scenarios][zoo]") {
  const auto bugs = bugs_of_the_zoo();
  const auto rows = run_zoo(bugs, {.seeds = 3, .jobs = 2});
  REQUIRE(rows.size() == bugs.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(bugs[i].id << " in " << bugs[i].loaded.scenario.name);
    CHECK(rows[i].caught > 0);
    CHECK(rows[i].false_alarm.value_or("none") == "none");
    CHECK(rows[i].error.value_or("none") == "none");
  }
}

TEST_CASE("Zoo: the catalogue of the issue is there, and fifteen planted bugs", "[scenarios][zoo]") {
  const auto bugs = bugs_of_the_zoo();
  std::set<std::string> ids;
  std::size_t planted = 0;
  for (const ZooBug& bug : bugs) {
    ids.insert(bug.id);
    const bool ruled = bug.loaded.scenario.rules != core::Rules{};
    INFO(bug.id);
    // A rule is the bug, or something is planted: never both, so that one thing is what breaks.
    if (bug.planted != core::PlantedFault::none)
      ++planted;
    else
      CHECK(ruled);
  }
  for (const char* id : {"A1",  "A2",  "A3",  "A4", "B1", "B2", "B3", "B4", "B5", "B6", "B7", "C1", "C2", "C5", "C9",
                         "C10", "C11", "C14", "D1", "D2", "D3", "D4", "D5", "D6", "E1", "E2", "E3", "E4", "E5", "E6",
                         "E9",  "E10", "E11", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "G2", "G3", "G5", "G6", "G7"}) {
    INFO(id);
    CHECK(ids.contains(id));
  }
  CHECK(planted >= 15);
}

TEST_CASE("Zoo: enlarged: 50 nodes and 200 tasks, with the bug", "[scenarios][zoo]") {
  for (const ZooBug& bug : bugs_of_the_zoo()) {
    INFO(bug.id);
    const auto spelled = enlarged(bug, 1);
    REQUIRE(spelled.ok());
    const core::Scenario& scenario = spelled.value().scenario;
    CHECK(scenario.nodes == 50);
    const bool drawn = bug.loaded.scenario.workload.kind == core::WorkloadSpec::Kind::synthetic;
    CHECK(scenario.workload.tasks.size() == (drawn ? 200 : 0));
    CHECK(scenario.rules == bug.loaded.scenario.rules);
    CHECK(spelled.value().planted == bug.planted);
  }
}

TEST_CASE("Zoo: smallest cases: three nodes and twelve events, and each replays", "[scenarios][zoo]") {
  // A rule, a fault of the network, and three that are planted; the whole table is in the zoo's README.
  const std::set<std::string> sample{"A1", "B4", "B6", "P13", "P15", "P17", "P18"};
  auto bugs = bugs_of_the_zoo();
  std::erase_if(bugs, [&](const ZooBug& bug) { return !sample.contains(bug.id); });
  REQUIRE(bugs.size() == sample.size());
  const tests::ScratchFolder folder;
  const auto rows =
      run_zoo(bugs, {.seeds = 1, .jobs = 2, .shrink = true, .capsules = folder.path() / "kept" / "capsules"});
  actors::Runtime four{4};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(bugs[i].id);
    CHECK(rows[i].error.value_or("none") == "none");
    const bool shown = bugs[i].checker != determinism_checker;
    CHECK(rows[i].smallest.has_value() == shown);
    if (!shown)
      continue;
    CHECK(rows[i].smallest->size.nodes <= 3);
    CHECK(rows[i].smallest->events <= 12);
    const auto capsule = open_capsule((folder.path() / "kept" / "capsules" / (bugs[i].id + ".json")).string());
    REQUIRE(capsule.ok());
    CHECK(capsule.value().checker == bugs[i].checker);
    CHECK(capsule.value().planted == bugs[i].planted);
    const auto run = case_of(capsule.value(), bugs[i].id, std::nullopt);
    REQUIRE(run.ok());
    const auto output = four.simulate(run.value().scenario, run.value().inputs, checked_run(run.value()));
    REQUIRE(output.ok());
    CHECK(output.value().result.trace_digest == capsule.value().trace_digest);
    CHECK(output.value().result.violation_of(bugs[i].checker) != nullptr);
  }
}

TEST_CASE("zoo: the command: a planted bug that was kept replays, is checked and shrunk", "[scenarios][zoo]") {
  const tests::ScratchFolder folder;
  const auto outcome = tests::run_program("zoo --seeds 1 --capsules kept P13", folder.path());
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("1 cases shrunk from 50 nodes and 200 tasks, median nodes/tasks/events 2/1/2\n") !=
        std::string::npos);
  CHECK(outcome.out.find("P13  X      account_rules  1 ") != std::string::npos);
  CHECK(tests::run_program("replay kept/P13.json", folder.path()).status == 1);
  CHECK(tests::run_program("check kept/P13.json --no-shrink", folder.path()).status == 1);
  CHECK(tests::run_program("shrink kept/P13.json", folder.path()).status == 0);

  const auto none = tests::run_program("zoo --seeds 1 --no-shrink P13", folder.path());
  CHECK(none.status == 0);
  CHECK(none.out.find("shrunk") == std::string::npos);
  const auto both = tests::run_program("zoo --no-shrink --capsules kept P13", folder.path());
  CHECK(both.status == 3);
  CHECK(both.err == "--capsules: with --no-shrink there are no cases to keep\n");
}

TEST_CASE("Zoo: without a checker its bugs are missed", "[scenarios][zoo]") {
  auto bugs = bugs_of_the_zoo();
  const std::string checker = GENERATE("overdraft", "conservation", "metadata", "verify-determinism");
  std::erase_if(bugs, [&](const ZooBug& bug) { return bug.checker != checker; });
  REQUIRE(!bugs.empty());
  for (const ZooRow& row : run_zoo(bugs, {.seeds = 1, .jobs = 2, .without_checkers = {checker}})) {
    CHECK(row.caught == 0);
    CHECK(!row.passed());
  }
}

TEST_CASE("Zoo: the result does not depend on the number of jobs", "[scenarios][zoo]") {
  auto bugs = bugs_of_the_zoo();
  bugs.resize(4);
  const auto alone = run_zoo(bugs, {.seeds = 2, .jobs = 1});
  const auto side_by_side = run_zoo(bugs, {.seeds = 2, .jobs = 3});
  REQUIRE(alone.size() == side_by_side.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    CHECK(alone[i].caught == side_by_side[i].caught);
    CHECK(alone[i].time_to_find_us == side_by_side[i].time_to_find_us);
    CHECK(alone[i].others == side_by_side[i].others);
  }
}

TEST_CASE("Zoo: table: what is not a complete table is refused in one line", "[scenarios][zoo]") {
  CHECK(refusal("{\"bugs\": [{" + a_bug + "}]}").empty());
  CHECK(refusal("[]") == "zoo.json: the document: this is not an object with one member, bugs");
  CHECK(refusal(R"({"bugs": [], "more": 1})") == "zoo.json: the document: this is not an object with one member, bugs");
  CHECK(refusal(R"({"bugs": 1})") == "zoo.json: bugs: 1 is not a list");
  CHECK(refusal(R"({"bugs": [1]})") == "zoo.json: bugs[0]: 1 is not an object");
  CHECK(refusal(R"({"bugs": [{"id": "A1"}]})") == "zoo.json: bugs[0].what: nothing is not a line of text");
  CHECK(refusal("{\"bugs\": [{" + a_bug + R"(, "rule": "x"}]})") ==
        "zoo.json: bugs[0].rule: this member is not one of a bug's");
  CHECK(refusal("{\"bugs\": [{" + a_bug + R"(, "planted": "none"}]})") ==
        "zoo.json: bugs[0].planted: \"none\" is not a planted fault");
  CHECK(refusal("{\"bugs\": [{" + a_bug + "}, {" + a_bug + "}]}") ==
        "zoo.json: bugs[1].id: A1 is not another id than those before");
  CHECK(refusal(R"({"bugs": [{"id": "A1", "what": "w", "class": "Z", "checker": "overdraft", "scenario": "a1"}]})") ==
        "zoo.json: bugs[0].class: \"Z\" is not D, I, L, P or X");
  CHECK(refusal(R"({"bugs": [{"id": "A1", "what": "w", "class": "I", "checker": "x", "scenario": "a1"}]})") ==
        "zoo.json: bugs[0].checker: \"x\" is not the name of a checker");
  CHECK(refusal(R"({"bugs": [{"id": "A", "what": "w", "class": "I", "checker": "grant", "scenario": "../a"}]})") ==
        "zoo.json: bugs[0].scenario: \"../a\" is not the name of a scenario in this folder");
}
