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
      accept(life, report);
      break;
    case Step::held:
      accept(life, report);
      life.awaits_settlement = true;
      held_ += report.amount;
      break;
    case Step::redispatched:
      ++summary_.redispatched;
      break;
    case Step::duplicated:
      ++life.outstanding;
      break;
    case Step::dropped:
      --life.outstanding;
      break;
    case Step::delivered:
      summary_.duplicates_delivered += life.delivered > 0 ? 1 : 0;
      ++life.delivered;
      break;
    case Step::settled:
      if (life.settlements == 0) {
        held_ -= report.amount;
        ++summary_.unpaid;
      }
      ++life.settlements;
      unbooked_ += report.amount;
      break;
    case Step::released:
      if (life.settlements == 0) // what was settled is not held any more
        held_ -= report.amount;
      life.released = true;
      ++summary_.released;
      break;
    case Step::paid:
      --life.outstanding;
      if (life.paid < life.settlements) // what is booked beyond that was on its way to nobody
        unbooked_ -= report.amount;
      count_payment(life, report);
      break;
    case Step::refused_credited:
      --life.outstanding;
      ++refused_credited_;
      break;
    case Step::refused_late:
      ++summary_.reports_late;
      break;
    case Step::refused_settled:
      ++summary_.reports_settled;
      break;
    case Step::refused_unasked:
      ++reports_unasked_;
      break;
    }
  }
}

void TaskBoard::accept(Life& life, const TaskReport& report) {
  ++summary_.submitted;
  ++summary_.accepted;
  life.accepted = true;
  life.outstanding += static_cast<std::int32_t>(report.copies);
}

void TaskBoard::count_payment(Life& life, const TaskReport& report) {
  ++life.paid;
  if (life.paid == 1)
    return;
  ++summary_.duplicates_paid;
  const DoublePayment payment{report.task, report.time_us, report.node};
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
    const bool gone = life.awaits_settlement ? life.released : life.outstanding == 0;
    if (life.paid > 0) {
      life.fate = Life::Fate::completed;
      ++summary_.completed;
      summary_.unpaid -= life.settlements > 0 ? 1 : 0;
    } else if (gone) {
      life.fate = Life::Fate::lost;
      ++summary_.lost;
    }
  }
  touched_.clear();
  summary_.in_flight = summary_.accepted - summary_.completed - summary_.lost;
}

} // namespace creditsim::core
