// SPDX-License-Identifier: MIT
#pragma once

#include "scenarios/check_summary.hpp"

namespace creditsim::tests {

/// What came of a check, made by hand: every outcome, and texts that no format likes.
inline scenarios::CheckSummary check_summary() {
  using Status = scenarios::CheckerSummary::Status;
  scenarios::CheckSummary summary;
  scenarios::ScenarioSummary bad{.name = "a <bad> & \"odd\" name, with: all", .words = "bad.json", .digest = "00ff"};
  bad.seeds = {1, 2, 3};
  bad.invalid = 2;
  bad.unknown = 1;
  bad.unknown_reasons = {"faults[0] (loss) never took effect in seed 3"};
  bad.wall_s = 1.5;
  bad.checkers = {{.checker = "conservation", .status = Status::unknown, .reason = bad.unknown_reasons.front()},
                  {.checker = "convergence.counters", .status = Status::not_applicable, .reason = "nobody gossips"},
                  {.checker = "double_payment",
                   .status = Status::violated,
                   .failing = {1, 2},
                   .first = {.property = "double_payment",
                             .detail = "task 3: 100 % <paid> twice\x01\xff, ]]> \xef\xbf\xbf",
                             .time_us = 1'500'000,
                             .node = 4}},
                  {.checker = "overdraft", .status = Status::held}};
  bad.coverage = {{.name = "fault.loss", .runs = 2}};
  summary.failures = {{.item = 0, .checker = 2, .capsule = "f/x.json", .command = "creditsim replay f/x.json"}};
  scenarios::ScenarioSummary broken{.name = "broken", .words = "broken.json"};
  broken.error = core::Error{core::Errc::invalid_value, "broken.json: nodes: 1 is not a count of at least 2"};
  scenarios::ScenarioSummary waiting{.name = "waiting", .words = "waiting", .not_run = {1, 2, 3}};
  scenarios::ScenarioSummary good{.name = "good", .words = "good", .seeds = {1, 2}, .not_run = {3}, .valid = 2};
  good.checkers = {{.checker = "overdraft", .status = Status::held}};
  summary.scenarios = {bad, broken, waiting, good};
  return summary;
}

} // namespace creditsim::tests
