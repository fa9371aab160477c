// SPDX-License-Identifier: MIT
#include "scenarios/result_documents.hpp"

#include "scenarios/scenario_printer.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/finished_run.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using creditsim::tests::finished_run;

TEST_CASE("Result documents: summary.json: every figure in its place", "[scenarios][results][golden]") {
  CHECK(print_json(summary_document(finished_run())) == R"({
  "version": "0.1.0",
  "scenario": "by \"hand\", small",
  "scenario_digest": "00112233445566778899aabbccddeeff",
  "seed": 7,
  "verdict": "valid",
  "violations": [
    {
      "property": "double_payment",
      "detail": "task 3: paid to n1 and n2",
      "time_us": 1500000,
      "expected": true
    }
  ],
  "trace_digest": "0123456789abcdef",
  "nodes": 2,
  "events": 1234567,
  "convergence": {
    "converged": true,
    "rounds": 3,
    "time_us": 2500000,
    "messages": 40,
    "bytes": 4096,
    "counters": {
      "converged": true,
      "rounds": 2,
      "time_us": 1500000
    },
    "metadata": {
      "converged": true,
      "rounds": 0,
      "time_us": 0
    },
    "transactions": {
      "converged": false,
      "rounds": null,
      "time_us": null
    }
  },
  "messages": {
    "sent": 50,
    "delivered": 45,
    "lost": 6,
    "duplicated": 1,
    "rejected": 2
  },
  "dedup": {
    "entries_received": 100,
    "entries_redundant": 60,
    "tasks_refused": {
      "already_credited": 4,
      "already_charged": 5
    }
  },
  "tasks": {
    "submitted": 12,
    "refused": 2,
    "refused_insufficient": 1,
    "accepted": 10,
    "completed": 7,
    "lost": 2,
    "in_flight": 1,
    "released": 15,
    "redispatched": 16,
    "unpaid": 17,
    "reports_late": 18,
    "reports_settled": 19,
    "duplicates_delivered": 3,
    "duplicates_paid": 8
  },
  "economy": {
    "granted": 20.00,
    "minted": 7.05,
    "burned": 3.50,
    "held": 0.42,
    "unbooked": 0.43,
    "earned": 27.05,
    "spent": 3.50,
    "refunded": 0.41,
    "supply": 23.55,
    "reversal_debt": 0.05,
    "believed_total": 47.10,
    "gini": 0.1,
    "zero_share": 0.25,
    "refused_share": 0.16666666666666666,
    "velocity": 1e-07,
    "balance_quantiles": {
      "min": -0.05,
      "p25": 1.00,
      "p50": 2.00,
      "p75": 3.00,
      "max": 20.00
    }
  }
}
)");
}

TEST_CASE("Result documents: coverage: what took effect, and what was required and did not", "[scenarios][results]") {
  FinishedRun run;
  CHECK(summary_document(run).find("coverage") == nullptr);
  run.result.coverage = {{"fault.loss", 12}, {"ledger.late", 0}};
  run.result.missed = {"faults[1] (crash)"};
  CHECK(print_compact_json(*summary_document(run).find("coverage")) ==
        R"x({"fault.loss":12,"ledger.late":0,"missed":["faults[1] (crash)"]})x");
}

TEST_CASE("Result documents: figures without value: null in JSON, an empty cell in tables", "[scenarios][results]") {
  FinishedRun run;
  run.result.samples.emplace_back();
  const Json summary = summary_document(run);
  CHECK(summary.find("convergence")->find("converged")->kind == Json::Kind::null);
  CHECK(summary.find("economy")->find("gini")->kind == Json::Kind::null);
  CHECK(timeseries_table(run).find("\n,1,0,,,,,,0,") != std::string::npos);
}

TEST_CASE("Result documents: timeseries.csv: one header line, one row per sample", "[scenarios][results][golden]") {
  CHECK(timeseries_table(finished_run()) ==
        "scenario,seed,time_us,entries_known_share,replicas_equal_share,counters_equal_share,"
        "staleness_p50_us,staleness_p99_us,submitted,refused,refused_insufficient,accepted,completed,lost,in_flight,"
        "released,redispatched,unpaid,reports_late,reports_settled,duplicates_delivered,duplicates_paid,"
        "granted,minted,burned,held,unbooked,earned,spent,refunded,supply,reversal_debt,believed_total,gini,zero_share,"
        "refused_share,velocity,"
        "balance_min,balance_p25,balance_p50,balance_p75,balance_max,messages,bytes\n"
        "\"by \"\"hand\"\", small\",7,0,,,,,,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,"
        "0.00,0.00,0.00,,0,,,"
        "0.00,0.00,0.00,0.00,0.00,0,0\n"
        "\"by \"\"hand\"\", "
        "small\",7,2000000,0.75,1,1,5,6,12,2,1,10,7,2,1,15,16,17,18,19,3,8,20.00,7.05,3.50,0.42,0.43,27.05,3.50,0.41,"
        "23.55,0.05,47.10,"
        "0.1,0.25,0.16666666666666666,1e-07,-0.05,1.00,2.00,3.00,20.00,50,4096\n");
}

TEST_CASE("Result documents: nodes.csv: one header line, one row per node", "[scenarios][results][golden]") {
  CHECK(nodes_table(finished_run()) ==
        "scenario,seed,node,name,degree,granted,earned,spent,refunded,account,believed_balance,tasks_submitted,tasks_"
        "refused,"
        "tasks_executed,messages_sent,messages_received,entries_known\n"
        "\"by \"\"hand\"\", small\",7,1,n1,1,10.00,7.05,3.50,0.44,13.55,23.55,3,1,4,20,21,9\n");
}

TEST_CASE("Result documents: scenario.json: reads back, with its inputs, to the same digest", "[scenarios][results]") {
  FinishedRun run = finished_run();
  run.scenario.workload.kind = core::WorkloadSpec::Kind::trace;
  run.scenario.workload.file = "/data/jobs.swf";
  run.scenario.topology.file = "/data/not-used.txt";
  InputFile& file = run.inputs.files.emplace_back();
  file.key = "workload.file";
  file.path = "/data/jobs.swf";
  file.record = InputRecord{4, xxh3_128("text")};
  file.counts = {{"jobs", 3}};
  const std::string text = print_json(scenario_document(run));
  const auto loaded = read_scenario({"scenario.json", text, "/out"}, {});
  REQUIRE(loaded.ok());
  CHECK(loaded.value().scenario.name == run.scenario.name);
  CHECK(loaded.value().scenario.workload.file == "/out/inputs/jobs.swf");
  CHECK(loaded.value().scenario.topology.file.empty());
  CHECK(loaded.value().recorded == run.inputs.records());
  CHECK(scenario_digest(loaded.value().scenario, loaded.value().recorded) ==
        scenario_digest(run.scenario, run.inputs.records()));
}

TEST_CASE("Result documents: copies of inputs: two files of one name stay apart", "[scenarios][results]") {
  InputFiles inputs;
  inputs.files.resize(2);
  inputs.files[0].key = "topology.file";
  inputs.files[0].path = "/a/data.txt";
  inputs.files[1].key = "workload.file";
  inputs.files[1].path = "/b/data.txt";
  CHECK(input_copy_name(inputs, inputs.files[0]) == "topology.file-data.txt");
  CHECK(input_copy_name(inputs, inputs.files[1]) == "workload.file-data.txt");
  inputs.files[1].path = "/a/data.txt";
  CHECK(input_copy_name(inputs, inputs.files[1]) == "data.txt");
}

} // namespace
