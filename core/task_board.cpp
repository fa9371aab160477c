// SPDX-License-Identifier: MIT
#include "core/task_board.hpp"

#include <tuple>

namespace creditsim::core {

TaskBoard::Life& TaskBoard::touch(std::uint32_t task) {
  if (task >= lives_.size())
    lives_.resize(task + 1);
  Life& life = lives_[task];
  if (!life.touched) {
    life.touched = true;
    touched_.push_back(task);
  }
  return life;
}

void TaskBoard::add(std::span<const TaskReport> reports) {
  using Step = TaskReport::Step;
  for (const auto& report : reports) {
    Life& life = touch(report.task);
    switch (report.step) {
    case Step::refused_insufficient:
      ++summary_.submitted;
      ++summary_.refused;
      ++summary_.refused_insufficient;
      break;
    case Step::refused_charged:
      ++summary_.submitted;
      ++summary_.refused;
      ++refused_charged_;
      break;
    case Step::accepted:
      ++summary_.submitted;
      ++summary_.accepted;
      life.accepted = true;
      count_copies(life, static_cast<std::int32_t>(report.copies));
      break;
    case Step::duplicated:
      count_copies(life, 1);
      break;
    case Step::dropped:
      count_copies(life, -1);
      break;
    case Step::delivered:
      summary_.duplicates_delivered += life.delivered > 0 ? 1 : 0;
      ++life.delivered;
      break;
    case Step::paid:
      count_copies(life, -1);
      count_payment(life, report);
      break;
    case Step::refused_credited:
      count_copies(life, -1);
      ++refused_credited_;
      break;
    }
  }
}

void TaskBoard::count_copies(Life& life, std::int32_t change) {
  life.outstanding += change;
  open_copies_ += change;
}

void TaskBoard::count_payment(Life& life, const TaskReport& report) {
  ++life.paid;
  if (life.paid == 1)
    return;
  ++summary_.duplicates_paid;
  const DoublePayment payment{report.task, report.time_us};
  const auto key = [](const DoublePayment& p) { return std::tuple{p.time_us, p.task}; };
  if (!first_double_payment_ || key(payment) < key(*first_double_payment_))
    first_double_payment_ = payment;
}

void TaskBoard::close_window() {
  for (const std::uint32_t task : touched_) {
    Life& life = lives_[task];
    life.touched = false;
    if (life.fate != Life::Fate::open || !life.accepted)
      continue;
    if (life.paid > 0) {
      life.fate = Life::Fate::completed;
      ++summary_.completed;
    } else if (life.outstanding == 0) {
      life.fate = Life::Fate::lost;
      ++summary_.lost;
    }
  }
  touched_.clear();
  summary_.in_flight = summary_.accepted - summary_.completed - summary_.lost;
}

} // namespace creditsim::core
