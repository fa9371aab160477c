// SPDX-License-Identifier: MIT
#include "core/event_queue.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

TimeUs earliest_of(const std::vector<Event>& events) {
  TimeUs earliest = never;
  for (const auto& event : events)
    earliest = std::min(earliest, event.stamp.time_us);
  return earliest;
}

void move_to(std::vector<Event>& target, std::vector<Event>::iterator first, std::vector<Event>::iterator last) {
  target.insert(target.end(), std::make_move_iterator(first), std::make_move_iterator(last));
}

} // namespace

EventQueue::EventQueue(TimeUs bucket_us) : bucket_us_{bucket_us}, wheel_(bucket_count) {
  CREDITSIM_CHECK(bucket_us >= 1);
}

void EventQueue::push(Event event) {
  const std::int64_t number = bucket_of(event.stamp.time_us);
  CREDITSIM_CHECK(number >= first_bucket_);
  if (within_wheel(number)) {
    bucket(number).push_back(std::move(event));
    ++in_wheel_;
  } else {
    far_[number].push_back(std::move(event));
  }
}

TimeUs EventQueue::next_time() const {
  if (in_wheel_ == 0)
    return far_.empty() ? never : earliest_of(far_.begin()->second);
  for (std::int64_t number = first_bucket_;; ++number) {
    const auto& events = wheel_[static_cast<std::size_t>(number) % bucket_count];
    if (!events.empty())
      return earliest_of(events);
  }
}

void EventQueue::take_until(TimeUs end_us, std::vector<Event>& due) {
  const std::int64_t last = bucket_of(end_us); // this bucket may straddle the end
  while (first_bucket_ < last) {
    if (in_wheel_ == 0) { // jump over idle time, but not over what is still far
      advance_to(far_.empty() ? last : std::min(last, far_.begin()->first));
      continue;
    }
    auto& events = bucket(first_bucket_);
    in_wheel_ -= events.size();
    if (due.empty())
      due.swap(events);
    else
      move_to(due, events.begin(), events.end());
    events.clear();
    advance_to(first_bucket_ + 1);
  }
  auto& events = bucket(last);
  const auto kept =
      std::partition(events.begin(), events.end(), [&](const Event& event) { return event.stamp.time_us >= end_us; });
  in_wheel_ -= static_cast<std::size_t>(events.end() - kept);
  move_to(due, kept, events.end());
  events.erase(kept, events.end());
}

// Moves the wheel on and takes in what has come within its reach. Buckets left behind are empty by then.
void EventQueue::advance_to(std::int64_t number) {
  first_bucket_ = number;
  while (!far_.empty() && within_wheel(far_.begin()->first)) {
    auto& events = far_.begin()->second;
    in_wheel_ += events.size();
    move_to(bucket(far_.begin()->first), events.begin(), events.end());
    far_.erase(far_.begin());
  }
}

} // namespace creditsim::core
