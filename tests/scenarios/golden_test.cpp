// SPDX-License-Identifier: MIT
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <string>

// What scenario and seed decide, pinned: golden values change only in a commit that says why. The gate compares them
// under both compilers and all levels of optimisation.
namespace {

using creditsim::tests::content;
using creditsim::tests::lines_of;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;

std::string trace_digest_of(const std::string& summary) {
  const std::string key = "\"trace_digest\": \"";
  const auto begin = summary.find(key);
  return begin == std::string::npos ? summary : summary.substr(begin + key.size(), 16);
}

TEST_CASE("Golden: a small scenario: every field of its summary", "[scenarios][golden]") {
  const std::string name = GENERATE("economy", "gossip");
  const std::string folder = std::string{CREDITSIM_SOURCE_DIR} + "/tests/data/golden/";
  const Outcome outcome = run_program("run " + folder + name + ".json --json");
  CHECK(outcome.status == 0);
  // One field a line.
  const auto found = lines_of(outcome.out);
  const auto expected = lines_of(content(folder + name + ".summary.json"));
  REQUIRE(found.size() == expected.size());
  for (std::size_t line = 0; line < expected.size(); ++line) {
    CAPTURE(name, line + 1);
    CHECK(found[line] == expected[line]);
  }
}

TEST_CASE("Golden: gnutella_hpc2n: every job on real input is paid, none of the supply is lost",
          "[scenarios][golden][story][slow]") {
  const Outcome outcome = run_program("run gnutella_hpc2n --json --threads 2 --shards 3");
  CHECK(outcome.status == 0);
  CHECK(trace_digest_of(outcome.out) == "5928fdeff12ccaf1");
  for (const std::string figure : {"\"verdict\": \"valid\"", "\"submitted\": 3145,", "\"completed\": 3145,",
                                   "\"unpaid\": 0,", "\"duplicates_paid\": 0", "\"supply\": 629900.00,"})
    CHECK(outcome.out.find(figure) != std::string::npos);
}

} // namespace
