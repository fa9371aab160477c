// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The tasks for which a credit system has been paid, has paid, or has closed what it held, with the reference's way of
/// forgetting.
///
/// Lives in memory only, so a restart forgets all of it (fault F1). An empty table takes no heap memory.
class ProcessedTasks {
public:
  enum class Kind : std::uint8_t { earn, spend, close };

  /// How far the table grows and what it then forgets.
  struct Bounds {
    std::uint32_t window = 0;  ///< tasks remembered at most
    std::uint32_t dropped = 0; ///< tasks forgotten when there are more; 1..window
  };

  /// Whether the task is remembered. Constant cost.
  bool contains(Kind kind, std::string_view task) const;

  /// Remembers the task with its time. A task that is known keeps its place and takes the new time.
  void mark(Kind kind, std::string_view task, std::int64_t now_ms);

  /// When more than `window` tasks are remembered, forgets the `dropped` ones with the smallest times, of equal times
  /// the ones marked first. A task marked after the clock stepped back goes first (fault F5). Linear when it forgets.
  void prune(Bounds bounds);

  std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }

private:
  struct Entry {
    std::string task;
    std::int64_t time_ms;
    Kind kind;
  };

  static constexpr std::uint32_t free_slot = 0xffffffff;

  std::uint32_t slot_of(Kind kind, std::string_view task) const;
  void rebuild_slots(std::uint32_t count);

  std::vector<Entry> entries_;       // in the order of marking
  std::vector<std::uint32_t> slots_; // indices into `entries_` by hash, linear probing, at most half full
};

} // namespace creditsim::core
