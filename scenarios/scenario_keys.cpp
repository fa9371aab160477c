// SPDX-License-Identifier: MIT
#include "scenarios/scenario_keys.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace creditsim::scenarios {

namespace {

using core::CreditRules;
using core::DispatchSpec;
using core::GossipSpec;
using core::NetworkSpec;
using core::Scenario;
using core::StopSpec;
using core::TopologySpec;
using core::WorkloadSpec;

constexpr std::uint64_t count_max = std::numeric_limits<std::uint64_t>::max();

/// The member that a chain of member pointers leads to: `at<&Scenario::network, &NetworkSpec::loss>`.
template <auto... Members> auto& at(Scenario& scenario) { return (scenario.*....*Members); }

template <auto... Members> ChoiceKey choice(std::vector<std::string_view> words) {
  const auto read = +[](const Scenario& scenario) { return static_cast<std::size_t>((scenario.*....*Members)); };
  const auto write = +[](Scenario& scenario, std::size_t word) {
    auto& value = at<Members...>(scenario);
    value = static_cast<std::remove_reference_t<decltype(value)>>(word);
  };
  return {read, write, std::move(words)};
}

template <auto... Members> CountKey count32(std::uint64_t min, std::uint64_t max) {
  return {Field<std::uint32_t>{&at<Members...>}, min, max};
}

template <auto... Members> CountKey count64(std::uint64_t min, std::uint64_t max) {
  return {Field<std::uint64_t>{&at<Members...>}, min, max};
}

void append_head(std::vector<ScenarioKey>& keys) {
  keys.push_back({"name", TextKey{&at<&Scenario::name>}, "", "Name in results; the file's name when empty"});
  keys.push_back(
      {"purpose", TextKey{&at<&Scenario::purpose>}, "", "One line: the question that this scenario answers"});
  keys.push_back({"profile", choice<&Scenario::profile>({"reference"}), "",
                  "Rules of the economy; reference: those of the JavaScript system, faults and all"});
  keys.push_back({"seed", count64<&Scenario::seed>(0, count_max), "", "Seed of every random draw"});
  keys.push_back({"nodes", count32<&Scenario::nodes>(0, 10'000'000), "nodes",
                  "Nodes in the network, at least 2; 0 with an edge list, whose file decides"});
}

void append_credits(std::vector<ScenarioKey>& keys) {
  constexpr auto hundredth = core::Credits::hundredths(1);
  keys.push_back({"credits.initial_credits", MoneyKey{&at<&Scenario::credits, &CreditRules::initial_credits>, {}},
                  "credits", "Grant to a node whose balance is zero when it starts; 0 grants nothing"});
  keys.push_back({"credits.submission_cost",
                  MoneyKey{&at<&Scenario::credits, &CreditRules::submission_cost>, hundredth}, "credits",
                  "Base price of a submission, before the factors of type and priority"});
  keys.push_back({"credits.completion_reward",
                  MoneyKey{&at<&Scenario::credits, &CreditRules::completion_reward>, hundredth}, "credits",
                  "Base reward of a completion, before the factor of the type"});
  keys.push_back({"credits.type_multipliers", FactorsKey{&at<&Scenario::credits, &CreditRules::type_multipliers>},
                  "factor", "Factor on price and reward by task type; a type that is not listed has factor 1"});
  keys.push_back({"credits.priority_multipliers",
                  FactorsKey{&at<&Scenario::credits, &CreditRules::priority_multipliers>}, "factor",
                  "Factor on the price by priority; a priority that is not listed has factor 1"});
  keys.push_back({"credits.minimum_balance", MoneyKey{&at<&Scenario::credits, &CreditRules::minimum_balance>, {}},
                  "credits", "Balance below which a submission that cannot be paid is refused at once; 0 is none"});
  keys.push_back({"credits.history", count32<&Scenario::credits, &CreditRules::history>(1, 1'000'000'000),
                  "transactions", "Newest transactions that a replica keeps"});
  keys.push_back({"credits.dedup_window", count32<&Scenario::credits, &CreditRules::dedup_window>(1, 1'000'000'000),
                  "tasks", "Processed tasks that a node remembers before it drops the oldest"});
  keys.push_back({"credits.dedup_dropped", count32<&Scenario::credits, &CreditRules::dedup_dropped>(1, 1'000'000'000),
                  "tasks", "How many of the oldest it then drops; at most credits.dedup_window"});
}

void append_topology(std::vector<ScenarioKey>& keys) {
  keys.push_back({"topology.kind",
                  choice<&Scenario::topology, &TopologySpec::kind>({"full", "ring", "random_regular", "edge_list"}), "",
                  "Who may talk to whom"});
  keys.push_back({"topology.degree", count32<&Scenario::topology, &TopologySpec::degree>(1, 1'000'000), "links",
                  "random_regular: links of each node; below nodes, and nodes x degree is even"});
  keys.push_back({"topology.file", FileKey{&at<&Scenario::topology, &TopologySpec::file>}, "",
                  "edge_list: file in SNAP's format, read as undirected"});
  keys.push_back({"topology.component", choice<&Scenario::topology, &TopologySpec::component>({"largest", "all"}), "",
                  "edge_list: the connected components that take part"});
}

void append_network(std::vector<ScenarioKey>& keys) {
  keys.push_back({"network.latency",
                  SpanKey{&at<&Scenario::network, &NetworkSpec::latency>, 1, {"constant", "uniform", "log_normal"}},
                  "duration",
                  "One-way delay of a message; its minimum, at least 1us, is the width of a window of the engine"});
  keys.push_back({"network.loss", RatioKey{&at<&Scenario::network, &NetworkSpec::loss>}, "ratio",
                  "Probability that a message, or a whole gossip contact, is lost"});
  keys.push_back({"network.loss_per", choice<&Scenario::network, &NetworkSpec::loss_per>({"message", "contact"}), "",
                  "What is lost at once; contact: request and reply of a gossip contact together"});
  keys.push_back({"network.duplication", RatioKey{&at<&Scenario::network, &NetworkSpec::duplication>}, "ratio",
                  "Probability that a delivered message is delivered a second time"});
}

void append_gossip(std::vector<ScenarioKey>& keys) {
  keys.push_back({"gossip.mode", choice<&Scenario::gossip, &GossipSpec::mode>({"none", "push", "pull", "push_pull"}),
                  "", "Who sends state in a contact; with none convergence is not judged"});
  keys.push_back({"gossip.fan_out", count32<&Scenario::gossip, &GossipSpec::fan_out>(1, 10'000), "peers",
                  "Peers that a node contacts in a round"});
  keys.push_back({"gossip.interval", DurationKey{&at<&Scenario::gossip, &GossipSpec::interval_us>, 1}, "duration",
                  "Time between two rounds of a node"});
  keys.push_back({"gossip.phase", choice<&Scenario::gossip, &GossipSpec::phase>({"lock_step", "random"}), "",
                  "When a node's rounds are; lock_step: all nodes at the multiples of the interval"});
  keys.push_back({"gossip.reply_from", choice<&Scenario::gossip, &GossipSpec::reply_from>({"now", "round_start"}), "",
                  "State in a reply; round_start: that of the round's beginning, with phase lock_step only"});
  keys.push_back({"gossip.strategy", choice<&Scenario::gossip, &GossipSpec::strategy>({"full_state"}), "",
                  "What a message carries"});
}

void append_workload(std::vector<ScenarioKey>& keys) {
  keys.push_back({"workload.kind",
                  choice<&Scenario::workload, &WorkloadSpec::kind>({"none", "rumour", "synthetic", "trace"}), "",
                  "Tasks submitted; rumour: one entry is written at one node at time 0, no tasks"});
  keys.push_back({"workload.arrivals", choice<&Scenario::workload, &WorkloadSpec::arrivals>({"constant", "poisson"}),
                  "", "synthetic: gaps between submissions, all equal or exponential"});
  keys.push_back({"workload.rate_per_s", PositiveKey{&at<&Scenario::workload, &WorkloadSpec::rate_per_s>}, "1/s",
                  "synthetic: submissions per second of virtual time in the whole network"});
  keys.push_back({"workload.types", WeightsKey{&at<&Scenario::workload, &WorkloadSpec::types>}, "weight",
                  "How often each task type occurs"});
  keys.push_back({"workload.priorities", WeightsKey{&at<&Scenario::workload, &WorkloadSpec::priorities>}, "weight",
                  "How often each priority occurs"});
  keys.push_back({"workload.task_duration",
                  SpanKey{&at<&Scenario::workload, &WorkloadSpec::task_duration>, 0, span_kinds()}, "duration",
                  "synthetic: time that a worker spends on a task"});
  keys.push_back({"workload.submitters", choice<&Scenario::workload, &WorkloadSpec::submitters>({"uniform", "by_user"}),
                  "", "trace: who submits a job; by_user: a node of its user's fixed random group"});
  keys.push_back({"workload.nodes_per_user", count32<&Scenario::workload, &WorkloadSpec::nodes_per_user>(1, 10'000'000),
                  "nodes", "trace, by_user: size of a user's group"});
  keys.push_back({"workload.duplicates", RatioKey{&at<&Scenario::workload, &WorkloadSpec::duplicates>}, "ratio",
                  "Probability that a task message is sent a second time"});
  keys.push_back({"workload.file", FileKey{&at<&Scenario::workload, &WorkloadSpec::file>}, "",
                  "trace: job log in the Standard Workload Format"});
  keys.push_back({"workload.time_scale", PositiveKey{&at<&Scenario::workload, &WorkloadSpec::time_scale>}, "factor",
                  "trace: times of the log are divided by this"});
  keys.push_back({"workload.limit", count64<&Scenario::workload, &WorkloadSpec::limit>(0, count_max), "jobs",
                  "trace: jobs read at most; 0 is all"});
}

void append_rest(std::vector<ScenarioKey>& keys) {
  keys.push_back({"dispatch.policy", choice<&Scenario::dispatch, &DispatchSpec::policy>({"random", "round_robin"}), "",
                  "How the worker of a task is chosen"});
  keys.push_back({"dispatch.workers_per_task", count32<&Scenario::dispatch, &DispatchSpec::workers_per_task>(1, 10'000),
                  "nodes", "Distinct workers that each get the task; below nodes"});
  keys.push_back({"stop.duration", DurationKey{&at<&Scenario::stop, &StopSpec::duration_us>, 0}, "duration",
                  "Submissions later than this do not take place"});
  keys.push_back({"stop.drain", DurationKey{&at<&Scenario::stop, &StopSpec::drain_us>, 0}, "duration",
                  "Gossip goes on for at most this long until all replicas are equal"});
  keys.push_back({"sample_interval", DurationKey{&at<&Scenario::sample_interval_us>, 1}, "duration",
                  "Virtual time between two rows of the time series"});
  keys.push_back({"expect", PropertiesKey{&at<&Scenario::expect>}, "",
                  "Properties that this scenario is known to break; one that then holds makes the run invalid"});
}

std::vector<ScenarioKey> make_keys() {
  std::vector<ScenarioKey> keys;
  append_head(keys);
  append_credits(keys);
  append_topology(keys);
  append_network(keys);
  append_gossip(keys);
  append_workload(keys);
  append_rest(keys);
  return keys;
}

} // namespace

const std::vector<ScenarioKey>& scenario_keys() {
  static const std::vector<ScenarioKey> keys = make_keys();
  return keys;
}

const ScenarioKey* find_scenario_key(std::string_view path) {
  const auto& keys = scenario_keys();
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const ScenarioKey& key) { return key.path == path; });
  return found == keys.end() ? nullptr : &*found;
}

const std::vector<std::string_view>& span_kinds() {
  static const std::vector<std::string_view> kinds{"constant", "uniform", "log_normal", "exponential"};
  return kinds;
}

const std::vector<std::string_view>& checked_properties() {
  static const std::vector<std::string_view> properties{"conservation",         "convergence.counters",
                                                        "convergence.metadata", "convergence.transactions",
                                                        "double_payment",       "overdraft"};
  return properties;
}

std::string_view group_description(std::string_view group) {
  struct Group {
    std::string_view name;
    std::string_view description;
  };
  static constexpr std::array<Group, 7> groups{{{"credits", "Prices, grants and limits of the credit system"},
                                                {"topology", "Who may talk to whom"},
                                                {"network", "The links between nodes"},
                                                {"gossip", "How replicas exchange their state"},
                                                {"workload", "The tasks that are submitted"},
                                                {"dispatch", "Who executes a task"},
                                                {"stop", "When a run ends"}}};
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.name == group; });
  return found == groups.end() ? std::string_view{} : found->description;
}

} // namespace creditsim::scenarios
