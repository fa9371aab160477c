// SPDX-License-Identifier: MIT
#include "actors/determinism.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::actors {

namespace {

using Records = std::vector<core::EventRecord>;

constexpr int attempts_max = 5;
constexpr std::uint64_t records_max = 5'000'000; // 64 bytes each

core::Result<SimulationOutput> execute(const core::Scenario& scenario, const SimulationInputs& inputs,
                                       const Execution& execution, SimulationOptions options) {
  Runtime runtime{execution.threads};
  options.shards = execution.shards;
  return runtime.simulate(scenario, inputs, options);
}

// The number of the first window that differs, or of the one after the last where only the results do.
std::optional<std::uint64_t> first_different_window(const SimulationOutput& a, const SimulationOutput& b) {
  const auto [in_a, in_b] =
      std::mismatch(a.window_digests.begin(), a.window_digests.end(), b.window_digests.begin(), b.window_digests.end());
  if (in_a == a.window_digests.end() && in_b == b.window_digests.end() &&
      a.result.trace_digest == b.result.trace_digest)
    return std::nullopt;
  return static_cast<std::uint64_t>(in_a - a.window_digests.begin());
}

// Of each node the first record that differs; of these the earliest. Records stand by node.
void name_event(const Records& a, const Records& b, FirstDifference& difference) {
  const auto earlier = [](const core::EventRecord& x, const std::optional<core::EventRecord>& y) {
    return !y || std::tie(x.stamp, x.node) < std::tie(y->stamp, y->node);
  };
  const auto offer = [&](std::optional<core::EventRecord> in_a, std::optional<core::EventRecord> in_b) {
    const auto& event = in_a && (!in_b || in_a->stamp <= in_b->stamp) ? *in_a : *in_b;
    const auto& known = difference.expected ? difference.expected : difference.found;
    if (!earlier(event, known))
      return;
    difference.expected = in_a;
    difference.found = in_b;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const core::NodeIndex node =
        std::min(i < a.size() ? a[i].node : core::no_node, j < b.size() ? b[j].node : core::no_node);
    const auto in_a = [&] { return i < a.size() && a[i].node == node; };
    const auto in_b = [&] { return j < b.size() && b[j].node == node; };
    for (; in_a() && in_b() && a[i] == b[j]; ++i, ++j) {
    }
    if (in_a() || in_b())
      offer(in_a() ? std::optional{a[i]} : std::nullopt, in_b() ? std::optional{b[j]} : std::nullopt);
    while (in_a())
      ++i;
    while (in_b())
      ++j;
  }
}

Records records_at(const SimulationOutput& run, std::size_t place) {
  return place < run.records.size() ? run.records[place] : Records{}; // empty: the run ended earlier
}

// Windows around the difference that are worth recording: as many before and after as fit, since a race moves.
core::RecordedWindows worth_recording(std::uint64_t window, const SimulationOutput& run) {
  const std::uint64_t per_window = run.result.events / (run.window_digests.size() + 1) + 1;
  const std::uint64_t reach = records_max / per_window / 2;
  return {.first = window > reach ? window - reach : 0, .last = window + reach};
}

core::Result<FirstDifference> locate(const core::Scenario& scenario, const SimulationInputs& inputs,
                                     FirstDifference difference, const SimulationOutput& run,
                                     SimulationOptions options) {
  for (int attempt = 0; attempt < attempts_max && !difference.expected && !difference.found; ++attempt) {
    const auto recorded = worth_recording(difference.window, run);
    options.recorded = recorded;
    const auto a = execute(scenario, inputs, difference.first, options);
    if (!a)
      return a.error();
    const auto b = execute(scenario, inputs, difference.second, options);
    if (!b)
      return b.error();
    const auto window = first_different_window(a.value(), b.value());
    if (!window)
      continue;
    difference.window = *window;
    const auto place = static_cast<std::size_t>(*window - recorded.first);
    if (recorded.contains(*window) && place < std::max(a.value().records.size(), b.value().records.size()))
      name_event(records_at(a.value(), place), records_at(b.value(), place), difference);
  }
  return difference;
}

std::string describe(const std::optional<core::EventRecord>& record) {
  if (!record)
    return "nothing more";
  return std::string{record->what} + " (from " +
         (record->stamp.source == core::no_node ? "the scheduler" : "node " + std::to_string(record->stamp.source)) +
         ", sequence " + std::to_string(record->stamp.sequence) + ")";
}

} // namespace

std::string Execution::to_string() const {
  return std::to_string(threads) + " threads, " + std::to_string(shards) + " shards";
}

std::string FirstDifference::to_string(std::span<const core::NodeRow> nodes) const {
  const std::string between = "between " + first.to_string() + " and " + second.to_string();
  if (!expected && !found)
    return "first difference " + between + ": in window " + std::to_string(window) +
           ", at no event that could be caught";
  const auto& event = expected ? *expected : *found;
  std::string line = "first difference " + between + ": window " + std::to_string(window) + ", time " +
                     std::to_string(event.stamp.time_us) + " us, node " +
                     (event.node < nodes.size() ? nodes[event.node].name : std::to_string(event.node)) + ": " +
                     describe(expected) + " where the other handled " + describe(found);
  if (expected && found && expected->stamp == found->stamp)
    line += ", to another state";
  return line;
}

core::Result<DeterminismReport> verify_determinism(const core::Scenario& scenario, const SimulationInputs& inputs,
                                                   std::span<const Execution> executions,
                                                   const SimulationOptions& options) {
  CREDITSIM_CHECK(executions.size() >= 2);
  auto first = execute(scenario, inputs, executions.front(), options);
  if (!first)
    return first.error();
  DeterminismReport report{.output = std::move(first).value(), .difference = {}};
  for (const auto& execution : executions.subspan(1)) {
    const auto other = execute(scenario, inputs, execution, options);
    if (!other)
      return other.error();
    const auto window = first_different_window(report.output, other.value());
    if (!window)
      continue;
    auto difference = locate(scenario, inputs, {.first = executions.front(), .second = execution, .window = *window},
                             report.output, options);
    if (!difference)
      return difference.error();
    report.difference = std::move(difference).value();
    break;
  }
  return report;
}

} // namespace creditsim::actors
