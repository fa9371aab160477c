// SPDX-License-Identifier: MIT
#include "scenarios/run_text.hpp"

#include "tests/catch.hpp"
#include "tests/scenarios/finished_run.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using creditsim::tests::finished_run;

TEST_CASE("Run text: the first line: version, scenario and seed", "[scenarios][text]") {
  CHECK(heading_text(finished_run().scenario) == "creditsim 0.1.0, scenario by \"hand\", small, seed 7\n");
}

TEST_CASE("Run text: results: what was asked and what came out", "[scenarios][text][golden]") {
  CHECK(results_text(finished_run()) ==
        "network      2 nodes, topology full, latency 10ms, loss 0, duplication 0\n"
        "gossip       push_pull with 1 peer every 1s\n"
        "workload     synthetic for 1m, 1 worker per task\n"
        "convergence  all replicas equal 2.50 s after the last write, 3 rounds; 40 gossip messages, 4,096 B\n"
        "messages     50 sent, 45 delivered, 6 lost, 1 duplicated, 2 rejected\n"
        "             100 entries received, 60.0 % of them known before\n"
        "tasks        12 submitted = 10 accepted + 2 refused (1 for lack of credit)\n"
        "             10 accepted = 7 completed + 2 lost + 1 in flight\n"
        "             3 delivered again; 8 paid again (fault F2), 4 refused as duplicates\n"
        "             15 released, 17 settled and not booked; 16 dispatched again; reports refused: 19 after another "
        "worker, 18 late\n"
        "economy      supply 23.55 = granted 20.00 + minted 7.05 - burned 3.50 (minted is not burned: fault B4)\n"
        "             of it held 0.42, settled and not booked 0.43\n"
        "             nodes believe in 47.10 together, 2.00 times the supply (fault A1)\n"
        "             accounts from -0.05 over 2.00 to 20.00, gini 0.100\n"
        "run          2.00 s of virtual time and 1,234,567 events in 0.50 s (2,469,134 events/s), 2 threads, 3 shards\n"
        "trace        0123456789abcdef\n"
        "memory       2,500 B of heap a node, 5,000 B in all; 4.0 bytes for each of 9 entries that replicas know\n"
        "expected     double_payment: task 3: paid to n1 and n2\n");
}

TEST_CASE("Run text: a replica under test: no word of the reference's faults", "[scenarios][text]") {
  FinishedRun run = finished_run();
  CHECK(results_text(run).find("(fault ") != std::string::npos);
  run.foreign = true;
  const std::string text = results_text(run);
  CHECK(text.find("fault") == std::string::npos);
  CHECK(text.find("8 paid again, 4 refused") != std::string::npos);
  CHECK(text.find("minted 7.05 - burned 3.50\n") != std::string::npos);
  CHECK(text.find("2.00 times the supply\n") != std::string::npos);
}

TEST_CASE("Run text: coverage: what happened with its number, what did not by its name", "[scenarios][text]") {
  FinishedRun run = tests::finished_run();
  CHECK(results_text(run).find("coverage") == std::string::npos);
  run.result.coverage = {{"fault.crash", 0}, {"fault.loss", 1'200}, {"ledger.late", 0}, {"restart.torn", 3}};
  run.result.missed = {"faults[0] (crash)"};
  CHECK(results_text(run).find("coverage     fault: loss 1,200; never crash\n"
                               "             restart: torn 3\n"
                               "             ledger: never late\n"
                               "missed       faults[0] (crash) is required and had no effect\n") != std::string::npos);
  run.result.violations.clear();
  run.result.verdict = core::Verdict::unknown;
  CHECK(verdict_line(run.result) == "verdict      unknown: 1 required fault without effect\n");
}

TEST_CASE("Run text: replicas that differ: each part on its own", "[scenarios][text]") {
  scenarios::FinishedRun run = finished_run();
  run.result.convergence.all = {false, std::nullopt, std::nullopt};
  CHECK(results_text(run).find("convergence  replicas still differ at the end; 40 gossip messages, 4,096 B\n"
                               "             counters equal 1.50 s after the last write, 2 rounds\n"
                               "             metadata equal 0.0 ms after the last write, 0 rounds\n"
                               "             transactions still differ at the end\n") != std::string::npos);
  run.result.convergence.all.converged = std::nullopt;
  CHECK(results_text(run).find("convergence  not judged without gossip; 40") != std::string::npos);
}

TEST_CASE("Run text: the verdict: with what it rests on", "[scenarios][text]") {
  core::RunResult result = finished_run().result;
  CHECK(verdict_line(result) == "verdict      valid: 1 violation, all expected\n");
  result.violations[0].expected = false;
  result.verdict = core::Verdict::invalid;
  CHECK(verdict_line(result) == "verdict      invalid: 1 violation\n");
  result.violations.clear();
  result.verdict = core::Verdict::valid;
  CHECK(verdict_line(result) == "verdict      valid\n");
  result.verdict = core::Verdict::unknown;
  result.interrupted = true;
  CHECK(verdict_line(result) == "verdict      unknown: interrupted at 2.00 s\n");
}

TEST_CASE("Run text: commands: quoted as a shell needs it", "[scenarios][text]") {
  CHECK(command_text({"run", "a b.json", "--set", "name=it's", "--set", R"(expect=["overdraft"])", ""}) ==
        R"(creditsim run 'a b.json' --set 'name=it'\''s' --set 'expect=["overdraft"]' '')");
}

TEST_CASE("Run text: paragraphs: broken at spaces", "[scenarios][text]") {
  CHECK(paragraph("").empty());
  CHECK(paragraph("short") == "short\n");
  const std::string word(60, 'x');
  CHECK(paragraph(word + " " + word) == word + "\n" + word + "\n");
  CHECK(paragraph(std::string(150, 'x') + " y") == std::string(150, 'x') + "\ny\n");
}

} // namespace
