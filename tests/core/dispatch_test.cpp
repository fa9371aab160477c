// SPDX-License-Identifier: MIT
#include "core/dispatch.hpp"

#include "core/sampling.hpp"
#include "tests/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace creditsim::core;

namespace {

using Policy = DispatchSpec::Policy;

Topology full(std::uint32_t nodes) {
  auto topology = Topology::make({}, nodes, 1);
  REQUIRE(topology.ok());
  return std::move(topology).value();
}

/// Components {0, 1, 4} and {2, 3}.
Topology two_components() {
  const auto list = parse_edge_list("0 1\n1 4\n2 3\n", "graph.txt");
  REQUIRE(list.ok());
  return Topology::from_edge_list(list.value(), TopologySpec::Component::all);
}

// A dispatcher reads its scenario for as long as it lives, so all of them are kept.
const Scenario& with(const DispatchSpec& spec) {
  static std::deque<Scenario> kept;
  Scenario& scenario = kept.emplace_back();
  scenario.take(Profile::reference);
  scenario.dispatch = spec;
  return scenario;
}

Dispatcher made(const DispatchSpec& spec, const Topology& topology) {
  auto dispatcher = Dispatcher::make(with(spec), topology);
  INFO((dispatcher.ok() ? std::string{} : dispatcher.error().context));
  REQUIRE(dispatcher.ok());
  return std::move(dispatcher).value();
}

std::vector<NodeIndex> chosen(Dispatcher& dispatcher, std::uint32_t id, NodeIndex submitter) {
  std::vector<NodeIndex> workers{99}; // is replaced
  dispatcher.choose({.id = id, .submitter = submitter}, workers);
  return workers;
}

} // namespace

TEST_CASE("Dispatcher: random: every other node equally often, never the submitter", "[core][dispatch][statistics]") {
  const Topology topology = full(11);
  Dispatcher dispatcher = made({}, topology);
  std::vector<int> seen(11);
  for (std::uint32_t id = 0; id < 10'000; ++id) {
    const auto workers = chosen(dispatcher, id, 4);
    REQUIRE(workers.size() == 1);
    ++seen.at(workers[0]);
  }
  CHECK(seen[4] == 0);
  double chi_square = 0.0;
  for (std::size_t node = 0; node < 11; ++node)
    chi_square += node == 4 ? 0.0 : (seen[node] - 1000.0) * (seen[node] - 1000.0) / 1000.0;
  CHECK(chi_square < 27.88); // 99.9 % point, 9 degrees of freedom
}

TEST_CASE("Dispatcher: random: several workers are different and any order is as likely",
          "[core][dispatch][statistics]") {
  const Topology topology = full(5);
  Dispatcher dispatcher = made({.workers_per_task = 3}, topology);
  std::map<std::vector<NodeIndex>, int> seen;
  for (std::uint32_t id = 0; id < 24'000; ++id) {
    const auto workers = chosen(dispatcher, id, 2);
    REQUIRE(std::set<NodeIndex>(workers.begin(), workers.end()).size() == 3);
    ++seen[workers];
  }
  REQUIRE(seen.size() == 24); // 4 * 3 * 2 ordered choices
  double chi_square = 0.0;
  for (const auto& [workers, count] : seen) {
    CHECK(std::find(workers.begin(), workers.end(), NodeIndex{2}) == workers.end());
    chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  CHECK(chi_square < 49.73); // 99.9 % point, 23 degrees of freedom
}

TEST_CASE("Dispatcher: random: depends on the task alone, not on the tasks before it", "[core][dispatch]") {
  const Topology topology = full(1'000);
  Dispatcher dispatcher = made({.workers_per_task = 2}, topology);
  Dispatcher fresh = made({.workers_per_task = 2}, topology);
  for (std::uint32_t id = 0; id < 10; ++id)
    (void)chosen(dispatcher, id, 1);
  CHECK(chosen(dispatcher, 10, 1) == chosen(fresh, 10, 1));
}

TEST_CASE("Dispatcher: round_robin: nodes in turn, the submitter is passed over", "[core][dispatch]") {
  const Topology topology = full(4);
  Dispatcher dispatcher = made({.policy = Policy::round_robin}, topology);
  CHECK(chosen(dispatcher, 0, 3) == std::vector<NodeIndex>{0});
  CHECK(chosen(dispatcher, 1, 1) == std::vector<NodeIndex>{2});
  CHECK(chosen(dispatcher, 2, 1) == std::vector<NodeIndex>{3});
  CHECK(chosen(dispatcher, 3, 1) == std::vector<NodeIndex>{0});
}

TEST_CASE("Dispatcher: round_robin: several workers are different, up to all other nodes", "[core][dispatch]") {
  const Topology topology = full(4);
  Dispatcher dispatcher = made({.policy = Policy::round_robin, .workers_per_task = 3}, topology);
  CHECK(chosen(dispatcher, 0, 1) == std::vector<NodeIndex>{0, 2, 3});
  CHECK(chosen(dispatcher, 1, 1) == std::vector<NodeIndex>{0, 2, 3});
  CHECK(chosen(dispatcher, 2, 3) == std::vector<NodeIndex>{0, 1, 2});
  CHECK(chosen(dispatcher, 3, 0) == std::vector<NodeIndex>{3, 1, 2});
}

TEST_CASE("Dispatcher: several components: workers come from the submitter's own", "[core][dispatch]") {
  const Topology topology = two_components();
  for (const Policy policy : {Policy::random, Policy::round_robin}) {
    Dispatcher dispatcher = made({.policy = policy}, topology);
    std::map<NodeIndex, std::set<NodeIndex>> seen;
    for (std::uint32_t id = 0; id < 200; ++id)
      seen[id % 5].insert(chosen(dispatcher, id, id % 5).at(0));
    CHECK(seen[2] == std::set<NodeIndex>{3});
    CHECK(seen[3] == std::set<NodeIndex>{2});
    if (policy == Policy::random) {
      CHECK(seen[1] == std::set<NodeIndex>{0, 4});
      CHECK(seen[4] == std::set<NodeIndex>{0, 1});
    }
    for (const NodeIndex submitter : {0u, 1u, 4u}) {
      for (const NodeIndex worker : seen[submitter])
        CHECK((worker != submitter && topology.component(worker) == 0));
    }
  }
}

TEST_CASE("Dispatcher: too few nodes: refused, naming the key", "[core][dispatch]") {
  const auto none = Dispatcher::make(with({.workers_per_task = 0}), full(4));
  REQUIRE_FALSE(none.ok());
  CHECK(none.error() == Error{Errc::invalid_value, "dispatch.workers_per_task: 0 is not a number of at least 1"});
  const auto many = Dispatcher::make(with({.workers_per_task = 4}), full(4));
  REQUIRE_FALSE(many.ok());
  CHECK(many.error() == Error{Errc::invalid_value, "dispatch.workers_per_task: 4 workers beside the submitter are more "
                                                   "than the 3 that the smallest component of the topology has"});
  const auto small_component = Dispatcher::make(with({.workers_per_task = 2}), two_components());
  REQUIRE_FALSE(small_component.ok());
  CHECK(small_component.error() ==
        Error{Errc::invalid_value, "dispatch.workers_per_task: 2 workers beside the submitter are more than the 1 that "
                                   "the smallest component of the topology has"});
}

TEST_CASE("Dispatcher: nodes without others: fine where there are no tasks", "[core][dispatch]") {
  const auto list = parse_edge_list("0 1\n2 2\n", "graph.txt");
  REQUIRE(list.ok());
  const Topology topology = Topology::from_edge_list(list.value(), TopologySpec::Component::all);
  Scenario scenario;
  scenario.take(Profile::reference);
  CHECK_FALSE(Dispatcher::make(scenario, topology).ok());
  scenario.workload.kind = WorkloadSpec::Kind::rumour;
  CHECK(Dispatcher::make(scenario, topology).ok());
  scenario.workload.kind = WorkloadSpec::Kind::none;
  CHECK(Dispatcher::make(scenario, topology).ok());
}

TEST_CASE("Sampling: draw_distinct: all of the numbers when as many are asked for", "[core][sampling]") {
  const auto draw_at = [](std::uint32_t i) { return Draw{1, Purpose::worker, 0, i}; };
  const auto numbers = draw_distinct({.count = 50, .bound = 50}, draw_at);
  CHECK(std::set<std::uint32_t>(numbers.begin(), numbers.end()).size() == 50);
  CHECK(*std::max_element(numbers.begin(), numbers.end()) == 49);
  CHECK(draw_distinct({.count = 0, .bound = 5}, draw_at).empty());
}
