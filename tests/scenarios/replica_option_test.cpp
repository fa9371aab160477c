// SPDX-License-Identifier: MIT
#include "scenarios/replica_option.hpp"

#include "tests/actors/replica_parts.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

namespace {

using namespace creditsim;
using creditsim::tests::lines_of;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;

core::Result<std::optional<actors::ChildOptions>> replica_of(const std::vector<std::string>& arguments) {
  const scenarios::CommandSyntax syntax{.name = "run",
                                        .words = "FILE",
                                        .words_max = 1,
                                        .words_needed = false,
                                        .purpose = "",
                                        .options = scenarios::with_replica_options({})};
  const auto options = scenarios::parse_options(syntax, arguments);
  REQUIRE(options.ok());
  return scenarios::replica_option(options.value());
}

std::string fault(const std::vector<std::string>& arguments) {
  const auto replica = replica_of(arguments);
  REQUIRE_FALSE(replica.ok());
  return replica.error().context;
}

TEST_CASE("Replica option: read: the command and its time-out", "[scenarios][replica]") {
  CHECK_FALSE(replica_of({}).value().has_value());
  const auto replica = replica_of({"--replica", "node x.js", "--replica-timeout", "1.5s"});
  REQUIRE(replica.ok());
  CHECK(replica.value()->command == "node x.js");
  CHECK(replica.value()->timeout_ms == 1500);
}

TEST_CASE("Replica option: again: options that name the same replica, the time-out where it matters",
          "[scenarios][replica]") {
  using scenarios::replica_arguments;
  CHECK(replica_arguments(std::nullopt).empty());
  CHECK(replica_arguments(replica_of({"--replica", "x y"}).value()) == std::vector<std::string>{"--replica", "x y"});
  const auto replica = replica_of({"--replica", "x", "--replica-timeout", "1500ms"});
  const auto again = replica_of(replica_arguments(replica.value()));
  REQUIRE(again.ok());
  CHECK(again.value()->timeout_ms == 1500);
  CHECK(scenarios::replay_command_text("a b.json", replica.value()) ==
        "creditsim replay 'a b.json' --replica x --replica-timeout 1500ms");
}

TEST_CASE("Replica option: bad input: one line", "[scenarios][replica]") {
  CHECK(fault({"--replica", " "}) == "--replica: \" \" is not a command");
  CHECK(fault({"--replica-timeout", "1s"}) == "--replica-timeout: 1s is of no use without --replica");
  for (const char* const span : {"1", "0s", "900us", "2h", "-1s"})
    CHECK(fault({"--replica", "x", std::string{"--replica-timeout="} + span}) ==
          "--replica-timeout: " + std::string{span} + " is not a duration from 1ms to 1h");
  const tests::ScratchFolder folder;
  folder.write("x.json", R"({"workload": {"kind": "rumour"}})");
  CHECK(run_program("run x.json --replica x", folder.path()).err ==
        "x.json: workload.kind: rumour needs metadata, which a replica under test has none of\n");
  CHECK(run_program("run own_replica --replica x --replicas literal").err ==
        "--replicas: literal is a form of creditsim's own replicas, not of those of --replica\n");
}

TEST_CASE("Replica option: run: the examples are valid, also with every execution", "[scenarios][replica]") {
  for (const std::string& example : actors::counter_replicas()) {
    CAPTURE(example);
    const bool repeats = example == actors::one_counter_replica().front();
    const auto outcome = run_program(std::string{"run own_replica"} + (repeats ? " --verify-determinism" : "") +
                                     " --replica '" + example + "'");
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("\nreplica      ") != std::string::npos);
    CHECK(outcome.out.find("rules in force: the grant is an add") != std::string::npos);
    CHECK(outcome.out.find("fault B4") == std::string::npos); // of the reference's ledger alone
    CHECK((outcome.out.find("shards agree in every event") != std::string::npos) == repeats);
    CHECK(lines_of(outcome.out).back() == "verdict      valid");
  }
}

TEST_CASE("Replica option: run: a broken example is found, and the last line repeats it", "[scenarios][replica]") {
  for (const std::string& example : actors::one_counter_replica()) {
    CAPTURE(example);
    const auto outcome = run_program("run own_replica --threads 1 --replica '" + example + " --broken double-payment'");
    CHECK(outcome.status == 1);
    CHECK(outcome.out.find("\nviolation    double_payment: ") != std::string::npos);
    const std::string last = lines_of(outcome.out).back();
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
