// SPDX-License-Identifier: MIT
#include "core/event_queue.hpp"

#include "core/random.hpp"
#include "tests/catch.hpp"

#include <map>

using namespace creditsim::core;

namespace {

Event at(TimeUs time_us, std::uint64_t sequence = 0) {
  return {.stamp = {.time_us = time_us, .sequence = sequence}, .node = 0, .payload = NodeStart{}};
}

} // namespace

TEST_CASE("EventQueue: take_until: gives what is due and keeps the rest", "[core][event_queue]") {
  EventQueue queue{10};
  for (const TimeUs time_us : {35, 5, 14, 9, 15})
    queue.push(at(time_us));
  CHECK(queue.next_time() == 5);

  std::vector<Event> due;
  queue.take_until(15, due);
  REQUIRE(due.size() == 3);
  for (const auto& event : due)
    CHECK(event.stamp.time_us < 15);
  CHECK(queue.next_time() == 15);
}

TEST_CASE("EventQueue: next_time: never when empty, exact beyond the wheel's reach", "[core][event_queue]") {
  EventQueue queue{1};
  CHECK(queue.next_time() == never);
  CHECK(queue.empty());
  queue.push(at(5'000'000));
  queue.push(at(4'999'999));
  CHECK(queue.next_time() == 4'999'999);
}

TEST_CASE("EventQueue: random pushes and windows: every event leaves once, in its window", "[core][event_queue]") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto draw = [&, index = std::uint64_t{0}](std::uint64_t bound) mutable {
      return Draw{seed, Purpose::arrival, 0, index++}.below(bound);
    };
    auto next = draw;
    EventQueue queue{static_cast<TimeUs>(1 + next(100))};
    std::multimap<TimeUs, std::uint64_t> expected;
    std::uint64_t sequence = 0;
    TimeUs now_us = 0;
    const auto push = [&](TimeUs time_us) {
      queue.push(at(time_us, sequence));
      expected.emplace(time_us, sequence++);
    };
    for (int i = 0; i < 20; ++i)
      push(static_cast<TimeUs>(next(300'000)));
    while (!expected.empty()) {
      REQUIRE(queue.next_time() == expected.begin()->first);
      now_us = queue.next_time() + static_cast<TimeUs>(1 + next(5'000));
      std::vector<Event> due;
      queue.take_until(now_us, due);
      std::multimap<TimeUs, std::uint64_t> taken;
      for (const auto& event : due)
        taken.emplace(event.stamp.time_us, event.stamp.sequence);
      REQUIRE(taken.size() == static_cast<std::size_t>(std::distance(expected.begin(), expected.lower_bound(now_us))));
      for (const auto& [time_us, number] : taken) {
        const auto range = expected.equal_range(time_us);
        const auto found =
            std::find_if(range.first, range.second, [&, number = number](const auto& e) { return e.second == number; });
        REQUIRE(found != range.second);
        expected.erase(found);
      }
      if (sequence < 200)
        for (int i = 0; i < 3; ++i)
          push(now_us + static_cast<TimeUs>(next(400'000)));
    }
    CHECK(queue.empty());
  }
}
