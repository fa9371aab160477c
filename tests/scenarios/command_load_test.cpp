// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"
#include "scenarios/load_figures.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <algorithm>
#include <sstream>

// `creditsim load` as a user meets it: short loads, of which nothing is judged that depends on the machine.
namespace {

using namespace creditsim;
using creditsim::tests::content;
using creditsim::tests::lines_of;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;
using creditsim::tests::ScratchFolder;

const std::string brief = "load --nodes 20 --threads 1 --warmup 10ms --duration 100ms --repeat 2 ";

scenarios::Json document(const std::string& text) {
  auto read = scenarios::parse_json(text);
  REQUIRE(read.ok());
  return std::move(read).value();
}

TEST_CASE("Load command: the first line says what an operation is and where it lives, the last the verdict",
          "[scenarios][cli][load]") {
  const Outcome outcome = run_program(brief);
  CHECK(outcome.status == 0);
  CHECK(outcome.out.starts_with("creditsim 0.1.0, load in memory: an operation is one request message to a node actor, "
                                "the earn or spend under the scenario's rules, and the answer message back\n"));
  CHECK(outcome.out.find("these results cannot be replayed") != std::string::npos);
  CHECK(outcome.out.find("1 thread in the pool, 1 thread beside it for the load") != std::string::npos);
  CHECK(outcome.out.find("20 of 20 compared") != std::string::npos);
  CHECK(outcome.out.find("staleness not applicable: there is no virtual time") != std::string::npos);
  CHECK(lines_of(outcome.out).back() == "verdict      valid");
  CHECK(outcome.err.empty());
}

TEST_CASE("Load command: --out: summary, series, histogram and scenario", "[scenarios][cli][load]") {
  const ScratchFolder folder;
  const std::string out = (folder.path() / "out").string();
  const Outcome outcome = run_program(brief + "--rate 2k --interarrival poisson --gossip-interval 50ms --json --out " +
                                      out + " --threshold 'max<1h' --threshold 'dropped<=0'");
  CHECK(outcome.status == 0);
  CHECK(outcome.out == content(out + "/summary.json"));
  const auto summary = document(outcome.out);
  for (const char* key : {"operation", "durability", "offered_per_s", "throughput_per_s", "ok", "insufficient",
                          "duplicate", "dropped", "response_ns", "service_ns", "backlog_max", "cpu_s",
                          "generator_floor", "machine", "build_type", "thresholds", "spread", "repetitions"}) {
    CAPTURE(key);
    CHECK(summary.find(key) != nullptr);
  }
  CHECK(summary.find("durability")->text == "in memory");
  CHECK(summary.find("replayable")->text == "false");
  for (const char* key : {"response_ns", "service_ns"})
    for (const auto& named : scenarios::latency_figures)
      CHECK(summary.find(key)->find(named.name) != nullptr);
  CHECK(summary.find("thresholds")->items.at(0).find("holds")->text == "true");
  CHECK(summary.find("repetitions")->items.size() == 2);
  CHECK(summary.find("checks")->find("conservation")->text == "held");
  const auto series = lines_of(content(out + "/timeseries.csv"));
  CHECK(series.front() ==
        "scenario,seed,repetition,time_us,ok,ok_per_s,dropped,response_p50_ns,response_p99_ns,response_max_ns");
  CHECK(series.size() > 2);
  CHECK(content(out + "/latency.hgrm").starts_with("       Value     Percentile TotalCount 1/(1-Percentile)\n\n"));
  CHECK(run_program("validate " + out + "/scenario.json").status == 0);
}

TEST_CASE("Load command: a threshold that is not reached: exit 1, and the command that does it again",
          "[scenarios][cli][load]") {
  const Outcome outcome = run_program(brief + "--threshold 'p99<0us'");
  CHECK(outcome.status == 1);
  CHECK(outcome.out.find("threshold    p99<0us does NOT hold: ") != std::string::npos);
  CHECK(lines_of(outcome.out).back() ==
        "again: creditsim load --nodes 20 --threads 1 --warmup 10ms --duration 100ms --repeat 2 --threshold 'p99<0us'");
}

TEST_CASE("Load command: more than the nodes can do: exit 2, or 1 where a threshold fails", "[scenarios][cli][load]") {
  const std::string flood = brief + "--rate 1e7 --max-backlog 10 ";
  const Outcome outcome = run_program(flood);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.find("verdict      unknown: saturated, the load was not reached") != std::string::npos);
  CHECK(run_program(flood + "--threshold 'dropped<1'").status == 1);
}

TEST_CASE("Load command: a sweep: one table, a row for each combination", "[scenarios][cli][load]") {
  const ScratchFolder folder;
  const std::string out = (folder.path() / "out").string();
  const Outcome outcome =
      run_program("load --sweep-threads 1,2 --sweep-nodes 1,10 --warmup 0s --duration 50ms --repeat 1 --out " + out);
  CHECK(outcome.status == 0);
  const auto rows = lines_of(content(out + "/sweep.csv"));
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].starts_with("scenario,seed,nodes,threads,"));
  CHECK(rows[1].starts_with("load,1,1,1,"));
  CHECK(rows[4].starts_with("load,1,10,2,"));
  CHECK(document(content(out + "/summary.json")).find("runs")->items.size() == 4);
}

TEST_CASE("Load command: Ctrl-C: results so far, exit 130", "[scenarios][cli][load]") {
  const ScratchFolder folder;
  // Interrupted when the first line is there: whoever has read it gets results.
  const std::string log = (folder.path() / "log").string();
  const Outcome outcome =
      run_program("load --nodes 5 --duration 1h > " + log + " & run=$!; n=0; while [ ! -s " + log +
                  " ] && [ $n -lt 6000 ]; do n=$((n + 1)); sleep 0.01; done" + "; kill -INT $run; wait $run");
  CHECK(outcome.status == 130);
  CHECK(content(log).find("verdict      unknown: interrupted") != std::string::npos);
}

TEST_CASE("Load command: faults of a scenario: left out, and said", "[scenarios][cli][load]") {
  const Outcome outcome = run_program("load partition_heal --warmup 0s --duration 20ms --repeat 1");
  CHECK(outcome.err.empty());
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("left out     faults of the scenario") != std::string::npos);
}

TEST_CASE("Load command: usage errors: one line, exit 3", "[scenarios][cli][load]") {
  struct Case {
    std::string arguments;
    std::string message;
  };
  const auto [arguments, message] = GENERATE(values<Case>({
      {"--nodes 0", "--nodes: 0 is not a count from 1 to 10000000"},
      {"--threads 0", "--threads: 0 is not a count from 1 to 1024"},
      {"--clients 0", "--clients: 0 is not a count from 1 to 1000000"},
      {"--rate fast", "--rate: fast is not max, or operations per second such as 500k, at most 1e9"},
      {"--rate 5 --clients 3", "--clients: 3 operations in flight and --rate 5 do not go together"},
      {"--interarrival poisson", "--interarrival: poisson says nothing without --rate"},
      {"--rate 5 --interarrival late", "--interarrival: late is not constant or poisson"},
      {"--max-backlog 5", "--max-backlog: 5 says nothing without --rate"},
      {"--warmup 5", "--warmup: 5 is not a duration such as 10s, from 0s to 1d"},
      {"--duration 0s", "--duration: 0s is not a duration such as 10s, from 1us to 1d"},
      {"--repeat 0", "--repeat: 0 is not a count from 1 to 1000"},
      {"--mix earn=1,spend=1", "--mix: earn=1,spend=1 is not earn=A,spend=B with ratios A and B that add up to 1"},
      {"--nodes-chosen zipf:-1", "--nodes-chosen: zipf:-1 is not uniform, or zipf:S with an exponent S from 0 to 10"},
      {"--gossip-interval 0s", "--gossip-interval: 0s is not a duration such as 10s, from 1us to 1d"},
      {"--threshold p99", "--threshold: p99: found no comparison, expected METRIC<BOUND, <=, > or >="},
      {"--sweep-nodes 1,,2", "--sweep-nodes: nothing is not a count from 1 to 10000000"},
      {"--sweep-nodes 1 --nodes 2", "--nodes: 2 and --sweep-nodes do not go together"},
      {"--seed many", "--set: seed: many is not a count such as 250 or \"10k\""},
      {"--nods 3", "creditsim load: --nods is not an option; the nearest is --nodes"},
      {"--nodes 5 --set topology.kind=random_regular --set topology.degree=6",
       "load: topology.degree: 6 is not from 1 to 4, one less than the number of nodes"},
  }));
  const Outcome outcome = run_program("load " + arguments);
  CAPTURE(arguments);
  CHECK(outcome.status == 3);
  CHECK(outcome.err == message + "\n");
}

} // namespace
