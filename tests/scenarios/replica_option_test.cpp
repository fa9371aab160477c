// SPDX-License-Identifier: MIT
#include "scenarios/replica_option.hpp"

#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <cstdlib>

namespace {

using namespace creditsim;
using creditsim::tests::lines_of;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;

/// What the options make of a scenario of the default profile.
core::Result<std::optional<actors::ChildOptions>> replica_of(const std::vector<std::string>& arguments,
                                                             core::Scenario& scenario) {
  const scenarios::CommandSyntax syntax{.name = "run",
                                        .words = "FILE",
                                        .words_max = 1,
                                        .words_needed = false,
                                        .purpose = "",
                                        .options = scenarios::replica_options()};
  const auto options = scenarios::parse_options(syntax, arguments);
  REQUIRE(options.ok());
  return scenarios::replica_option(options.value(), scenario);
}

std::string fault(const std::vector<std::string>& arguments, core::Scenario scenario = {}) {
  const auto replica = replica_of(arguments, scenario);
  REQUIRE_FALSE(replica.ok());
  return replica.error().context;
}

/// `own_replica` with the example in that language; nothing where it cannot be run.
std::optional<Outcome> run_example(const std::string& language, const std::string& rest) {
  const std::string program = language == "py" ? "python3" : "node";
  if (std::system(("command -v " + program + " > /dev/null").c_str()) != 0) {
    WARN("skipped: " + program + " is not installed");
    return std::nullopt;
  }
  const std::string file = std::string{CREDITSIM_SOURCE_DIR} + "/scenarios/replicas/counter_replica." + language;
  return run_program("run own_replica --replica '" + program + " " + file + rest);
}

TEST_CASE("Replica option: read: the command, its time-out, and the rules that then hold", "[scenarios][replica]") {
  core::Scenario scenario;
  CHECK_FALSE(replica_of({}, scenario).value().has_value());
  CHECK(scenario.rules == core::Rules{});
  const auto replica = replica_of({"--replica", "node x.js", "--replica-timeout", "1.5s"}, scenario);
  REQUIRE(replica.ok());
  CHECK(replica.value()->command == "node x.js");
  CHECK(replica.value()->timeout_ms == 1500);
  CHECK(scenario.rules.payment == core::Rules::Payment::mint_and_burn);
}

TEST_CASE("Replica option: bad input: one line", "[scenarios][replica]") {
  CHECK(fault({"--replica", " "}) == "--replica: \" \" is not a command");
  CHECK(fault({"--replica-timeout", "1s"}) == "--replica-timeout: 1s is of no use without --replica");
  for (const char* const span : {"1", "0s", "900us", "2h", "-1s"})
    CHECK(fault({"--replica", "x", std::string{"--replica-timeout="} + span}) ==
          "--replica-timeout: " + std::string{span} + " is not a duration from 1ms to 1h");
  core::Scenario rumour;
  rumour.workload.kind = core::WorkloadSpec::Kind::rumour;
  CHECK(fault({"--replica", "x"}, rumour) ==
        "--replica: workload.kind: rumour needs metadata, which a replica under test has none of");
  CHECK(run_program("run own_replica --replica x --replicas literal").err ==
        "--replicas: literal is a form of creditsim's own replicas, not of those of --replica\n");
}

TEST_CASE("Replica option: run: the examples are valid, also with every execution", "[scenarios][replica]") {
  for (const std::string language : {"py", "js"}) {
    CAPTURE(language);
    const auto outcome = run_example(language, "' --verify-determinism");
    if (!outcome)
      continue;
    CHECK(outcome->status == 0);
    CHECK(outcome->err.empty());
    CHECK(outcome->out.find("\nreplica      ") != std::string::npos);
    CHECK(outcome->out.find("rules in force: the grant is an add") != std::string::npos);
    CHECK(outcome->out.find("shards agree in every event") != std::string::npos);
    CHECK(lines_of(outcome->out).back() == "verdict      valid");
  }
}

TEST_CASE("Replica option: run: a broken example is found, and the last line repeats it", "[scenarios][replica]") {
  for (const std::string language : {"py", "js"}) {
    CAPTURE(language);
    const auto outcome = run_example(language, " --broken double-payment' --threads 1");
    if (!outcome)
      continue;
    CHECK(outcome->status == 1);
    CHECK(outcome->out.find("\nviolation    double_payment: ") != std::string::npos);
    const std::string last = lines_of(outcome->out).back();
    CHECK(last.rfind("repeat: creditsim run own_replica --seed 1 --replica '", 0) == 0);
    CHECK(last.find("--broken double-payment'") != std::string::npos);
  }
}

TEST_CASE("Replica option: run: a program that is none: invalid, with its last words", "[scenarios][replica]") {
  const Outcome outcome = run_program("run own_replica --replica 'echo no luck >&2; exit 3'");
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("\nviolation    replica_process: node n0 at 0.000000 s: asked to init (msg_id 1), the replica "
                         "exited with status 3; standard error: no luck\n") != std::string::npos);
}

} // namespace
