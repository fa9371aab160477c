// SPDX-License-Identifier: MIT
#include "core/run_checks.hpp"

#include "core/check_records.hpp"
#include "core/check_staleness.hpp"
#include "core/owner_labels.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

using Ability = LedgerAbility;

constexpr std::array<Checker, ledger_parts> part_checkers{Checker::convergence_counters, Checker::convergence_metadata,
                                                          Checker::convergence_transactions};

bool is_of_convergence(Checker checker) {
  return checker == Checker::convergence_bytes || checker == Checker::convergence_time ||
         checker == Checker::staleness ||
         std::find(part_checkers.begin(), part_checkers.end(), checker) != part_checkers.end();
}

// An expected violation is no failure; one that stayed out is, if somebody looked for it.
void judge(const NodeWorld& world, RunResult& result) {
  const auto& expect = world.scenario.expect;
  for (auto& violation : result.violations)
    violation.expected = std::binary_search(expect.begin(), expect.end(), violation.property);
  for (const auto& property : expect) {
    const auto is_it = [&](const Violation& violation) { return violation.property == property; };
    const auto checker = find_checker(property);
    const bool looked = checker && world.checkers.has(*checker);
    if (looked && std::none_of(result.violations.begin(), result.violations.end(), is_it))
      result.violations.push_back({.property = "expected:" + property,
                                   .detail = property + " was expected to break, and held",
                                   .time_us = result.end_us,
                                   .expected = false});
  }
  const bool failed = std::any_of(result.violations.begin(), result.violations.end(),
                                  [](const Violation& violation) { return !violation.expected; });
  result.verdict = failed ? Verdict::invalid : result.missed.empty() ? Verdict::valid : Verdict::unknown;
}

} // namespace

bool RunChecks::gossips() const { return world_.scenario.gossip.mode != GossipSpec::Mode::none; }

void RunChecks::window_done(std::span<const WindowReport> shards, Credits under_way, TimeUs now_us) {
  for (const HostileGains& gains : world_.hostile_gains)
    under_way -= gains.invented; // no fault of the ledger
  conservation_.look(shards, under_way, now_us);
  for (const auto& report : shards) {
    findings_.add(report.checks.findings);
    if (world_.records != nullptr)
      for (const OwnerId owner : report.checks.written)
        world_.records->written.publish(owner);
  }
  for (const auto& report : shards)
    note_losses(report.checks);
}

template <class Visit> void RunChecks::for_each_hearer(OwnerId owner, const Visit& visit) const {
  const auto& nodes = world_.records->nodes;
  for (NodeIndex node = 0; node < nodes.size(); ++node)
    if (node != world_.churn.node_of(owner) && world_.honest(node) && owner < nodes[node].furthest.size())
      visit(node, nodes[node].furthest[owner]);
}

// Where progress names what was done for good, the end is time enough to ask who has heard of it.
void RunChecks::note_losses(const CheckNotes& notes) {
  for (const OwnerId owner : notes.lost) {
    auto& acknowledged = world_.records->acknowledged;
    acknowledged.forgets(world_.churn.node_of(owner));
    if (abilities().has(Ability::versions))
      continue;
    for_each_hearer(owner,
                    [&](NodeIndex node, std::int64_t progress) { acknowledged.heard_by(node, owner, progress); });
    acknowledged.close_losses(owner);
  }
}

LedgerAbilities RunChecks::abilities() const {
  for (const NodeRecord& record : world_.records->nodes)
    if (record.started)
      return record.abilities; // one kind of ledger for all
  return {};
}

void RunChecks::sample_done(std::span<const SampleReport> shards, TimeUs now_us, bool last) {
  const auto bound_us = spread_bound_us(world_.scenario, world_.churn.nodes());
  for (const auto& report : shards)
    for (const Observation& seen : report.observations) {
      findings_.add(seen.checks.findings);
      if (!world_.honest(seen.node))
        continue;
      if (bound_us && seen.ignorance && world_.checkers.has(Checker::staleness) &&
          findings_.would_be_first(Checker::staleness, now_us, seen.node))
        if (auto fault = too_stale(*seen.ignorance, world_.scenario, *bound_us, now_us))
          findings_.add(Checker::staleness, {.time_us = now_us, .node = seen.node, .detail = std::move(*fault)});
      if (last && seen.canonical_digest)
        states_.push_back(
            {.node = seen.node, .component = world_.topology.component(seen.node), .state = *seen.canonical_digest});
    }
}

// Why a checker says nothing of this run; empty when it does.
std::string RunChecks::inapplicable(Checker checker) const {
  if (world_.disabled_checkers.has(checker))
    return "disabled";
  if (!world_.checkers.has(checker))
    return "not asked for";
  if (is_of_convergence(checker) && !gossips())
    return "gossip.mode is none";
  if (times_ == Times::measured && (checker == Checker::convergence_time || checker == Checker::staleness))
    return "there is no virtual time";
  if (checker == Checker::convergence_time && !has_faults(world_.scenario) &&
      world_.scenario.stop.converge_within_us == 0)
    return "no faults, and stop.converge_within is not set";
  if (checker == Checker::staleness && !spread_bound_us(world_.scenario, world_.churn.nodes()))
    return "no bound is known for this topology, and stop.converge_within is not set";
  if (auto reason = inapplicable_to_foreign(checker); !reason.empty())
    return reason;
  if (world_.records == nullptr)
    return {};
  const LedgerAbilities can = abilities();
  for (const Ability needed : {Ability::entries, Ability::versions, Ability::grants, Ability::rows, Ability::snapshot,
                               Ability::once_per_task, Ability::own_limit})
    if (info_of(checker).needs.has(needed) && !can.has(needed))
      return std::string{"the replica has no "} + ability_name(needed);
  return {};
}

// What is different with a replica under test; empty where that does not matter.
std::string RunChecks::inapplicable_to_foreign(Checker checker) const {
  if (!world_.foreign)
    return checker == Checker::replica_process ? "the ledger is creditsim's own" : "";
  switch (checker) {
  case Checker::conservation:
    return "with a replica under test prices are burned and rewards minted";
  case Checker::grant:
    return "a replica under test is given the initial credits, it does not take them";
  case Checker::convergence_metadata:
  case Checker::convergence_transactions:
    return "a replica under test has one state, judged by convergence.counters";
  default:
    return {};
  }
}

bool RunChecks::after_failure(const Finding& finding) const {
  return finding.time_us >= findings_.find(Checker::replica_process)->time_us;
}

std::optional<NodeIndex> RunChecks::differing_node(std::size_t part) const {
  std::vector<ComparedReplica> replicas;
  for (NodeIndex node = 0; node < figures_.size(); ++node)
    if (world_.honest(node) && !figures_[node].gone)
      replicas.push_back({.node = node,
                          .component = world_.topology.component(node),
                          .state = part_digest(figures_[node].digests, part)});
  return first_that_differs(replicas);
}

void RunChecks::find_divergence(const RunResult& result, Findings& findings) const {
  const ConvergenceFigures parts[] = {result.convergence.counters, result.convergence.metadata,
                                      result.convergence.transactions};
  for (std::size_t part = 0; part < ledger_parts; ++part)
    if (parts[part].converged == false)
      findings.add(part_checkers[part], {.time_us = result.end_us,
                                         .node = differing_node(part).value_or(no_node),
                                         .detail = "replicas differ in their " + std::string{ledger_part_names[part]} +
                                                   " at " + seconds_text(result.end_us) + ", after the drain"});
  if (const auto node = first_that_differs(states_))
    findings.add(Checker::convergence_bytes,
                 {.time_us = result.end_us,
                  .node = *node,
                  .detail = "the canonical bytes of node " + world_.names->name(*node) + " are not those of most at " +
                            seconds_text(result.end_us) + ", after the drain"});
}

void RunChecks::find_double_payment(const TaskBoard& board, const RunResult& result, Findings& findings) const {
  if (const auto& payment = board.first_double_payment())
    findings.add(Checker::double_payment, {.time_us = payment->time_us,
                                           .node = payment->node,
                                           .detail = "task " + std::to_string(payment->task) + " was paid again at " +
                                                     seconds_text(payment->time_us) + ", first of " +
                                                     std::to_string(result.tasks.duplicates_paid)});
}

std::vector<NodeIndex> RunChecks::judged_nodes() const {
  std::vector<NodeIndex> judged;
  for (NodeIndex node = 0; node < world_.records->nodes.size(); ++node)
    if (world_.records->nodes[node].started && world_.honest(node))
      judged.push_back(node);
  return judged;
}

// Where replicas have not become equal, only what an owner's own replica has of what it never lost is sure.
void RunChecks::find_lost_entries(OwnerId owner, std::span<const NodeIndex> judged, const RunResult& result, bool equal,
                                  Findings& findings) const {
  const auto& acknowledged = world_.records->acknowledged;
  const auto& nodes = world_.records->nodes;
  const NodeIndex home = world_.churn.node_of(owner);
  const bool grants_apart = abilities().has(Ability::grants);
  for (std::size_t counter = 0; counter < Acknowledgements::counters; ++counter) {
    const PossibleSums possible = acknowledged.possible(owner, counter, grants_apart);
    for (const NodeIndex node : judged) {
      const bool sure = equal ? world_.topology.component(node) == world_.topology.component(home)
                              : node == home && !acknowledged.has_lost(owner);
      if (!sure)
        continue;
      const EntryReading* const entry = nodes[node].reading.find(owner);
      const AmountSum held = entry == nullptr ? 0 : amounts_of(*entry)[counter];
      if (!possible.contains(held))
        findings.add(Checker::acknowledged, {.time_us = result.end_us,
                                             .node = node,
                                             .detail = "node " + world_.names->name(node) + " has " +
                                                       credits_text(held) + ' ' + counter_name(counter) + " of " +
                                                       OwnerLabels{*world_.names, world_.owners.get()}.of(owner) +
                                                       ", where " + possible.to_string() + " was acknowledged"});
    }
  }
}

void RunChecks::find_lost_values(const RunResult& result, bool equal, Findings& findings) const {
  const auto& records = *world_.records;
  const bool sums = abilities().has(Ability::sums);
  for (NodeIndex node = 0; node < records.nodes.size(); ++node) {
    if ((sums && !equal) || !records.nodes[node].started || !world_.honest(node))
      continue;
    PossibleSums possible;
    for (OwnerId owner = 0; owner < records.acknowledged.owners(); ++owner) {
      const NodeIndex home = world_.churn.node_of(owner);
      if (sums ? world_.topology.component(node) == world_.topology.component(home) : node == home)
        records.acknowledged.add_account(owner, possible);
    }
    const AmountSum held = records.nodes[node].reading.value.hundredths();
    if (!possible.contains(held))
      findings.add(Checker::acknowledged,
                   {.time_us = result.end_us,
                    .node = node,
                    .detail = "node " + world_.names->name(node) + " reads " + credits_text(held) + ", where " +
                              possible.to_string() + " was acknowledged"});
  }
}

void RunChecks::find_lost(const RunResult& result, bool equal, Findings& findings) const {
  auto& acknowledged = world_.records->acknowledged;
  acknowledged.settle();
  if (!abilities().has(Ability::entries)) {
    find_lost_values(result, equal, findings);
    return;
  }
  const std::vector<NodeIndex> judged = judged_nodes();
  const bool versions = abilities().has(Ability::versions);
  for (OwnerId owner = 0; owner < acknowledged.owners(); ++owner)
    if (world_.honest(world_.churn.node_of(owner))) {
      if (versions && acknowledged.has_lost(owner)) // else nothing is in doubt that hearing of it would settle
        for_each_hearer(owner, [&](NodeIndex, std::int64_t progress) { acknowledged.heard(owner, progress); });
      find_lost_entries(owner, judged, result, equal, findings);
    }
}

void RunChecks::conclude(const TaskBoard& board, const ConvergenceTimes& times, RunResult& result) const {
  Findings findings = findings_;
  if (conservation_.broken_us())
    findings.add(Checker::conservation,
                 {.time_us = *conservation_.broken_us(), .detail = conservation_.detail(result.economy)});
  find_divergence(result, findings);
  find_double_payment(board, result, findings);
  if (world_.records != nullptr && world_.checkers.has(Checker::acknowledged))
    find_lost(result, gossips() && times.equal, findings);
  if (gossips())
    if (auto late = converged_late(world_.scenario, world_.churn.nodes(), times))
      findings.add(Checker::convergence_time, std::move(*late));

  for (const CheckerInfo& info : checkers()) {
    CheckOutcome outcome{.checker = std::string{info.name}};
    outcome.reason = result.interrupted ? "interrupted" : inapplicable(info.checker);
    const Finding* finding = outcome.reason.empty() ? findings.find(info.checker) : nullptr;
    if (replica_failed() && outcome.reason.empty() && info.checker != Checker::replica_process &&
        (finding == nullptr || after_failure(*finding))) {
      outcome.reason = "a replica failed before the end";
      finding = nullptr;
    }
    if (!outcome.reason.empty())
      outcome.status = CheckOutcome::Status::not_applicable;
    else if (finding != nullptr)
      outcome.status = CheckOutcome::Status::violated;
    if (finding != nullptr)
      result.violations.push_back({.property = std::string{info.name},
                                   .detail = finding->detail,
                                   .time_us = finding->time_us,
                                   .node = finding->node});
    result.checks.push_back(std::move(outcome));
  }
  if (!result.interrupted) // else nothing was proved
    judge(world_, result);
}

} // namespace creditsim::core
