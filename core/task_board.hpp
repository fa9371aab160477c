// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_report.hpp"
#include "core/run_result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace creditsim::core {

/// The life of every task, put together from what nodes and network report.
///
/// Reports of one window may come in any order: the board draws its conclusions in `close_window`.
class TaskBoard {
public:
  struct DoublePayment {
    std::uint32_t task = 0;
    TimeUs time_us = 0;
    NodeIndex node = no_node; ///< whose account it went to
  };

  void add(std::span<const TaskReport> reports);

  /// Settles the fate of the tasks reported on since the last call.
  void close_window();

  const TaskSummary& summary() const { return summary_; }

  /// The sums of the open holds, and of what was settled with workers that have not booked it yet.
  Credits held() const { return held_; }
  Credits unbooked() const { return unbooked_; }

  std::uint64_t refused_credited() const { return refused_credited_; }
  std::uint64_t refused_charged() const { return refused_charged_; }

  /// Reports refused because their node had not been sent the task.
  std::uint64_t reports_unasked() const { return reports_unasked_; }

  /// The earliest payment beyond a task's first, the lowest task where several are equally early.
  const std::optional<DoublePayment>& first_double_payment() const { return first_double_payment_; }

private:
  struct Life {
    std::int32_t outstanding = 0; // copies on their way or in execution
    std::uint32_t delivered = 0;
    std::uint32_t settlements = 0;
    std::uint32_t paid = 0;
    bool accepted = false;
    bool awaits_settlement = false; // else its fate is that of its copies
    bool released = false;
    bool touched = false;
    enum class Fate : std::uint8_t { open, completed, lost } fate = Fate::open;
  };

  Life& touch(std::uint32_t task);
  void accept(Life& life, const TaskReport& report);
  void count_payment(Life& life, const TaskReport& report);

  std::vector<Life> lives_;
  std::vector<std::uint32_t> touched_;
  TaskSummary summary_;
  Credits held_;
  Credits unbooked_;
  std::uint64_t refused_credited_ = 0;
  std::uint64_t refused_charged_ = 0;
  std::uint64_t reports_unasked_ = 0;
  std::optional<DoublePayment> first_double_payment_;
};

} // namespace creditsim::core
