// SPDX-License-Identifier: MIT
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

// As a new user would meet it: the built program, its messages and its exit status.
namespace {

using creditsim::tests::Outcome;
using creditsim::tests::run_program;

TEST_CASE("Command line: no command: the commands are listed, and it is an error", "[scenarios][cli]") {
  const Outcome outcome = run_program("");
  CHECK(outcome.status == 3);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("creditsim run quickstart") != std::string::npos);
}

TEST_CASE("Command line: --help and --version: on standard output, without fault", "[scenarios][cli]") {
  const Outcome help = run_program("--help");
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* command : {"run", "validate", "schema", "list", "adopt"}) {
    CHECK(help.out.find(std::string{"\n  "} + command) != std::string::npos);
    const Outcome own = run_program(std::string{command} + " --help");
    CHECK(own.status == 0);
    CHECK(own.out.rfind(std::string{"creditsim "} + command, 0) == 0);
    CHECK(own.out.find("--help") != std::string::npos);
  }
  const Outcome version = run_program("--version");
  CHECK(version.status == 0);
  CHECK(version.out.rfind("creditsim ", 0) == 0);
  CHECK(version.out.find("\ncompiler: ") != std::string::npos);
  CHECK(version.out.find("\nCAF: ") != std::string::npos);
}

TEST_CASE("Command line: usage errors: one line names the nearest, exit 3", "[scenarios][cli]") {
  struct Case {
    std::string arguments;
    std::string message;
  };
  const auto [arguments, message] = GENERATE(values<Case>({
      {"--versoin", "creditsim: --versoin is not an option; the nearest is --version"},
      {"valdate", "creditsim: valdate is not a command; the nearest is validate"},
      {"qqq", "creditsim: qqq is not a command; `creditsim --help` lists them"},
      {"validate", "creditsim validate: FILE|NAME is missing"},
      {"validate a b", "creditsim validate: b is one word too many"},
      {"validate quickstart --prin", "creditsim validate: --prin is not an option; the nearest is --print"},
      {"validate quickstart --set", "creditsim validate: the required argument for option '--set' is missing"},
      {"validate quickstart --print=yes", "creditsim validate: option '--print' does not take any arguments"},
      {"validate --words quickstart", "creditsim validate: --words is not an option; the nearest is --set"},
      {"list more", "creditsim list: more is one word too many"},
      {"schema more", "creditsim schema: more is one word too many"},
      {"validate quickstrat", "quickstrat: neither a file nor a ready scenario; the nearest is quickstart"},
      {"validate missing.json", "missing.json: no such file"},
      {"validate quickstart --set network.loss=30", "--set: network.loss: 30 is not a ratio between 0 and 1"},
  }));
  const Outcome outcome = run_program(arguments);
  CHECK(outcome.status == 3);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == message + "\n");
}

TEST_CASE("Command line: validate --print: its output is a valid scenario that prints the same", "[scenarios][cli]") {
  const Outcome printed = run_program("validate quickstart --print");
  REQUIRE(printed.status == 0);
  const creditsim::tests::ScratchFolder folder;
  const std::string copy = folder.write("copy.json", printed.out);
  CHECK(run_program("validate " + copy).out == copy + ": valid\n");
  CHECK(run_program("validate " + copy + " --print").out == printed.out);
}

TEST_CASE("Command line: list: each ready scenario is valid and has a purpose", "[scenarios][cli]") {
  const Outcome list = run_program("list");
  CHECK(list.status == 0);
  CHECK(list.out.find("quickstart") != std::string::npos);
  CHECK(list.out.find("  \n") == std::string::npos);
}

TEST_CASE("Command line: a full disk: results that cannot be written are a failure", "[scenarios][cli]") {
  CHECK(run_program("schema > /dev/full").status == 4);
}

} // namespace
