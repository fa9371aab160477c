// SPDX-License-Identifier: MIT
#include "core/link_faults.hpp"

#include "tests/catch.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

using namespace creditsim::core;

namespace {

constexpr TimeUs second = 1'000'000;

/// Messages under a plan, one after another.
class Bench {
public:
  explicit Bench(std::vector<FaultSpec> faults, NetworkSpec network = {}) {
    scenario_.nodes = 10;
    scenario_.stop.duration_us = 60 * second;
    scenario_.network = network;
    scenario_.faults = std::move(faults);
    plan_ = FaultPlan{scenario_, scenario_.nodes};
    effects.resize(plan_.faults().size());
    faults_.emplace(plan_, LinkModel{scenario_.network, scenario_.seed}, scenario_.seed);
  }

  Fate send(NodeIndex from, NodeIndex to, TimeUs sent_us, std::uint64_t sequence = 0, std::uint64_t bytes = 100) {
    const Sending sending{.from = from, .sequence = sequence};
    Fate fate = LinkModel{scenario_.network, scenario_.seed}.fate(sending);
    faults_->apply({.sending = sending, .to = to, .sent_us = sent_us, .bytes = bytes}, fate, effects);
    return fate;
  }

  bool passes(NodeIndex from, NodeIndex to, TimeUs sent_us) { return !send(from, to, sent_us).lost; }

  std::vector<std::uint64_t> effects;

private:
  Scenario scenario_;
  FaultPlan plan_;
  std::optional<LinkFaults> faults_;
};

} // namespace

TEST_CASE("Link faults: partition: nothing passes between the sides while it lasts", "[core][faults]") {
  Bench bench{{{.kind = FaultKind::partition, .at_us = second, .for_us = second, .nodes = {1, 2, 3}}}};
  CHECK(bench.passes(1, 4, second - 1));
  CHECK_FALSE(bench.passes(1, 4, second));
  CHECK_FALSE(bench.passes(4, 1, 2 * second - 1));
  CHECK(bench.passes(1, 2, second));
  CHECK(bench.passes(4, 5, second));
  CHECK(bench.passes(1, 4, 2 * second));
  CHECK(bench.effects == std::vector<std::uint64_t>{2});
}

TEST_CASE("Link faults: one way and in parts: what is cut and what is not", "[core][faults]") {
  Bench one_way{{{.kind = FaultKind::one_way_partition, .nodes = {1, 2}}}};
  CHECK_FALSE(one_way.passes(1, 4, 5));
  CHECK(one_way.passes(4, 1, 5));
  CHECK(one_way.passes(1, 2, 5));
  Bench partial{{{.kind = FaultKind::partial_partition, .nodes = {1, 2, 7, 8}}}};
  CHECK_FALSE(partial.passes(1, 8, 5));
  CHECK_FALSE(partial.passes(7, 2, 5));
  CHECK(partial.passes(1, 2, 5));
  CHECK(partial.passes(7, 8, 5));
  CHECK(partial.passes(1, 0, 5));
  CHECK(partial.passes(0, 8, 5));
}

TEST_CASE("Link faults: flapping: down first, then up, a period each", "[core][faults]") {
  Bench bench{{{.kind = FaultKind::flapping, .at_us = 100, .for_us = second, .nodes = {3}, .period_us = 50}}};
  CHECK_FALSE(bench.passes(3, 1, 100));
  CHECK_FALSE(bench.passes(1, 3, 149));
  CHECK(bench.passes(3, 1, 150));
  CHECK_FALSE(bench.passes(3, 1, 200));
  CHECK(bench.passes(1, 2, 200));
}

TEST_CASE("Link faults: swizzle: all are cut in the middle, none at the ends, in two orders", "[core][faults]") {
  const std::vector<NodeIndex> nodes{2, 4, 6, 8};
  Bench bench{{{.kind = FaultKind::swizzle, .at_us = second, .for_us = 8 * second, .nodes = nodes}}};
  std::vector<TimeUs> cut_us(10);
  std::vector<TimeUs> healed_us(10);
  for (const NodeIndex node : nodes) {
    CHECK_FALSE(bench.passes(node, 0, 5 * second - 1));
    CHECK_FALSE(bench.passes(0, node, 5 * second - 1));
    CHECK(bench.passes(node, 0, 9 * second));
    for (TimeUs time_us = second; time_us < 9 * second; time_us += second / 2) {
      if (bench.passes(node, 0, time_us))
        continue;
      cut_us[node] = cut_us[node] == 0 ? time_us : cut_us[node];
      healed_us[node] = time_us;
    }
  }
  for (const auto& times_us : {cut_us, healed_us}) {
    std::vector<TimeUs> different{times_us[2], times_us[4], times_us[6], times_us[8]};
    std::sort(different.begin(), different.end());
    CHECK(std::adjacent_find(different.begin(), different.end()) == different.end());
  }
  CHECK(bench.passes(1, 3, 5 * second));
}

TEST_CASE("Link faults: loss, duplication, delay, corruption: the asked share of the targets' messages",
          "[core][faults][statistics]") {
  constexpr int messages = 10'000;
  Bench bench{{{.kind = FaultKind::loss, .nodes = {1}, .probability = 0.2},
               {.kind = FaultKind::duplication, .nodes = {2}, .probability = 0.3},
               {.kind = FaultKind::delay, .nodes = {3}, .probability = 0.4, .by_us = second},
               {.kind = FaultKind::corruption, .nodes = {4}, .probability = 0.1}}};
  int lost = 0, twice = 0, late = 0, damaged = 0;
  TimeUs latest_us = 0;
  for (std::uint64_t i = 0; i < messages; ++i) {
    lost += bench.send(1, 0, 5, i).lost ? 1 : 0;
    twice += bench.send(2, 0, 5, i).duplicated ? 1 : 0;
    const Fate delayed = bench.send(0, 3, 5, i);
    late += delayed.latency_us > 10'000 ? 1 : 0;
    latest_us = std::max(latest_us, delayed.latency_us);
    damaged += bench.send(4, 0, 5, i).corrupted ? 1 : 0;
    const Fate other = bench.send(5, 6, 5, i);
    REQUIRE(other == Fate{.latency_us = 10'000});
  }
  CHECK(std::abs(lost - 2'000) < 140);
  CHECK(std::abs(twice - 3'000) < 160);
  CHECK(std::abs(late - 4'000) < 170);
  CHECK(std::abs(damaged - 1'000) < 110);
  CHECK(latest_us > 900'000);
  CHECK(latest_us <= second + 10'000);
  std::uint64_t effects = 0;
  for (const std::uint64_t effect : bench.effects)
    effects += effect;
  CHECK(effects == static_cast<std::uint64_t>(lost + twice + late + damaged));
}

TEST_CASE("Link faults: another fault that goes: a message fares as before", "[core][faults]") {
  const FaultSpec loss{.kind = FaultKind::loss, .probability = 0.3};
  Bench alone{{loss}};
  Bench both{
      {{.kind = FaultKind::duplication, .probability = 0.5}, loss, {.kind = FaultKind::loss, .probability = 0.1}}};
  for (std::uint64_t i = 0; i < 1'000; ++i)
    REQUIRE(alone.send(1, 2, 5, i).lost == both.send(1, 2, 5, i).lost);
}

TEST_CASE("Link faults: the heal: nothing is later than sent at the fault's end", "[core][faults]") {
  Bench bench{{{.kind = FaultKind::delay, .for_us = second, .by_us = 100 * second}}};
  for (std::uint64_t i = 0; i < 1'000; ++i)
    REQUIRE(second / 2 + bench.send(1, 2, second / 2, i).latency_us <= second + 10'000);
}

TEST_CASE("Link faults: bandwidth: a sender's messages queue behind each other", "[core][faults]") {
  Bench bench{{{.kind = FaultKind::bandwidth, .for_us = 5 * second, .nodes = {1}, .bytes_per_s = 1'000}}};
  CHECK(bench.send(1, 2, 0, 0, 500).latency_us == 510'000);
  CHECK(bench.send(1, 3, 0, 1, 500).latency_us == 1'010'000);
  CHECK(bench.send(1, 3, 2 * second, 2, 100).latency_us == 110'000); // the queue has run empty
  CHECK(bench.send(2, 1, 0, 0, 500).latency_us == 10'000);           // what a target receives does not queue
  CHECK(bench.send(1, 3, 4 * second, 3, 1'000'000).latency_us == 1'010'000);
  CHECK(bench.send(1, 3, 5 * second, 4, 1'000'000).latency_us == 10'000);
  CHECK(bench.effects == std::vector<std::uint64_t>{4});
}
