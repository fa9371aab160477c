// SPDX-License-Identifier: MIT
#include "core/task_window.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

std::uint64_t mark_of(TaskWindow::Side side, TaskId task) { return task << 1 | static_cast<std::uint64_t>(side); }

} // namespace

TaskWindow::TaskWindow(std::uint32_t size) : size_{size} { CREDITSIM_CHECK(size >= 1); }

bool TaskWindow::refuses(Side side, TaskId task) const { return task < horizon_ || contains(side, task); }

bool TaskWindow::contains(Side side, TaskId task) const {
  const std::uint64_t mark = mark_of(side, task);
  return !beyond_all(mark) && *place_of(mark) == mark;
}

void TaskWindow::mark(Side side, TaskId task) {
  CREDITSIM_CHECK(task >> 63 == 0);
  const std::uint64_t mark = mark_of(side, task);
  if (beyond_all(mark)) {
    marks_.push_back(mark);
  } else {
    const auto place = place_of(mark);
    if (*place == mark)
      return;
    marks_.insert(place, mark);
  }
  if (marks() <= size_)
    return;
  // A task may have two marks: with the horizon above it both are refused.
  horizon_ = std::max(horizon_, (marks_.front() >> 1) + 1);
  marks_.pop_front();
}

TaskWindow::Marks::Iterator TaskWindow::place_of(std::uint64_t mark) const {
  return std::lower_bound(marks_.begin(), marks_.end(), mark);
}

} // namespace creditsim::core
