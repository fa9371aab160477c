// SPDX-License-Identifier: MIT
#include "scenarios/scenario_checks.hpp"

#include "core/g_counter.hpp"
#include "core/price.hpp"
#include "core/task_list.hpp"
#include "scenarios/fault_values.hpp"
#include "scenarios/units.hpp"

namespace creditsim::scenarios {

namespace {

using core::GossipSpec;
using core::Scenario;
using core::SpanSpec;
using core::TopologySpec;
using core::WorkloadSpec;

using Fault = std::optional<KeyFault>;

Fault topology_fault(const Scenario& scenario) {
  const TopologySpec& topology = scenario.topology;
  const std::string nodes = std::to_string(scenario.nodes);
  if (topology.kind == TopologySpec::Kind::edge_list) {
    if (topology.file.empty())
      return KeyFault{"topology.file", "topology.kind edge_list needs a file"};
    if (scenario.nodes != 0)
      return KeyFault{"nodes", nodes + " is not 0: with topology.kind edge_list the file decides"};
    return std::nullopt;
  }
  if (scenario.nodes < 2)
    return KeyFault{"nodes", nodes + " is not a count of at least 2"};
  if (topology.kind != TopologySpec::Kind::random_regular)
    return std::nullopt;
  const std::string degree = std::to_string(topology.degree);
  if (topology.degree >= scenario.nodes)
    return KeyFault{"topology.degree", degree + " is not below nodes, " + nodes};
  if (std::uint64_t{topology.degree} * scenario.nodes % 2 != 0)
    return KeyFault{"topology.degree", degree + " links at each of " + nodes + " nodes are not an even number of ends"};
  return std::nullopt;
}

Fault gossip_fault(const Scenario& scenario) {
  const GossipSpec& gossip = scenario.gossip;
  if (gossip.reply_from != GossipSpec::ReplyFrom::round_start)
    return std::nullopt;
  if (gossip.phase != GossipSpec::Phase::lock_step)
    return KeyFault{"gossip.reply_from", "round_start needs gossip.phase lock_step"};
  const SpanSpec& latency = scenario.network.latency;
  const bool bounded = latency.kind == SpanSpec::Kind::constant || latency.kind == SpanSpec::Kind::uniform;
  const core::TimeUs latency_us_max = latency.kind == SpanSpec::Kind::constant ? latency.value_us : latency.max_us;
  if (bounded && gossip.interval_us <= 2 * latency_us_max)
    return KeyFault{"gossip.interval", format_duration(gossip.interval_us) + " is not longer than " +
                                           format_duration(2 * latency_us_max) +
                                           ", twice the largest latency, as gossip.reply_from round_start needs"};
  return std::nullopt;
}

/// Why `base` is no price for a task of these terms, if it is not.
Fault price_fault(const Scenario& scenario, std::string path, core::Credits base, core::PriceTerms terms) {
  const auto price = core::price(scenario.credits, base.to_double(), terms, scenario.rules.multipliers);
  const std::string task =
      std::string{terms.type} + (terms.priority.empty() ? "" : " with priority ") + std::string{terms.priority};
  const std::string begin = base.to_string() + " for a task of type " + task;
  if (!price)
    return KeyFault{std::move(path), begin + " leaves the range of credits"};
  if (price.value() <= core::Credits{})
    return KeyFault{std::move(path), begin + " comes to " + price.value().to_string() + ", which is not above zero"};
  return std::nullopt;
}

Fault prices_fault(const Scenario& scenario) {
  const core::CreditRules& credits = scenario.credits;
  const WorkloadSpec& workload = scenario.workload;
  using Kind = WorkloadSpec::Kind;
  const auto terms_fault = [&](const std::string& type, const std::string& priority) {
    if (auto fault = price_fault(scenario, "credits.completion_reward", credits.completion_reward, {type, {}}))
      return fault;
    return price_fault(scenario, "credits.submission_cost", credits.submission_cost, {type, priority});
  };
  if (workload.kind == Kind::list)
    for (const core::ListedTask& task : workload.tasks)
      if (auto fault = terms_fault(task.type, task.priority))
        return fault;
  if (workload.kind != Kind::synthetic && workload.kind != Kind::trace)
    return std::nullopt;
  for (const auto& [type, weight] : workload.types)
    for (const auto& [priority, share] : workload.priorities)
      if (weight > 0.0 && share > 0.0)
        if (auto fault = terms_fault(type, priority))
          return fault;
  return std::nullopt;
}

/// Restarts of one node that the fault plan may bring.
std::int64_t restarts_max(const Scenario& scenario) {
  constexpr std::int64_t of_an_entry_max = 10'000; // `plan_fault` refuses more
  std::int64_t restarts = scenario.swarm ? of_an_entry_max : 0;
  for (const core::FaultSpec& fault : scenario.faults)
    if (fault.kind == core::FaultKind::crash)
      restarts += fault.rate_per_s > 0.0 || fault.session_us > 0 ? of_an_entry_max : 1;
  return restarts;
}

/// A grant that an account cannot hold, however often its node starts.
Fault grant_fault(const Scenario& scenario) {
  const bool again = scenario.rules.grant == core::Rules::Grant::when_empty;
  const std::int64_t grants = 1 + (again ? scenario.churn.restarts + restarts_max(scenario) : 0);
  const std::int64_t most = core::amount_hundredths_max / grants;
  if (scenario.credits.initial_credits.hundredths() <= most)
    return std::nullopt;
  return KeyFault{"credits.initial_credits", scenario.credits.initial_credits.to_string() + " is not at most " +
                                                 core::Credits::hundredths(most).to_string() +
                                                 ", as much as an account can be granted" +
                                                 (grants > 1 ? " at every restart" : "")};
}

Fault credits_fault(const Scenario& scenario) {
  const core::CreditRules& credits = scenario.credits;
  if (credits.dedup_dropped > credits.dedup_window)
    return KeyFault{"credits.dedup_dropped", std::to_string(credits.dedup_dropped) +
                                                 " is not at most credits.dedup_window, " +
                                                 std::to_string(credits.dedup_window)};
  return prices_fault(scenario);
}

Fault workload_fault(const Scenario& scenario) {
  if (scenario.workload.kind == WorkloadSpec::Kind::trace && scenario.workload.file.empty())
    return KeyFault{"workload.file", "workload.kind trace needs a file"};
  return std::nullopt;
}

// The reference's ledger cannot carry what most corrected rules need.
Fault rules_fault(const Scenario& scenario) {
  if (scenario.profile != core::Profile::reference)
    return std::nullopt;
  core::Rules possible = core::Rules::reference();
  possible.balance = scenario.rules.balance;
  possible.grant = scenario.rules.grant;
  possible.minimum_balance = scenario.rules.minimum_balance;
  possible.multipliers = scenario.rules.multipliers;
  if (scenario.rules != possible)
    return KeyFault{"rules", "profile reference can change rules.balance, rules.grant, rules.minimum_balance and "
                             "rules.multipliers only; the others need profile corrected"};
  if (scenario.churn.restarts > 0 && scenario.churn.restart_from == core::ChurnSpec::RestartFrom::nothing)
    return KeyFault{"churn.restart_from", "nothing needs profile corrected"};
  return std::nullopt;
}

Fault ledger_fault(const Scenario& scenario) {
  const std::uint32_t bytes = scenario.ledger.authenticator_bytes;
  if (bytes > 0 && bytes < 8)
    return KeyFault{"ledger.authenticator_bytes", std::to_string(bytes) + " is neither 0 nor at least 8"};
  return std::nullopt;
}

Fault samples_fault(const Scenario& scenario) {
  constexpr core::TimeUs samples_max = 10'000'000;
  const core::TimeUs end_us = scenario.stop.duration_us + scenario.stop.drain_us;
  if (end_us / scenario.sample_interval_us > samples_max)
    return KeyFault{"sample_interval", format_duration(scenario.sample_interval_us) +
                                           " gives more than 10M samples up to " + format_duration(end_us) +
                                           ", the end of stop.drain"};
  return std::nullopt;
}

Fault faults_fault(const Scenario& scenario) {
  if (const auto found = plan_fault(scenario))
    return KeyFault{found->path, found->text};
  return std::nullopt;
}

} // namespace

std::optional<KeyFault> fault_across_keys(const Scenario& scenario) {
  for (const auto fault_of : {topology_fault, gossip_fault, rules_fault, ledger_fault, grant_fault, credits_fault,
                              workload_fault, samples_fault, faults_fault})
    if (auto fault = fault_of(scenario))
      return fault;
  if (scenario.topology.kind != TopologySpec::Kind::edge_list)
    return fault_with_nodes(scenario, scenario.nodes);
  return std::nullopt;
}

std::optional<KeyFault> fault_with_nodes(const Scenario& scenario, std::uint32_t nodes) {
  const auto fault = [&](std::string path, std::uint32_t count, const std::string& relation) {
    return KeyFault{std::move(path),
                    std::to_string(count) + " is not " + relation + " the number of nodes, " + std::to_string(nodes)};
  };
  if (scenario.dispatch.workers_per_task >= nodes)
    return fault("dispatch.workers_per_task", scenario.dispatch.workers_per_task, "below");
  if (scenario.churn.joins >= nodes)
    return fault("churn.joins", scenario.churn.joins, "below");
  if (const auto found = plan_fault_with_nodes(scenario, nodes))
    return KeyFault{found->path, found->text};
  const WorkloadSpec& workload = scenario.workload;
  if (workload.kind == WorkloadSpec::Kind::list)
    if (const auto wrong = core::listed_tasks_fault(workload.tasks, nodes))
      return KeyFault{"workload.tasks", *wrong};
  if (workload.rumours > nodes)
    return fault("workload.rumours", workload.rumours, "at most");
  if (workload.kind == WorkloadSpec::Kind::trace && workload.submitters == WorkloadSpec::Submitters::by_user &&
      workload.nodes_per_user > nodes)
    return fault("workload.nodes_per_user", workload.nodes_per_user, "at most");
  return std::nullopt;
}

} // namespace creditsim::scenarios
