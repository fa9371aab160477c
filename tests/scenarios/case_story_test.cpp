// SPDX-License-Identifier: MIT
#include "scenarios/case_story.hpp"

#include "tests/catch.hpp"

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;
using core::LoggedEvent;

const std::vector<std::string> names{"n0", "n1"};

core::Violation violation(core::TimeUs time_us) {
  return {.property = "overdraft", .detail = "n1", .time_us = time_us};
}

std::vector<std::string> lines(const std::vector<LoggedEvent>& log, const core::Scenario& scenario,
                               core::TimeUs until_us) {
  std::vector<std::string> all;
  for (const StoryEvent& event : tell_story(log, scenario, violation(until_us), names))
    all.push_back(story_line(event));
  return all;
}

TEST_CASE("Story: gossip: is told where somebody learned something", "[scenarios][story]") {
  using Kind = LoggedEvent::Kind;
  const std::vector<LoggedEvent> log{
      {.time_us = 1, .node = 0, .idle = true, .text = "ticks"},
      {.time_us = 1, .node = 0, .peer = 1, .kind = Kind::sent, .idle = true, .sequence = 0, .text = "state"},
      {.time_us = 2, .node = 1, .peer = 0, .kind = Kind::received, .sequence = 0, .text = "learns"},
      {.time_us = 3, .node = 0, .idle = true, .text = "ticks"},
      {.time_us = 3, .node = 0, .peer = 1, .kind = Kind::sent, .idle = true, .sequence = 1, .text = "state"},
      {.time_us = 4, .node = 1, .peer = 0, .kind = Kind::received, .idle = true, .sequence = 1, .text = "knows"}};
  CHECK(lines(log, {}, 9) == std::vector<std::string>{"0.000001 s  n0 ticks", "0.000002 s  n1 learns",
                                                      "0.000009 s  violation overdraft: n1"});
  const auto story = tell_story(log, {}, violation(9), names);
  CHECK(story[1].cause == 0);
}

TEST_CASE("Story: messages: a lost one is told, one that may be on its way is not", "[scenarios][story]") {
  using Kind = LoggedEvent::Kind;
  core::Scenario scenario; // latency 10 ms
  const std::vector<LoggedEvent> log{
      {.time_us = 1, .node = 0, .text = "submits task 0"},
      {.time_us = 1, .node = 0, .peer = 1, .kind = Kind::sent, .sequence = 0, .text = "task 0"}};
  CHECK(lines(log, scenario, 20'000)[1] == "0.000001 s  n0 sends task 0 to n1, where it is not handled");
  CHECK(lines(log, scenario, 5'000).size() == 2);
}

TEST_CASE("Story: faults: stand before what happens at the same time", "[scenarios][story]") {
  core::Scenario scenario;
  scenario.faults = {{.kind = core::FaultKind::partition, .at_us = 5, .for_us = 2'000, .nodes = {0, 1}},
                     {.kind = core::FaultKind::loss, .at_us = 900, .nodes = {1}}};
  const std::vector<LoggedEvent> log{
      {.time_us = 5, .node = 0, .text = "submits task 0"},
      {.time_us = 6, .node = 1, .peer = 0, .kind = LoggedEvent::Kind::received, .text = "gets task 0"}};
  CHECK(lines(log, scenario, 800) ==
        std::vector<std::string>{"0.000005 s  fault partition of n0, n1 for 2ms", "0.000005 s  n0 submits task 0",
                                 "0.000006 s  n1 gets task 0", "0.000800 s  violation overdraft: n1"});
}

TEST_CASE("Story: last events: those of the node of the violation", "[scenarios][story]") {
  std::vector<StoryEvent> story;
  for (core::TimeUs i = 0; i < 10; ++i)
    story.push_back({.time_us = i, .node = static_cast<core::NodeIndex>(i % 2), .text = {}});
  story.push_back({.kind = StoryEvent::Kind::violation, .time_us = 10, .node = 1, .text = {}});
  const auto last = last_of_story(story, 3);
  REQUIRE(last.size() == 3);
  CHECK(last[0].time_us == 7);
  CHECK(last[1].time_us == 9);
  CHECK(last[2].kind == StoryEvent::Kind::violation);
}

} // namespace
