// SPDX-License-Identifier: MIT
#pragma once

#include "core/chunked_queue.hpp"
#include "core/credit_ledger.hpp"

#include <cstddef>
#include <cstdint>

namespace creditsim::core {

/// The tasks that an owner was paid for, or paid for, with a horizon that makes forgetting safe: what is forgotten lies
/// below the horizon, and everything below it is refused.
///
/// Stored with the ledger, so a restart knows it. An empty window takes no heap memory.
class TaskWindow {
public:
  enum class Side : std::uint8_t { earned, spent };

  /// Remembers `size` (at least 1) marks.
  explicit TaskWindow(std::uint32_t size);

  /// Whether the task was marked, or lies below the horizon. Constant for a task beyond all marks, else logarithmic.
  bool refuses(Side side, TaskId task) const;

  /// Whether the task was marked and is remembered; likewise.
  bool contains(Side side, TaskId task) const;

  /// Marks a task; nothing when it is contained. When there are more marks than the window holds, the lowest task is
  /// forgotten and the horizon rises above it. Amortised constant for ascending tasks; linear in what is later than the
  /// task.
  void mark(Side side, TaskId task);

  /// Tasks below it are refused.
  TaskId horizon() const { return horizon_; }

  /// Marks that it remembers at most.
  std::uint32_t size() const { return size_; }

  std::size_t marks() const { return marks_.size(); }

private:
  using Marks = ChunkedQueue<std::uint64_t>;
  bool beyond_all(std::uint64_t mark) const { return marks_.empty() || marks_.back() < mark; }
  Marks::Iterator place_of(std::uint64_t mark) const; // of one that is not beyond all

  std::uint32_t size_;
  Marks marks_; // task x 2 + side, ascending
  TaskId horizon_ = 0;
};

} // namespace creditsim::core
