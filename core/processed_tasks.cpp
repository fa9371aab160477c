// SPDX-License-Identifier: MIT
#include "core/processed_tasks.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace creditsim::core {

namespace {

std::uint64_t hash(ProcessedTasks::Kind kind, std::string_view task) {
  return XXH3_64bits_withSeed(task.data(), task.size(), static_cast<std::uint64_t>(kind));
}

} // namespace

bool ProcessedTasks::contains(Kind kind, std::string_view task) const {
  return !slots_.empty() && slots_[slot_of(kind, task)] != free_slot;
}

void ProcessedTasks::mark(Kind kind, std::string_view task, std::int64_t now_ms) {
  if ((entries_.size() + 1) * 2 > slots_.size())
    rebuild_slots(std::max(8U, size() * 4));
  auto& slot = slots_[slot_of(kind, task)];
  if (slot != free_slot) {
    entries_[slot].time_ms = now_ms;
    return;
  }
  slot = size();
  entries_.push_back({std::string{task}, now_ms, kind});
}

void ProcessedTasks::prune(Bounds bounds) {
  if (size() <= bounds.window)
    return;
  CREDITSIM_CHECK(bounds.dropped >= 1 && bounds.dropped <= size());
  std::vector<std::pair<std::int64_t, std::uint32_t>> by_age;
  by_age.reserve(entries_.size());
  for (const Entry& entry : entries_)
    by_age.emplace_back(entry.time_ms, static_cast<std::uint32_t>(by_age.size()));
  std::nth_element(by_age.begin(), by_age.begin() + (bounds.dropped - 1), by_age.end());
  const auto youngest_dropped = by_age[bounds.dropped - 1];

  std::uint32_t kept = 0;
  for (std::uint32_t index = 0; index < size(); ++index)
    if (std::pair{entries_[index].time_ms, index} > youngest_dropped)
      std::swap(entries_[kept++], entries_[index]);
  entries_.erase(entries_.begin() + kept, entries_.end());
  rebuild_slots(static_cast<std::uint32_t>(slots_.size()));
}

std::uint32_t ProcessedTasks::slot_of(Kind kind, std::string_view task) const {
  const std::uint64_t mask = slots_.size() - 1;
  std::uint64_t position = hash(kind, task) & mask;
  while (slots_[position] != free_slot) {
    const Entry& entry = entries_[slots_[position]];
    if (entry.kind == kind && entry.task == task)
      break;
    position = (position + 1) & mask;
  }
  return static_cast<std::uint32_t>(position);
}

void ProcessedTasks::rebuild_slots(std::uint32_t count) {
  slots_.assign(std::bit_ceil(count), free_slot);
  for (std::uint32_t index = 0; index < size(); ++index)
    slots_[slot_of(entries_[index].kind, entries_[index].task)] = index;
}

} // namespace creditsim::core
