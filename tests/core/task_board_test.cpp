// SPDX-License-Identifier: MIT
#include "core/task_board.hpp"

#include "tests/catch.hpp"

using namespace creditsim::core;
using Step = TaskReport::Step;

TEST_CASE("TaskBoard: a task that is paid: completed once, whatever the order of reports", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{0, Step::paid, 1, 20}, {0, Step::delivered, 1, 10}, {0, Step::accepted, 1, 5}});
  board.close_window();
  CHECK(board.summary().submitted == 1);
  CHECK(board.summary().accepted == 1);
  CHECK(board.summary().completed == 1);
  CHECK(board.summary().in_flight == 0);
}

TEST_CASE("TaskBoard: loss: a task is lost with its last copy only", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{0, Step::accepted, 2, 5}, {0, Step::dropped, 1, 5}});
  board.close_window();
  CHECK(board.summary().lost == 0);
  CHECK(board.summary().in_flight == 1);
  board.add(std::vector<TaskReport>{{0, Step::dropped, 1, 6}});
  board.close_window();
  CHECK(board.summary().lost == 1);
  CHECK(board.summary().in_flight == 0);
}

TEST_CASE("TaskBoard: two workers paid: counted as a double payment with the earliest time", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{3, Step::accepted, 2, 5}, {3, Step::paid, 1, 9}, {7, Step::accepted, 2, 5}});
  board.close_window();
  CHECK_FALSE(board.first_double_payment());
  board.add(std::vector<TaskReport>{{3, Step::paid, 1, 30}, {7, Step::paid, 1, 20}, {7, Step::paid, 1, 25}});
  board.close_window();
  CHECK(board.summary().duplicates_paid == 2);
  REQUIRE(board.first_double_payment());
  CHECK(board.first_double_payment()->task == 7);
  CHECK(board.first_double_payment()->time_us == 25);
}

TEST_CASE("TaskBoard: refusals: submitted is accepted and refused", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{0, Step::refused_insufficient, 0, 1},
                                    {1, Step::refused_charged, 0, 2},
                                    {2, Step::accepted, 1, 3},
                                    {2, Step::duplicated, 1, 3},
                                    {2, Step::delivered, 1, 4},
                                    {2, Step::delivered, 1, 5},
                                    {2, Step::paid, 1, 6},
                                    {2, Step::refused_credited, 1, 7}});
  board.close_window();
  CHECK(board.summary().submitted == 3);
  CHECK(board.summary().refused == 2);
  CHECK(board.summary().refused_insufficient == 1);
  CHECK(board.refused_charged() == 1);
  CHECK(board.refused_credited() == 1);
  CHECK(board.summary().duplicates_delivered == 1);
  CHECK(board.summary().duplicates_paid == 0);
}

TEST_CASE("TaskBoard: a held task: completed when its worker has booked, what is under way until then",
          "[core][task_board]") {
  const auto report = [](Step step, std::int64_t credits = 0) {
    return TaskReport{.task = 0, .step = step, .copies = 1, .time_us = 1, .amount = Credits::whole(credits)};
  };
  TaskBoard board;
  board.add(std::vector<TaskReport>{report(Step::held, 3), report(Step::dropped)});
  board.close_window();
  CHECK(board.held() == Credits::whole(3));
  CHECK(board.summary().in_flight == 1); // a lost message does not lose the task: its deadline is to come
  board.add(
      std::vector<TaskReport>{report(Step::redispatched), report(Step::settled, 3), report(Step::refused_settled)});
  board.close_window();
  CHECK(board.held() == Credits{});
  CHECK(board.unbooked() == Credits::whole(3));
  CHECK(board.summary().unpaid == 1);
  board.add(std::vector<TaskReport>{report(Step::paid, 3), report(Step::refused_credited, 3)});
  board.close_window();
  CHECK(board.unbooked() == Credits{});
  CHECK(board.summary().unpaid == 0);
  CHECK(board.summary().completed == 1);
  CHECK(board.summary().reports_settled == 1);
  CHECK(board.summary().redispatched == 1);
}

TEST_CASE("TaskBoard: a payment that is booked twice: what is under way does not fall below nothing",
          "[core][task_board]") {
  TaskBoard board;
  const Credits price = Credits::whole(3);
  board.add(std::vector<TaskReport>{{0, Step::held, 1, 5, price}, {0, Step::settled, 0, 20, price}});
  board.close_window();
  board.add(std::vector<TaskReport>{{0, Step::paid, 1, 30, price}, {0, Step::paid, 1, 31, price}});
  board.close_window();
  CHECK(board.unbooked() == Credits{});
  CHECK(board.summary().duplicates_paid == 1);
}

TEST_CASE("TaskBoard: a released task: lost, its price is back", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{.task = 0, .step = Step::held, .copies = 1, .amount = Credits::whole(3)},
                                    {.task = 0, .step = Step::released, .amount = Credits::whole(3)},
                                    {.task = 0, .step = Step::refused_late}});
  board.close_window();
  CHECK(board.held() == Credits{});
  CHECK(board.summary().lost == 1);
  CHECK(board.summary().released == 1);
  CHECK(board.summary().reports_late == 1);
  CHECK(board.summary().in_flight == 0);
}

TEST_CASE("TaskBoard: a report by a node that was not asked: counted, and nothing else", "[core][task_board]") {
  TaskBoard board;
  board.add(std::vector<TaskReport>{{0, Step::refused_unasked, 0, 5}});
  board.close_window();
  CHECK(board.reports_unasked() == 1);
  CHECK(board.summary() == TaskSummary{});
}
