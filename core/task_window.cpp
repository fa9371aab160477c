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
  const std::size_t place = place_of(mark);
  return place < marks_.size() && marks_[place] == mark;
}

void TaskWindow::mark(Side side, TaskId task) {
  CREDITSIM_CHECK(task >> 63 == 0);
  const std::uint64_t mark = mark_of(side, task);
  const std::size_t place = place_of(mark);
  CREDITSIM_CHECK(place == marks_.size() || marks_[place] != mark);
  marks_.insert(marks_.begin() + static_cast<std::ptrdiff_t>(place), mark);
  if (marks() <= size_)
    return;
  // A task may have two marks: with the horizon above it both are refused.
  horizon_ = std::max(horizon_, (marks_[begin_] >> 1) + 1);
  ++begin_;
  if (begin_ > marks_.size() / 2) {
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(begin_));
    begin_ = 0;
  }
}

std::size_t TaskWindow::place_of(std::uint64_t mark) const {
  const auto first = marks_.begin() + static_cast<std::ptrdiff_t>(begin_);
  return static_cast<std::size_t>(std::lower_bound(first, marks_.end(), mark) - marks_.begin());
}

} // namespace creditsim::core
