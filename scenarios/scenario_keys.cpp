// SPDX-License-Identifier: MIT
#include "scenarios/scenario_keys.hpp"

#include "core/checkers.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace creditsim::scenarios {

namespace {

using core::ChurnSpec;
using core::CreditRules;
using core::DispatchSpec;
using core::GossipSpec;
using core::LedgerSpec;
using core::NetworkSpec;
using core::Rules;
using core::Scenario;
using core::StopSpec;
using core::TaskSpec;
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
  keys.push_back({"profile", choice<&Scenario::profile>({"corrected", "reference"}), "",
                  "The economy as it should have been, or the JavaScript system, faults and all"});
  keys.push_back({"seed", count64<&Scenario::seed>(0, count_max), "", "Seed of every random draw"});
  keys.push_back({"nodes", count32<&Scenario::nodes>(0, 10'000'000), "nodes",
                  "Nodes in the network, at least 2; 0 with an edge list, whose file decides"});
}

void append_rules(std::vector<ScenarioKey>& keys) {
  const auto add = [&keys](std::string_view path, ChoiceKey key, std::string_view description) {
    keys.push_back({path, std::move(key), "", description});
  };
  add("rules.balance", choice<&Scenario::rules, &Rules::balance>({"all_accounts", "own_account"}),
      "What a node takes for its balance; all_accounts: the sum of all that its replica knows (fault A1)");
  add("rules.grant", choice<&Scenario::rules, &Rules::grant>({"when_empty", "once_per_identity"}),
      "Who gets the initial credits; when_empty: whoever starts with a balance of zero (faults B1, B2)");
  add("rules.metadata_ties", choice<&Scenario::rules, &Rules::metadata_ties>({"local_stays", "total_order"}),
      "Which value of a key stays when times are equal; local_stays: the one that was there (faults D1, D2)");
  add("rules.log_order", choice<&Scenario::rules, &Rules::log_order>({"arrival", "total_order"}),
      "Order of the newest transactions; arrival: of one instant as they came (faults E1, E2)");
  add("rules.dedup", choice<&Scenario::rules, &Rules::dedup>({"pruned_table", "durable"}),
      "How a processed task is recognised; pruned_table: by one that forgets, and is lost at restart (faults F1, F4)");
  add("rules.settlement", choice<&Scenario::rules, &Rules::settlement>({"everyone", "one_worker"}),
      "Who of several workers of a task is paid; everyone: each (fault F2)");
  add("rules.counters", choice<&Scenario::rules, &Rules::counters>({"per_identity", "per_incarnation"}),
      "What has an entry; per_identity: a restart from an old state loses counts (faults C1, C2)");
  add("rules.writers", choice<&Scenario::rules, &Rules::writers>({"anyone", "owner"}),
      "Whose entries are accepted; anyone: whoever wrote them (fault B6)");
  add("rules.payment", choice<&Scenario::rules, &Rules::payment>({"mint_and_burn", "transfer"}),
      "What a payment is; mint_and_burn: prices vanish and rewards appear (faults B4, B5, G7)");
  add("rules.clock", choice<&Scenario::rules, &Rules::clock>({"wall", "hybrid"}),
      "What stamps a change; wall: the node's clock, whatever it saw before (faults D2 to D5, E4, E9)");
  add("rules.history_record", choice<&Scenario::rules, &Rules::history_record>({"flat", "nested"}),
      "A row of the history; flat: everybody's, and its memo replaces its members (faults A4, E6, E10)");
  add("rules.decoding", choice<&Scenario::rules, &Rules::decoding>({"as_it_comes", "whole"}),
      "How bytes are read; as_it_comes: part by part, applied unchecked (faults B7, C5, C9, E5)");
  add("rules.minimum_balance", choice<&Scenario::rules, &Rules::minimum_balance>({"late", "kept"}),
      "Whether credits.minimum_balance is kept; late: only looked at when the price is not covered (fault G3)");
  add("rules.multipliers", choice<&Scenario::rules, &Rules::multipliers>({"replaced", "merged"}),
      "What a table of factors does to the default one; replaced: takes its whole place (fault G5)");
  add("rules.marking", choice<&Scenario::rules, &Rules::marking>({"effect_first", "mark_first"}),
      "When a task is marked; effect_first: what comes in between pays it again (faults F6, F7, G2)");
  add("rules.restart", choice<&Scenario::rules, &Rules::restart>({"replaced", "joined"}),
      "What a store does at a restart; replaced: it is read late, and taken for all there is (faults C11, C14)");
  add("rules.exports", choice<&Scenario::rules, &Rules::exports>({"live", "copied"}),
      "What a message holds; live: what is written after it left, too (fault E11)");
  add("rules.deleted_keys", choice<&Scenario::rules, &Rules::deleted_keys>({"null_value", "absent"}),
      "What a deleted key of the metadata reads as; null_value: as a key with a value (fault D6)");
}

void append_credits(std::vector<ScenarioKey>& keys) {
  constexpr auto hundredth = core::Credits::hundredths(1);
  keys.push_back({"credits.initial_credits", MoneyKey{&at<&Scenario::credits, &CreditRules::initial_credits>, {}},
                  "credits", "Grant to a node that starts, by rules.grant; 0 grants nothing"});
  keys.push_back({"credits.grant_on_join", choice<&Scenario::credits, &CreditRules::grant_on_join>({"yes", "no"}), "",
                  "Whether nodes that join later get the grant, too"});
  keys.push_back({"credits.submission_cost",
                  MoneyKey{&at<&Scenario::credits, &CreditRules::submission_cost>, hundredth}, "credits",
                  "Base price of a submission, before the factors of type and priority"});
  keys.push_back({"credits.completion_reward",
                  MoneyKey{&at<&Scenario::credits, &CreditRules::completion_reward>, hundredth}, "credits",
                  "mint_and_burn: base reward of a completion, before the factor of the type"});
  keys.push_back({"credits.type_multipliers", FactorsKey{&at<&Scenario::credits, &CreditRules::type_multipliers>},
                  "factor",
                  "Factor on price and reward by task type; those that are not named keep theirs (rules.multipliers)"});
  keys.push_back({"credits.priority_multipliers",
                  FactorsKey{&at<&Scenario::credits, &CreditRules::priority_multipliers>}, "factor",
                  "Factor on the price by priority; those that are not named keep theirs (rules.multipliers)"});
  keys.push_back({"credits.minimum_balance", MoneyKey{&at<&Scenario::credits, &CreditRules::minimum_balance>, {}},
                  "credits", "Below this a submission does not bring the balance (rules.minimum_balance); 0 is none"});
  keys.push_back({"credits.history", count32<&Scenario::credits, &CreditRules::history>(1, 1'000'000'000),
                  "transactions", "Newest transactions that a replica keeps"});
  keys.push_back({"credits.dedup_window", count32<&Scenario::credits, &CreditRules::dedup_window>(1, 1'000'000'000),
                  "tasks", "Processed tasks that a node remembers before it drops the oldest"});
  keys.push_back({"credits.dedup_dropped", count32<&Scenario::credits, &CreditRules::dedup_dropped>(1, 1'000'000'000),
                  "tasks", "pruned_table: how many of the oldest it then drops; at most credits.dedup_window"});
}

void append_ledger(std::vector<ScenarioKey>& keys) {
  keys.push_back({"ledger.authenticator_bytes", count32<&Scenario::ledger, &LedgerSpec::authenticator_bytes>(0, 255),
                  "bytes", "Size of an entry's authenticator in messages: 0, or at least 8"});
  keys.push_back({"ledger.stamp_ahead", DurationKey{&at<&Scenario::ledger, &LedgerSpec::stamp_ahead_us>, 0}, "duration",
                  "A state whose clock is further ahead of the receiver's is rejected"});
}

void append_task(std::vector<ScenarioKey>& keys) {
  keys.push_back({"task.deadline", DurationKey{&at<&Scenario::task, &TaskSpec::deadline_us>, 1}, "duration",
                  "From sending a task to a worker to the last moment for its report"});
  keys.push_back({"task.resend", DurationKey{&at<&Scenario::task, &TaskSpec::resend_us>, 1}, "duration",
                  "After this time without an answer a report or a payment is sent again"});
  keys.push_back({"task.redispatch", count32<&Scenario::task, &TaskSpec::redispatch>(0, 10'000), "times",
                  "How often a task goes to another worker after a deadline; then the hold is released"});
  keys.push_back(
      {"task.retries", count32<&Scenario::task, &TaskSpec::retries>(0, 10'000), "times",
       "How often a submission that cannot be paid is tried again, task.resend later, before it is refused"});
}

void append_churn(std::vector<ScenarioKey>& keys) {
  keys.push_back({"churn.joins", count32<&Scenario::churn, &ChurnSpec::joins>(0, 10'000'000), "nodes",
                  "Of the nodes, those that join later, at random times up to stop.duration; below nodes"});
  keys.push_back({"churn.restarts", count32<&Scenario::churn, &ChurnSpec::restarts>(0, 10'000'000), "restarts",
                  "Restarts of random nodes at random times up to stop.duration"});
  keys.push_back({"churn.restart_from", choice<&Scenario::churn, &ChurnSpec::restart_from>({"newest", "nothing"}), "",
                  "What a restarting node finds in its store: all it knew, or nothing"});
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
                  choice<&Scenario::workload, &WorkloadSpec::kind>({"none", "rumour", "synthetic", "trace", "list"}),
                  "", "Tasks submitted; rumour: one entry is written at time 0, no tasks"});
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
  keys.push_back({"workload.rumours", count32<&Scenario::workload, &WorkloadSpec::rumours>(1, 10'000'000), "nodes",
                  "rumour: nodes that write the one entry, each its own value; at most nodes"});
  keys.push_back({"workload.rumour_writes", count32<&Scenario::workload, &WorkloadSpec::rumour_writes>(1, 1'000'000),
                  "writes", "rumour: how often each of them writes, in turns"});
  keys.push_back({"workload.rumour_interval",
                  DurationKey{&at<&Scenario::workload, &WorkloadSpec::rumour_interval_us>, 0}, "duration",
                  "rumour: from one turn to the next; the first is at time 0"});
  keys.push_back({"workload.rumour_ends",
                  choice<&Scenario::workload, &WorkloadSpec::rumour_ends>({"value", "deletion"}), "",
                  "rumour: what the last write of all is"});
  keys.push_back({"workload.tasks", TasksKey{&at<&Scenario::workload, &WorkloadSpec::tasks>}, "",
                  "list: each task with at, submitter, workers in the order in which they are asked, duration, type, "
                  "priority, copies of its message"});
}

void append_rest(std::vector<ScenarioKey>& keys) {
  keys.push_back({"dispatch.policy", choice<&Scenario::dispatch, &DispatchSpec::policy>({"random", "round_robin"}), "",
                  "How the worker of a task is chosen"});
  keys.push_back({"dispatch.workers_per_task", count32<&Scenario::dispatch, &DispatchSpec::workers_per_task>(1, 10'000),
                  "nodes", "Distinct workers that each get the task; below nodes"});
  keys.push_back({"stop.duration", DurationKey{&at<&Scenario::stop, &StopSpec::duration_us>, 0}, "duration",
                  "Submissions later than this do not take place, and all faults end"});
  keys.push_back({"stop.drain", DurationKey{&at<&Scenario::stop, &StopSpec::drain_us>, 0}, "duration",
                  "Gossip goes on for at most this long until all replicas are equal"});
  keys.push_back({"stop.converge_within", DurationKey{&at<&Scenario::stop, &StopSpec::converge_within_us>, 0},
                  "duration", "From the heal or the last write to equality of all replicas; 0s is the default bound"});
  keys.push_back({"faults", FaultsKey{}, "",
                  "What goes wrong, see Faults: a list of faults, or \"swarm\", which draws one from the seed"});
  keys.push_back({"sample_interval", DurationKey{&at<&Scenario::sample_interval_us>, 1}, "duration",
                  "Virtual time between two rows of the time series"});
  keys.push_back({"expect", PropertiesKey{&at<&Scenario::expect>}, "",
                  "Properties that this scenario is known to break; one that then holds makes the run invalid"});
}

std::vector<ScenarioKey> make_keys() {
  std::vector<ScenarioKey> keys;
  append_head(keys);
  append_rules(keys);
  append_credits(keys);
  append_ledger(keys);
  append_topology(keys);
  append_network(keys);
  append_gossip(keys);
  append_workload(keys);
  append_task(keys);
  append_churn(keys);
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
  static const std::vector<std::string_view> properties = [] {
    std::vector<std::string_view> names;
    for (const core::CheckerInfo& info : core::checkers())
      names.push_back(info.name);
    return names;
  }();
  return properties;
}

std::string_view group_description(std::string_view group) {
  struct Group {
    std::string_view name;
    std::string_view description;
  };
  static constexpr std::array<Group, 11> groups{{{"rules", "The economy, rule by rule; the defaults are the profile's"},
                                                 {"ledger", "The corrected ledger in messages"},
                                                 {"task", "The life of a task where submitters settle with workers"},
                                                 {"churn", "Nodes that come late or restart"},
                                                 {"credits", "Prices, grants and limits of the credit system"},
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
