// SPDX-License-Identifier: MIT
#pragma once

#include "core/event.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace creditsim::core {

/// What is due at the nodes of a shard, by time: a timing wheel over the near future, an ordered map beyond it.
///
/// The wheel has 1,024 buckets of one width; pushing costs O(1) within it, O(log buckets) beyond. Events of one instant
/// leave in no particular order: whoever handles them sorts by stamp.
class EventQueue {
public:
  /// `bucket_us` is the width of a bucket, at least 1; the smallest latency of the scenario is a good choice.
  explicit EventQueue(TimeUs bucket_us);

  /// Adds an event that is due at or after the last `end_us` given to `take_until`.
  void push(Event event);

  /// The time of the earliest event, or `never`.
  TimeUs next_time() const;

  /// Appends all events that are due before `end_us` to `due`. `end_us` does not decrease from call to call.
  void take_until(TimeUs end_us, std::vector<Event>& due);

  bool empty() const { return in_wheel_ == 0 && far_.empty(); }

private:
  static constexpr std::size_t bucket_count = 1024;

  std::int64_t bucket_of(TimeUs time_us) const { return time_us / bucket_us_; }
  std::vector<Event>& bucket(std::int64_t number) { return wheel_[static_cast<std::size_t>(number) % bucket_count]; }
  bool within_wheel(std::int64_t number) const {
    return number < first_bucket_ + static_cast<std::int64_t>(bucket_count);
  }
  void advance_to(std::int64_t number);

  TimeUs bucket_us_;
  std::int64_t first_bucket_ = 0; // number of the earliest bucket that may hold events
  std::size_t in_wheel_ = 0;
  std::vector<std::vector<Event>> wheel_;
  std::map<std::int64_t, std::vector<Event>> far_; // by number of bucket
};

} // namespace creditsim::core
