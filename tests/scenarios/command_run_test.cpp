// SPDX-License-Identifier: MIT
#include "scenarios/json.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/program.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

// `creditsim run` as a user meets it: the built program on small scenarios.
namespace {

using namespace creditsim;
using creditsim::tests::content;
using creditsim::tests::lines_of;
using creditsim::tests::Outcome;
using creditsim::tests::run_program;
using creditsim::tests::ScratchFolder;

const char* const small = R"({"name": "small", "nodes": 8, "seed": 3, "credits": {"initial_credits": 0},
  "gossip": {"interval": "100ms"}, "workload": {"kind": "none"}, "stop": {"duration": "1s", "drain": "2s"}})";

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  const auto begin = text.rfind('\n', end);
  return text.substr(begin + 1, end - begin);
}

TEST_CASE("Run: results: the first line names version, scenario and seed, the last the verdict",
          "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const Outcome outcome = run_program("run " + folder.write("small.json", small));
  CHECK(outcome.status == 0);
  CHECK(outcome.out.rfind("creditsim 0.1.0, scenario small, seed 3\n", 0) == 0);
  CHECK(last_line(outcome.out) == "verdict      valid");
  CHECK(outcome.err.empty());
}

TEST_CASE("Run: a ready scenario: found by name from another folder", "[scenarios][cli][run]") {
  const Outcome outcome = run_program("run rumour_push --set nodes=50 --seed 1e3 --quiet");
  CHECK(outcome.status == 0);
  CHECK(outcome.out == "verdict      valid\n");
}

TEST_CASE("Run: --json: one document on standard output, text on standard error", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const std::string file = folder.write("small.json", small);
  const std::string out = (folder.path() / "out").string();
  const Outcome outcome = run_program("run " + file + " --json --out " + out);
  CHECK(outcome.status == 0);
  CHECK(outcome.out == content(out + "/summary.json"));
  CHECK(outcome.err.rfind("creditsim 0.1.0, scenario small", 0) == 0);
  const auto document = scenarios::parse_json(outcome.out);
  REQUIRE(document.ok());
  CHECK(document.value().find("verdict")->text == "valid");
}

TEST_CASE("Run: a property that does not hold: exit 1, and the last line repeats the run", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const std::string file = folder.write("small.json", small);
  const Outcome outcome = run_program("run " + file + " --set 'expect=[\"overdraft\"]' --seed 5");
  CHECK(outcome.status == 1);
  CHECK(last_line(outcome.out) == "repeat: creditsim run " + file + " --seed 5 --set 'expect=[\"overdraft\"]'");
}

TEST_CASE("Run: usage and input errors: one line, exit 3, nothing written", "[scenarios][cli][run]") {
  struct Case {
    std::string arguments;
    std::string message;
  };
  const auto [arguments, message] = GENERATE(values<Case>({
      {"run", "creditsim run: FILE|NAME is missing"},
      {"run quickstart more", "creditsim run: more is one word too many"},
      {"run quickstart --sed 3", "creditsim run: --sed is not an option; the nearest is --seed"},
      {"run quickstart --seed 1 --seed 2", "creditsim run: --seed is there twice"},
      {"run quickstart --seed many", "--set: seed: many is not a count such as 250 or \"10k\""},
      {"run quickstart --threads 0", "--threads: 0 is not a count from 1 to 1024"},
      {"run quickstart --shards x", "--shards: x is not a count from 1 to 1024"},
      {"run quickstart --replicas all", "--replicas: all is not auto, literal or versions"},
      {"run quickstart --replicas versions --set rules.log_order=arrival",
       "--replicas: versions cannot hold these rules, under which others decide what a node does; literal can"},
      {"run quickstart --quiet --set nodes=10000 --set topology.kind=full --set credits.initial_credits=35000000000000",
       "quickstart: credits.initial_credits: 35000000000000.00 to each of 10000 nodes leaves the range of sums of "
       "credits"},
      {"run quickstart --quiet --set credits.submission_cost=15000000000000 --set workload.arrivals=constant",
       "quickstart: credits.submission_cost: 15000000000000.00 for each of up to 601 tasks leaves the range of sums of "
       "credits"},
      {"run quickstart --out /dev/null", "--out: /dev/null is not a folder"},
      {"run quickstart --set topology.kind=edge_list --set nodes=0 --set topology.file=/no/where",
       "quickstart: topology.file: /no/where: no such file"},
  }));
  const Outcome outcome = run_program(arguments);
  CHECK(outcome.status == 3);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == message + "\n");
}

TEST_CASE("Run: --out: refuses a folder with content before the run, --force writes into it", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const std::string file = folder.write("small.json", small);
  const std::string options = " --quiet --out " + folder.path().string();
  const Outcome refused = run_program("run " + file + options);
  CHECK(refused.status == 3);
  CHECK(refused.err ==
        "--out: " + folder.path().string() + " is not an empty folder; --force writes into it all the same\n");
  CHECK(run_program("run " + file + options + " --force").status == 0);
  CHECK(content(folder.path() / "summary.json").rfind("{\n", 0) == 0);
}

TEST_CASE("Run: results that cannot be written: exit 4", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const std::string file = folder.write("small.json", small);
  CHECK(run_program("run " + file + " --out /dev/null/nowhere").status == 4);
  CHECK(run_program("run " + file + " > /dev/full").status == 4);
}

TEST_CASE("Run: the folder of a run: runs again to the same bytes, from anywhere", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  folder.write("graph.txt", "# six nodes\n10 20\n20 30\n30 40\n40 50\n50 60\n60 10\n10 10\n");
  folder.write("jobs.swf",
               "; log\n1 0 0 1 1 1 -1 1 1 -1 1 5 1 -1 -1 1 -1 -1\n2 3 0 1 1 1 -1 1 1 -1 1 6 1 -1 -1 1 -1 -1\n");
  const std::string file = folder.write("mine.json", R"({"topology": {"kind": "edge_list", "file": "graph.txt"},
    "workload": {"kind": "trace", "file": "jobs.swf", "submitters": "by_user", "nodes_per_user": 2},
    "stop": {"duration": "10s", "drain": "1s"}})");
  const auto first = folder.path() / "first";
  const auto second = folder.path() / "second";
  run_program("run " + file + " --quiet --seed 9 --set network.loss=0.1 --out " + first.string());
  // Not even the files it was made from are needed any more.
  std::filesystem::remove(folder.path() / "graph.txt");
  std::filesystem::remove(folder.path() / "jobs.swf");
  std::filesystem::rename(first, folder.path() / "moved");
  run_program("run " + (folder.path() / "moved" / "scenario.json").string() + " --quiet --out " + second.string());
  for (const char* name :
       {"summary.json", "scenario.json", "timeseries.csv", "nodes.csv", "inputs/graph.txt", "inputs/jobs.swf"}) {
    CAPTURE(name);
    CHECK_FALSE(content(second / name).empty());
    CHECK(content(folder.path() / "moved" / name) == content(second / name));
  }
  folder.write("moved/inputs/graph.txt", "1 2\n2 3\n");
  const Outcome changed = run_program("run " + (folder.path() / "moved" / "scenario.json").string());
  CHECK(changed.status == 3);
  CHECK(changed.err.find("is not the recorded file") != std::string::npos);
}

TEST_CASE("Run: threads and shards: never change a byte of the results", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const auto results = [&](const std::string& options, const std::string& name) {
    const auto out = folder.path() / name;
    run_program("run quickstart --quiet --set stop.duration=3s " + options + " --out " + out.string());
    return content(out / "summary.json") + content(out / "timeseries.csv") + content(out / "nodes.csv");
  };
  const std::string base = results("--threads 1 --shards 1", "a");
  CHECK(base.size() > 1000);
  CHECK(results("--threads 2 --shards 2", "b") == base);
  CHECK(results("--threads 4 --shards 7", "c") == base);
}

TEST_CASE("Run: --replicas: never changes a byte of the results, and timing.json says which", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const auto results = [&](const std::string& form) {
    const auto out = folder.path() / form;
    run_program("run transfer_economy --quiet --replicas " + form + " --out " + out.string());
    CHECK(content(out / "timing.json").find("\"replicas\": \"" + form + "\"") != std::string::npos);
    return content(out / "summary.json") + content(out / "timeseries.csv") + content(out / "nodes.csv");
  };
  const std::string literal = results("literal");
  CHECK(literal.size() > 1000);
  CHECK(results("versions") == literal);
}

TEST_CASE("Run: memory: what will not fit is refused with the numbers, what is much is said", "[scenarios][cli][run]") {
  const Outcome refused = run_program("run quickstart --set topology.kind=full --set nodes=2000000");
  CHECK(refused.status == 3);
  CHECK(refused.out.empty());
  CHECK(refused.err.find("quickstart: nodes: the replicas of 2000000 nodes take up to 30517") == 0);
  CHECK(refused.err.find(" MiB, held as version vectors; this machine has ") != std::string::npos);
  const Outcome large = run_program("run large --set nodes=6000 --set stop.duration=0s --set stop.drain=0s");
  CHECK(large.out.find("\nmemory       the replicas of 6000 nodes take up to 274 MiB") != std::string::npos);
}

TEST_CASE("Run: --verify-determinism: says what was compared", "[scenarios][cli][run]") {
  const ScratchFolder folder;
  const Outcome outcome = run_program("run " + folder.write("small.json", small) + " --verify-determinism");
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("determinism  1, 2 and 4 threads with 1, 2 and 7 shards agree in every event\n") !=
        std::string::npos);
}

TEST_CASE("Run: SIGTERM and Ctrl-C: results so far are kept, the verdict is unknown", "[scenarios][cli][run]") {
  const auto [signal, status] = GENERATE(table<std::string, int>({{"TERM", 143}, {"INT", 130}}));
  const ScratchFolder folder;
  // Without loss of time: a day of rounds takes far longer than a second.
  const std::string file = folder.write("long.json", R"({"nodes": 200, "gossip": {"interval": "10ms"},
    "network": {"latency": "1ms"}, "stop": {"duration": "1d"}, "sample_interval": "1h"})");
  const std::string out = (folder.path() / "out").string();
  const std::string text = (folder.path() / "text").string();
  // Its first line is the sign of life; a minute is for a machine that is busy beyond measure.
  const std::string first_line =
      "n=0; while [ ! -s " + text + " ] && [ $n -lt 6000 ]; do n=$((n + 1)); sleep 0.01; done";
  const Outcome outcome = run_program("run " + file + " --out " + out + " > " + text + " & run=$!; " + first_line +
                                      "; kill -" + signal + " $run; kill -" + signal + " $run; wait $run");
  CHECK(outcome.status == status);
  const std::string printed = content(text);
  CHECK(printed.find("\nverdict      unknown: interrupted at ") != std::string::npos);
  CHECK(last_line(printed) == "repeat: creditsim run " + file + " --seed 1");
  const auto summary = scenarios::parse_json(content(out + "/summary.json"));
  REQUIRE(summary.ok());
  CHECK(summary.value().find("verdict")->text == "unknown");
}

TEST_CASE("Run: time series: its identities hold at every sample", "[scenarios][cli][run][identity]") {
  const ScratchFolder folder;
  const std::string out = (folder.path() / "out").string();
  const std::string profile = GENERATE("corrected", "reference");
  CAPTURE(profile);
  run_program("run quickstart --quiet --set stop.duration=10s --set credits.initial_credits=3 --set profile=" +
              profile + " --out " + out);
  const auto lines = lines_of(content(out + "/timeseries.csv"));
  REQUIRE(lines.size() > 10);
  const auto cells = [](const std::string& line) {
    std::vector<std::string> row;
    std::istringstream stream{line + ","};
    for (std::string cell; std::getline(stream, cell, ',');)
      row.push_back(cell);
    return row;
  };
  const auto header = cells(lines.front());
  bool refused = false;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto row = cells(lines[i]);
    REQUIRE(row.size() == header.size());
    const auto value = [&](const std::string& name) {
      const auto column = std::find(header.begin(), header.end(), name);
      REQUIRE(column != header.end());
      return std::llround(100.0 * std::stod(row[static_cast<std::size_t>(column - header.begin())]));
    };
    CAPTURE(lines[i]);
    CHECK(value("submitted") == value("accepted") + value("refused"));
    CHECK(value("accepted") == value("completed") + value("lost") + value("in_flight"));
    CHECK(value("supply") == value("granted") + value("minted") - value("burned"));
    if (profile == "reference") {
      CHECK(value("earned") == value("granted") + value("minted"));
      CHECK(value("spent") == value("burned"));
    } else {
      CHECK(value("minted") == 0);
      CHECK(value("burned") == 0);
    }
    refused = refused || value("refused") > 0;
  }
  CHECK(cells(lines.back())[1] == "1");
  CHECK(refused == (content(out + "/summary.json").find("\"refused\": 0,") == std::string::npos));
}

} // namespace
