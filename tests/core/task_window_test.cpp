// SPDX-License-Identifier: MIT
#include "core/random.hpp"
#include "core/task_window.hpp"
#include "tests/catch.hpp"

#include <set>

namespace {

using namespace creditsim::core;
using Side = TaskWindow::Side;

TEST_CASE("TaskWindow: mark: refuses a task on the side on which it was marked", "[core][dedup]") {
  TaskWindow window{10};
  window.mark(Side::earned, 7);
  CHECK(window.refuses(Side::earned, 7));
  CHECK_FALSE(window.refuses(Side::spent, 7));
  CHECK_FALSE(window.refuses(Side::earned, 6));
}

TEST_CASE("TaskWindow: mark: what is forgotten is refused by the horizon", "[core][dedup]") {
  TaskWindow window{3};
  for (TaskId task = 10; task < 14; ++task)
    window.mark(Side::earned, task);
  CHECK(window.marks() == 3);
  CHECK(window.horizon() == 11);
  CHECK_FALSE(window.contains(Side::earned, 10));
  CHECK(window.refuses(Side::earned, 10));
  CHECK(window.refuses(Side::spent, 3));
  CHECK(window.contains(Side::earned, 11));
}

TEST_CASE("TaskWindow: random marks: never lets a marked task through and forgets the lowest only", "[core][dedup]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, 20)));
  CAPTURE(seed);
  TaskWindow window{50};
  std::set<std::pair<Side, TaskId>> marked;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Draw draw{seed, Purpose::worker, 0, i};
    const Side side = draw.bits() % 2 == 0 ? Side::earned : Side::spent;
    const TaskId task = i / 4 + draw.below(40);
    const bool refused = window.refuses(side, task);
    REQUIRE(refused == (marked.contains({side, task}) || task < window.horizon()));
    if (refused)
      continue;
    window.mark(side, task);
    marked.insert({side, task});
    REQUIRE(window.marks() <= 50);
  }
  for (const auto& [side, task] : marked)
    CHECK(window.refuses(side, task));
}

} // namespace
