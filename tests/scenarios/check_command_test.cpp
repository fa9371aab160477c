// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <filesystem>

namespace {

using namespace creditsim;

namespace fs = std::filesystem;

const std::string good = R"({"name": "good", "nodes": 6, "workload": {"rate_per_s": 5}, "stop": {"duration": "1s"}})";
const std::string bad = R"({"name": "bad", "nodes": 6, "workload": {"rate_per_s": 5}, "stop": {"duration": "1s"},
  "dispatch": {"workers_per_task": 2}, "rules": {"settlement": "everyone"}})";
const std::string slow =
    R"({"name": "slow", "nodes": 300, "workload": {"rate_per_s": 300}, "stop": {"duration": "1h"}})";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("check: valid scenarios: status 0 and a table", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("good.json", good);
  const auto outcome = tests::run_program("check good.json --seeds 1..4", folder.path());
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(has(outcome.out, "check: 1 scenario, seeds 1..4\n"));
  CHECK(has(outcome.out, "good      valid    1..4       4        0        0\n"));
  CHECK(has(outcome.out, "verdict  valid\n"));
  CHECK_FALSE(fs::exists(folder.path() / "creditsim-failures"));
}

TEST_CASE("check: failures: first, with a command that repeats them, kept, shrunk and drawn", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("good.json", good);
  folder.write("bad.json", bad);
  const auto outcome = tests::run_program("check . --seeds 3", folder.path());
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("INVALID  bad: ") < outcome.out.find("good "));
  const std::string repeat = "repeat: creditsim ";
  const auto at = outcome.out.find(repeat + "replay creditsim-failures/bad.double_payment.seed-1.shrunk.json");
  REQUIRE(at != std::string::npos);
  const auto begin = at + repeat.size();
  const std::string command = outcome.out.substr(begin, outcome.out.find('\n', begin) - begin);
  for (const char* threads : {"1", "4"}) {
    const auto replayed = tests::run_program(command + " --threads " + threads, folder.path());
    CHECK(replayed.status == 1);
    CHECK(replayed.err.empty());
    CHECK(has(replayed.out, "double_payment: task 0 was paid again"));
  }
  CHECK(fs::exists(folder.path() / "creditsim-failures/bad.double_payment.seed-1.json"));
  CHECK(fs::exists(folder.path() / "creditsim-failures/bad.double_payment.seed-1.shrunk.svg"));
}

TEST_CASE("check: keeping: no shrinking, every seed, another folder", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("bad.json", bad);
  const auto outcome =
      tests::run_program("check bad.json --seeds 2 --no-shrink --keep-all --capsules kept", folder.path());
  CHECK(outcome.status == 1);
  CHECK(fs::exists(folder.path() / "kept/bad.double_payment.seed-1.json"));
  CHECK(fs::exists(folder.path() / "kept/bad.double_payment.seed-2.json"));
  CHECK_FALSE(fs::exists(folder.path() / "kept/bad.double_payment.seed-1.shrunk.json"));
  const auto capsule = tests::run_program("check kept/bad.double_payment.seed-2.json", folder.path());
  CHECK(capsule.status == 1);
  CHECK(has(capsule.out, "repeat: creditsim replay kept/bad.double_payment.seed-2.json"));
}

TEST_CASE("check: a broken scenario among good ones: one line, the others run, status 3", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("broken.json", R"({"nodes": 1})");
  folder.write("bad.json", bad);
  folder.write("good.json", good);
  const auto outcome = tests::run_program("check broken.json bad.json good.json --seeds 2 --no-shrink", folder.path());
  CHECK(outcome.status == 3);
  CHECK(has(outcome.out, "ERROR    broken.json: nodes: 1 is not a count of at least 2\n"));
  CHECK(has(outcome.out, "INVALID  bad: double_payment in 2 of 2 seeds (1..2)"));
  CHECK(has(outcome.out, "good      valid    1..2"));
}

TEST_CASE("check: usage: one line and status 3", "[scenarios][check]") {
  for (const char* arguments : {"check nowhere", "check --seeds 0", "check --seeds 3 --seed 4", "check --jobs 0",
                                "check --time-budget 5", "check --max-failures 0", "check --seed x"}) {
    CAPTURE(arguments);
    const auto outcome = tests::run_program(arguments);
    CHECK(outcome.status == 3);
  }
}

TEST_CASE("check: time budget: as many seeds as fit, or an unfinished range", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("good.json", good);
  const auto fits = tests::run_program("check good.json --time-budget 500ms", folder.path());
  CHECK(fits.status == 0);
  CHECK(has(fits.out, "as many seeds as fit, at most 500ms"));
  const auto unfinished = tests::run_program("check good.json --seeds 1..1000000 --time-budget 500ms", folder.path());
  CHECK(unfinished.status == 2);
  CHECK(has(unfinished.out, "not run  good: seeds "));
  CHECK(has(unfinished.out, "..1000000\n"));
  CHECK(has(unfinished.out, "verdict  unknown\n"));
  folder.write("slow.json", slow);
  const auto none = tests::run_program("check slow.json --time-budget 200ms", folder.path());
  CHECK(none.status == 2);
  CHECK(has(none.out, "slow      not run"));
}

TEST_CASE("check: interrupted: what finished is kept and printed, JUnit too", "[scenarios][check]") {
  for (const auto& [signal, status] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
    const tests::ScratchFolder folder;
    folder.write("good.json", good);
    folder.write("slow.json", slow);
    const auto outcome =
        tests::run_program("check good.json slow.json --seeds 2 --junit j.xml & pid=$!; sleep 1; kill -" +
                               std::string{signal} + " $pid; wait $pid",
                           folder.path());
    CHECK(outcome.status == status);
    CHECK(has(outcome.out, "slow"));
    CHECK(has(outcome.out, "verdict  "));
    CHECK(has(tests::content(folder.path() / "j.xml"), "<testsuite name=\"good\""));
  }
}

TEST_CASE("check: a full disk: nothing printed is lost, status 4", "[scenarios][check]") {
  if (!fs::exists("/dev/full"))
    return;
  const tests::ScratchFolder folder;
  folder.write("good.json", good);
  folder.write("bad.json", bad);
  const auto junit = tests::run_program("check good.json --seeds 2 --junit /dev/full", folder.path());
  CHECK(junit.status == 4);
  CHECK(has(junit.out, "verdict  valid\n"));
  CHECK(has(junit.err, "/dev/full: "));
  const auto capsules = tests::run_program("check bad.json --seeds 2 --capsules /dev/full/x", folder.path());
  CHECK(capsules.status == 4);
  CHECK(has(capsules.out, "INVALID  bad: double_payment"));
  CHECK(has(capsules.out, "repeat: creditsim run bad.json --seed 1\n"));
}

TEST_CASE("check: JSON: one document, the same for any number of jobs", "[scenarios][check]") {
  const tests::ScratchFolder folder;
  folder.write("good.json", good);
  folder.write("bad.json", bad);
  const auto one = tests::run_program("check bad.json good.json --seeds 3 --json --no-shrink --jobs 1", folder.path());
  const auto two = tests::run_program("check bad.json good.json --seeds 3 --json --no-shrink --jobs 2", folder.path());
  CHECK(one.status == 1);
  CHECK(one.out == two.out);
  CHECK(has(one.err, "verdict  invalid\n"));
  const auto document = scenarios::parse_json(one.out);
  REQUIRE(document.ok());
  CHECK(document.value().find("verdict")->text == "invalid");
  CHECK(document.value().find("scenarios")->items.size() == 2);
}

TEST_CASE("check: GitHub: annotations and a step summary, on by themselves there", "[scenarios][check][github]") {
  const tests::ScratchFolder folder;
  folder.write("bad.json", bad);
  const auto outcome = tests::run_program("check bad.json --seeds 2 --no-shrink", folder.path());
  CHECK_FALSE(has(outcome.out, "::error"));
  setenv("GITHUB_ACTIONS", "true", 1);
  setenv("GITHUB_STEP_SUMMARY", "summary.md", 1);
  const auto there = tests::run_program("check bad.json --seeds 2 --no-shrink", folder.path());
  unsetenv("GITHUB_ACTIONS");
  unsetenv("GITHUB_STEP_SUMMARY");
  CHECK(there.status == 1);
  CHECK(has(there.out, "::error title=bad%3A double_payment::task "));
  CHECK(has(tests::content(folder.path() / "summary.md"), "| bad | invalid | 1..2 | 0 | 2 | 0 |"));
}

} // namespace
