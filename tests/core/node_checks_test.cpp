// SPDX-License-Identifier: MIT
#include "core/node_checks.hpp"

#include "core/task_board.hpp"
#include "tests/core/checked_net.hpp"

namespace {

using namespace creditsim::core;
using Kind = Posting::Kind;

// What an export of a replica that writes on is, when it is the replica itself: fault E11.
TEST_CASE("Check message content: a state that grew on its way: first time and node are named", "[core][checks]") {
  CheckedNet net;
  net.start();
  const auto sent = net.ledger(0).share(1'000);
  const std::uint64_t bytes_sent = sent->encoded_bytes();
  net.give(1, 1'000'000, sent, bytes_sent);
  net.post(0, 1'500'000, Kind::earn, 2, 7);
  const auto grown = net.ledger(0).share(1'500);
  REQUIRE(grown->encoded_bytes() > bytes_sent);
  net.give(2, 2'000'000, grown, bytes_sent);
  net.give(1, 3'000'000, grown, bytes_sent);
  net.send_all(4'000'000);
  const RunResult result = net.finish(5'000'000);
  const Violation found = violation_of(result, "message_content");
  CHECK(found.node == 2);
  CHECK(found.time_us == 2'000'000);
  CHECK(found.detail == "a state of " + std::to_string(bytes_sent) + " bytes left, and one of " +
                            std::to_string(grown->encoded_bytes()) + " arrived");
  CHECK(violated(result) == "message_content");
}

TEST_CASE("Check double payment: a task that is paid twice: the second payment's time and node are named",
          "[core][checks]") {
  CheckedNet net;
  net.start();
  TaskBoard board;
  using Step = TaskReport::Step;
  board.add(std::vector<TaskReport>{{.task = 7, .step = Step::accepted, .copies = 2, .time_us = 1'000'000, .node = 0},
                                    {.task = 7, .step = Step::paid, .copies = 1, .time_us = 2'000'000, .node = 1},
                                    {.task = 7, .step = Step::paid, .copies = 1, .time_us = 3'000'000, .node = 2}});
  board.close_window();
  const Violation found = violation_of(net.finish(4'000'000, true, board), "double_payment");
  CHECK(found.node == 2);
  CHECK(found.time_us == 3'000'000);
  CHECK(found.detail == "task 7 was paid again at 3.000000 s, first of 1");
}

} // namespace
