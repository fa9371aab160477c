// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"
#include "scenarios/scenario_files.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

// The ready scenarios: they end as they say, with the same bytes for any threads and shards. A golden digest changes
// only in a commit that says why.
namespace {

using namespace creditsim;
using creditsim::tests::content;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;

struct Ready {
  std::string name;
  std::string settings;
  std::string trace_digest;
};

bool on_diagonal(unsigned threads, unsigned shards) {
  return (threads == 2 && shards == 2) || (threads == 4 && shards == 7);
}

TEST_CASE("Ready scenarios: verdict valid, golden digest, same bytes for threads and shards", "[scenarios][golden]") {
  const auto ready = GENERATE(values<Ready>({
      {"quickstart", "", "6750a73564b53bf6"},
      {"reference_economy", "", "06847d0d42c191d4"},
      {"rumour_push", "", "431c1c3fb7e3696a"},
      {"rumour_pull", "", "f50cbd296f862380"},
      {"rumour_push_pull", "", "5aa0371fd924da97"},
      // Real input, cut short: the first minute and less gossip after it.
      {"gnutella_hpc2n", "--set stop.duration=1m --set stop.drain=1m --set credits.history=10", "707c7c0a892fee56"},
  }));
  CAPTURE(ready.name);
  const std::string run = "run " + ready.name + " --json --quiet " + ready.settings;
  const Outcome first = run_program(run + " --threads 1 --shards 1");
  const auto summary = scenarios::parse_json(first.out);
  REQUIRE(summary.ok());
  CHECK(summary.value().find("trace_digest")->text == ready.trace_digest);
  if (ready.settings.empty()) {
    CHECK(first.status == 0);
    CHECK(summary.value().find("verdict")->text == "valid");
  }
  // The whole grid where a run is a matter of moments, its diagonal on real input.
  for (const unsigned threads : {1U, 2U, 4U})
    for (const unsigned shards : {1U, 2U, 7U}) {
      if (!ready.settings.empty() && !on_diagonal(threads, shards))
        continue;
      CAPTURE(threads, shards);
      CHECK(run_program(run + " --threads " + std::to_string(threads) + " --shards " + std::to_string(shards)).out ==
            first.out);
    }
}

TEST_CASE("Ready scenarios: each has a purpose and says what to look at", "[scenarios]") {
  const auto names = scenarios::ready_scenario_names();
  CHECK(names.size() == 6);
  for (const std::string& name : names) {
    const auto source = scenarios::open_scenario(name);
    REQUIRE(source.ok());
    const auto loaded = scenarios::read_scenario(source.value(), {});
    REQUIRE(loaded.ok());
    CHECK(loaded.value().scenario.name == name);
    CHECK_FALSE(loaded.value().scenario.purpose.empty());
    CHECK(loaded.value().description.find("What to look at: ") != std::string::npos);
  }
}

} // namespace
