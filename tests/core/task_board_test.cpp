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
  CHECK(board.open_copies() == 0);
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
  CHECK(board.open_copies() == 0);
}
