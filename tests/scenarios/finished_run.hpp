// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/result_documents.hpp"

namespace creditsim::tests {

/// A small run with a value of its own in every figure, made by hand.
inline scenarios::FinishedRun finished_run() {
  using core::Credits;
  scenarios::FinishedRun run;
  run.scenario.name = "by \"hand\", small";
  run.scenario.seed = 7;
  run.scenario_digest = "00112233445566778899aabbccddeeff";
  core::RunResult& result = run.result;
  result.verdict = core::Verdict::valid;
  result.violations = {{"double_payment", "task 3: paid to n1 and n2", 1'500'000, true}};
  result.trace_digest = 0x0123456789abcdef;
  result.nodes = 2;
  result.events = 1234567;
  result.end_us = 2'000'000;
  result.convergence.all = {true, 3, 2'500'000};
  result.convergence.counters = {true, 2, 1'500'000};
  result.convergence.metadata = {true, 0, 0};
  result.convergence.transactions = {false, std::nullopt, std::nullopt};
  result.convergence.messages = 40;
  result.convergence.bytes = 4096;
  result.messages = {50, 45, 6, 1, 2};
  result.dedup = {100, 60, 4, 5};
  result.tasks = {.submitted = 12,
                  .refused = 2,
                  .refused_insufficient = 1,
                  .accepted = 10,
                  .completed = 7,
                  .lost = 2,
                  .in_flight = 1,
                  .released = 15,
                  .redispatched = 16,
                  .unpaid = 17,
                  .reports_late = 18,
                  .reports_settled = 19,
                  .duplicates_delivered = 3,
                  .duplicates_paid = 8};
  core::EconomySummary& economy = result.economy;
  economy.granted = Credits::hundredths(2000);
  economy.minted = Credits::hundredths(705);
  economy.burned = Credits::hundredths(350);
  economy.earned = Credits::hundredths(2705);
  economy.spent = Credits::hundredths(350);
  economy.refunded = Credits::hundredths(41);
  economy.held = Credits::hundredths(42);
  economy.unbooked = Credits::hundredths(43);
  economy.reversal_debt = Credits::hundredths(5);
  economy.supply = Credits::hundredths(2355);
  economy.believed_total = Credits::hundredths(4710);
  economy.gini = 0.1;
  economy.zero_share = 0.25;
  economy.balance_quantiles = {Credits::hundredths(-5), Credits::hundredths(100), Credits::hundredths(200),
                               Credits::hundredths(300), Credits::hundredths(2000)};
  economy.refused_share = 2.0 / 12.0;
  economy.velocity = 1e-7;
  core::Sample first;
  core::Sample last;
  last.time_us = 2'000'000;
  last.entries_known_share = 0.75;
  last.replicas_equal_share = 1.0;
  last.counters_equal_share = 1.0;
  last.staleness_p50_us = 5;
  last.staleness_p99_us = 6;
  last.tasks = result.tasks;
  last.economy = economy;
  last.messages = 50;
  last.bytes = 4096;
  result.samples = {first, last};
  core::NodeRow node;
  node.node = 1;
  node.name = "n1";
  node.degree = 1;
  node.granted = Credits::hundredths(1000);
  node.earned = Credits::hundredths(705);
  node.spent = Credits::hundredths(350);
  node.refunded = Credits::hundredths(44);
  node.account = Credits::hundredths(1355);
  node.believed_balance = Credits::hundredths(2355);
  node.tasks_submitted = 3;
  node.tasks_refused = 1;
  node.tasks_executed = 4;
  node.messages_sent = 20;
  node.messages_received = 21;
  node.entries_known = 9;
  result.node_rows = {node};
  run.timing.threads = 2;
  run.timing.shards = 3;
  run.timing.replicas = "versions";
  run.timing.wall_s = 0.5;
  run.timing.heap_bytes = 5000;
  run.timing.entry_bytes = 36;
  return run;
}

} // namespace creditsim::tests
