// SPDX-License-Identifier: MIT
#include "core/processed_tasks.hpp"

#include "tests/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace creditsim::core {
namespace {

using Kind = ProcessedTasks::Kind;

constexpr ProcessedTasks::Bounds reference_bounds{.window = 10'000, .dropped = 5'000};

std::string name(int number) { return "task-" + std::to_string(number); }

TEST_CASE("Processed tasks: look-up: kind and spelling both count", "[core][dedup]") {
  ProcessedTasks tasks;
  CHECK(!tasks.contains(Kind::earn, "a"));
  tasks.mark(Kind::earn, "a", 1);
  CHECK(tasks.contains(Kind::earn, "a"));
  CHECK(!tasks.contains(Kind::spend, "a"));
  CHECK(!tasks.contains(Kind::earn, "A"));
  CHECK(!tasks.contains(Kind::earn, ""));
  CHECK(tasks.size() == 1);
}

TEST_CASE("Processed tasks: F4: 10,001 tasks become 5,001, the oldest go", "[core][dedup][fault]") {
  ProcessedTasks tasks;
  for (int number = 0; number <= 10'000; ++number) {
    tasks.mark(Kind::earn, name(number), number);
    tasks.prune(reference_bounds);
    if (number == 9'999) {
      CHECK(tasks.size() == 10'000);
    }
  }
  CHECK(tasks.size() == 5'001);
  CHECK(!tasks.contains(Kind::earn, name(0)));
  CHECK(!tasks.contains(Kind::earn, name(4'999)));
  CHECK(tasks.contains(Kind::earn, name(5'000)));
  CHECK(tasks.contains(Kind::earn, name(10'000)));
}

TEST_CASE("Processed tasks: equal times: the ones marked first go", "[core][dedup]") {
  ProcessedTasks tasks;
  for (int number = 0; number <= 10'000; ++number)
    tasks.mark(number % 2 == 0 ? Kind::earn : Kind::spend, name(number), 7);
  tasks.prune(reference_bounds);
  CHECK(tasks.size() == 5'001);
  CHECK(!tasks.contains(Kind::spend, name(4'999)));
  CHECK(tasks.contains(Kind::earn, name(5'000)));
}

TEST_CASE("Processed tasks: F5: after a clock step back the newest goes at once", "[core][dedup][fault]") {
  ProcessedTasks tasks;
  for (int number = 0; number < 10'000; ++number)
    tasks.mark(Kind::earn, name(number), 1'000'000 + number);
  tasks.mark(Kind::earn, "fresh", 940'000);
  tasks.prune(reference_bounds);
  CHECK(!tasks.contains(Kind::earn, "fresh"));
  CHECK(!tasks.contains(Kind::earn, name(4'998)));
  CHECK(tasks.contains(Kind::earn, name(4'999)));
}

TEST_CASE("Processed tasks: marked again: keeps its place and takes the new time", "[core][dedup]") {
  ProcessedTasks tasks;
  tasks.mark(Kind::earn, "a", 1);
  tasks.mark(Kind::earn, "b", 2);
  tasks.mark(Kind::earn, "a", 3);
  CHECK(tasks.size() == 2);
  tasks.prune({.window = 1, .dropped = 1});
  CHECK(tasks.contains(Kind::earn, "a"));
  CHECK(!tasks.contains(Kind::earn, "b"));
}

TEST_CASE("Processed tasks: pruning: agrees with sorting the whole table (window 50, 2,000 marks)", "[core][dedup]") {
  struct Remembered {
    std::string task;
    std::int64_t time_ms;
  };
  constexpr ProcessedTasks::Bounds bounds{.window = 50, .dropped = 20};
  ProcessedTasks tasks;
  std::vector<Remembered> model;
  for (int number = 0; number < 2'000; ++number) {
    const std::int64_t time_ms = number * 7919 % 97; // scattered, with ties
    tasks.mark(Kind::spend, name(number), time_ms);
    tasks.prune(bounds);
    model.push_back({name(number), time_ms});
    if (model.size() > bounds.window) {
      auto oldest_first = model;
      std::stable_sort(oldest_first.begin(), oldest_first.end(),
                       [](const Remembered& a, const Remembered& b) { return a.time_ms < b.time_ms; });
      for (std::uint32_t index = 0; index < bounds.dropped; ++index)
        std::erase_if(model, [&](const Remembered& entry) { return entry.task == oldest_first[index].task; });
    }
    REQUIRE(tasks.size() == model.size());
    for (const Remembered& entry : model)
      REQUIRE(tasks.contains(Kind::spend, entry.task));
  }
}

} // namespace
} // namespace creditsim::core
