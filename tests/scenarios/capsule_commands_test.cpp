// SPDX-License-Identifier: MIT
#include "core/version.hpp"
#include "tests/scenarios/failing_cases.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

Capsule small_capsule() {
  core::Scenario scenario = tests::paying_everyone();
  scenario.nodes = 5;
  scenario.stop.duration_us = 1'000'000;
  return tests::captured(scenario, "double_payment").capsule;
}

std::string text_of(const Capsule& capsule) { return print_json(print_capsule(capsule)); }

TEST_CASE("replay: a violation: status 1 on any number of threads", "[scenarios][replay]") {
  const tests::ScratchFolder folder;
  folder.write("x.json", text_of(small_capsule()));
  for (const char* threads : {"", " --threads 1", " --threads 4"}) {
    const auto outcome = tests::run_program("replay x.json" + std::string{threads}, folder.path());
    CHECK(outcome.status == 1);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("x.json: double_payment: task ") != std::string::npos);
    CHECK(outcome.out.find("submits task 0") != std::string::npos);
  }
}

TEST_CASE("replay: a violation that is gone: status 0 on another version", "[scenarios][replay]") {
  const tests::ScratchFolder folder;
  Capsule repaired = small_capsule();
  repaired.scenario.rules = core::Rules{};
  repaired.version = "0.0.1";
  folder.write("x.json", text_of(repaired));
  const auto outcome = tests::run_program("replay x.json", folder.path());
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("x.json: double_payment holds\n") != std::string::npos);
  CHECK(outcome.out.find("written by version 0.0.1: the trace digest was not compared") != std::string::npos);
}

TEST_CASE("replay: another trace: an error on the version that wrote it", "[scenarios][replay]") {
  const tests::ScratchFolder folder;
  Capsule other = small_capsule();
  other.trace_digest ^= 1;
  folder.write("x.json", text_of(other));
  const auto outcome = tests::run_program("replay x.json", folder.path());
  CHECK(outcome.status == 4);
  CHECK(outcome.err.find("x.json: trace_digest: the run has ") == 0);
  CHECK(outcome.err.find("was recorded by the same version, " + std::string{core::version}) != std::string::npos);
}

TEST_CASE("replay: many capsules: the worst decides, what is none is one line", "[scenarios][replay]") {
  const tests::ScratchFolder folder;
  folder.write("x.json", text_of(small_capsule()));
  folder.write("y.json", "{\"nodes\": 2}");
  CHECK(tests::run_program("replay x.json x.json", folder.path()).status == 1);
  const auto outcome = tests::run_program("replay y.json x.json", folder.path());
  CHECK(outcome.status == 3);
  CHECK(outcome.err == "y.json: nodes: not a known key of a capsule\n");
  CHECK(outcome.out.find("x.json: double_payment: ") != std::string::npos);
  CHECK(tests::run_program("replay", folder.path()).status == 3);
}

TEST_CASE("shrink: a capsule: a smaller one that replays, words and a drawing", "[scenarios][shrink]") {
  const tests::ScratchFolder folder;
  folder.write("x.json", text_of(small_capsule()));
  const auto outcome = tests::run_program("shrink x.json --out small.json --svg small.svg", folder.path());
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.find("shrunk   from 5 nodes, ") != std::string::npos);
  CHECK(outcome.out.find(" to 3 nodes, 1 tasks, 0 faults, ") != std::string::npos);
  CHECK(outcome.out.find("repeat: creditsim replay small.json\n") != std::string::npos);
  CHECK(tests::content(folder.path() / "small.svg").find("<svg") == 0);
  CHECK(tests::run_program("replay small.json", folder.path()).status == 1);
  const auto again = tests::run_program("shrink small.json", folder.path());
  CHECK(again.status == 0);
  CHECK(again.out.find("shrunk   from 5 nodes, ") != std::string::npos); // as it was found
  CHECK(tests::content(folder.path() / "small.shrunk.json") == tests::content(folder.path() / "small.json"));
}

TEST_CASE("shrink: nothing to shrink: one line and status 3", "[scenarios][shrink]") {
  const tests::ScratchFolder folder;
  Capsule repaired = small_capsule();
  repaired.scenario.rules = core::Rules{};
  folder.write("x.json", text_of(repaired));
  const auto outcome = tests::run_program("shrink x.json", folder.path());
  CHECK(outcome.status == 3);
  CHECK(outcome.err == "x.json: double_payment: nothing was found, so there is nothing to shrink\n");
}

} // namespace
