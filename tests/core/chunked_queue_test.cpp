// SPDX-License-Identifier: MIT
#include "core/chunked_queue.hpp"
#include "tests/catch.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <numeric>
#include <vector>

using namespace creditsim::core;

namespace {

using Queue = ChunkedQueue<std::uint64_t>;

/// Whether all that one can see of `queue` is what `model` has.
void check_same(const Queue& queue, const std::deque<std::uint64_t>& model) {
  RC_ASSERT(queue.size() == model.size());
  RC_ASSERT(queue.empty() == model.empty());
  RC_ASSERT(std::equal(queue.begin(), queue.end(), model.begin(), model.end()));
  RC_ASSERT(std::equal(queue.rbegin(), queue.rend(), model.rbegin(), model.rend()));
  if (model.empty())
    return;
  RC_ASSERT(queue.front() == model.front());
  RC_ASSERT(queue.back() == model.back());
}

} // namespace

TEST_CASE("ChunkedQueue: any use: what a deque would hold", "[core][property]") {
  // As many elements as several chunks hold, so that chunks fill, begin to empty and go.
  CHECK(rc::check([] {
    const auto start = *rc::gen::inRange<std::size_t>(0, 600);
    std::vector<std::uint64_t> elements(start);
    std::iota(elements.begin(), elements.end(), 0);
    Queue queue{elements};
    std::deque<std::uint64_t> model(elements.begin(), elements.end());
    check_same(queue, model);
    for (int round = 0; round < 8; ++round) {
      const auto pushed = *rc::gen::inRange(0, 300);
      const auto popped = *rc::gen::inRange(0, 300);
      for (int i = 0; i < pushed; ++i) {
        queue.push_back(static_cast<std::uint64_t>(i));
        model.push_back(static_cast<std::uint64_t>(i));
      }
      for (int i = 0; i < popped && !model.empty(); ++i) {
        queue.pop_front();
        model.pop_front();
      }
      const auto place = *rc::gen::inRange<std::size_t>(0, model.size() + 1);
      queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(place), 7'000);
      model.insert(model.begin() + static_cast<std::ptrdiff_t>(place), 7'000);
      check_same(queue, model);
      const Queue copy = queue;
      check_same(copy, model);
    }
  }));
}

TEST_CASE("ChunkedQueue: ascending: found by halving", "[core]") {
  Queue queue;
  for (std::uint64_t i = 0; i < 1'000; ++i)
    queue.push_back(2 * i);
  for (int i = 0; i < 300; ++i)
    queue.pop_front();
  for (std::uint64_t sought = 601; sought < 1'998; ++sought)
    REQUIRE(*std::lower_bound(queue.begin(), queue.end(), sought) == sought + sought % 2);
  CHECK(std::lower_bound(queue.begin(), queue.end(), 1'999) == queue.end());
  CHECK(queue.elements().size() == 700);
}
