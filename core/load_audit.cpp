// SPDX-License-Identifier: MIT
#include "core/load_audit.hpp"

#include "core/check_account_rules.hpp"
#include "core/check_overdraft.hpp"
#include "core/hash.hpp"
#include "core/node_checks.hpp"
#include "core/run_checks.hpp"
#include "core/written_entries.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace creditsim::core {

namespace {

// Up to here everybody's state is exchanged, although one state takes time in proportion to all nodes.
constexpr std::uint32_t all_join_max = 20'000;

class Auditor {
public:
  Auditor(NodeWorld& world, std::deque<LoadNode>& nodes, const ClientBooks& books, const LoadAuditOptions& options)
      : world_{world}, nodes_{nodes}, books_{books}, options_{options},
        figures_(nodes.size()), checks_{world, figures_, RunChecks::Times::measured} {
    world_.check(CheckerSet::all(), {});
    choose_nodes();
  }

  LoadAudit conclude() {
    if (!options_.interrupted) {
      note_written();
      note_acknowledged();
      look_at_charges();
      for (NodeIndex node = 0; node < nodes_.size(); ++node)
        look_at(node);
      exchange();
      checks_.window_done(std::span{&report_, 1}, under_way(), now_us());
      checks_.sample_done(std::span{&sample_, 1}, now_us(), true);
    }
    LoadAudit audit{.result = {}, .joined = joined_, .compared = static_cast<std::uint32_t>(compared_.size())};
    RunResult& result = audit.result;
    result.interrupted = options_.interrupted;
    result.nodes = static_cast<std::uint32_t>(nodes_.size());
    result.end_us = now_us();
    result.convergence = convergence();
    result.economy = economy();
    const ConvergenceTimes times{
        .wrote_us = now_us(), .changed_us = now_us(), .equal = result.convergence.all.converged.value_or(false)};
    checks_.conclude(board(), times, result);
    return audit;
  }

private:
  TimeUs now_us() const { return options_.now_ms * 1000; }
  bool all_join() const { return options_.gossiped || nodes_.size() <= all_join_max; }
  bool joins(NodeIndex node) const { return all_join() || !figures_[node].gone; }

  void choose_nodes() {
    const std::size_t nodes = nodes_.size();
    const auto fit = static_cast<std::size_t>(options_.entries_max / nodes);
    const std::size_t count = std::clamp<std::size_t>(fit, 1, nodes);
    for (NodeFigures& figures : figures_)
      figures.gone = 1; // compared with nobody
    for (std::size_t i = 0; i < count; ++i) {
      compared_.push_back(static_cast<NodeIndex>(i * nodes / count));
      figures_[compared_.back()].gone = 0;
    }
    joined_ = static_cast<std::uint32_t>(all_join() ? nodes : count);
  }

  // Whatever a replica knows of an owner, somebody was told it.
  void note_written() {
    for (const LoadNode& node : nodes_) {
      for (const EntryReading& entry : node.told())
        world_.records->written.note(entry);
      world_.records->written.note(own_entry(node.ledger(), node.owner()));
      world_.records->written.publish(node.owner());
    }
  }

  void note_acknowledged() {
    for (NodeIndex node = 0; node < nodes_.size(); ++node)
      if (joins(node))
        note_answers(node, world_.records->acknowledged, nodes_[node].owner());
  }

  void note_answers(NodeIndex node, Acknowledgements& acknowledged, OwnerId owner) const {
    const ClientBooks::Account& account = books_.accounts()[node];
    const std::int64_t progress = nodes_[node].ledger().progress(nodes_[node].owner());
    const auto note = [&](Posting::Kind kind, Credits amount) {
      acknowledged.note(owner, {.kind = kind, .amount = amount}, progress, true);
    };
    note(Posting::Kind::grant, world_.scenario.credits.initial_credits);
    note(Posting::Kind::earn, account.paid);
    note(Posting::Kind::spend, account.charged);
  }

  void find(Checker checker, NodeIndex node, std::string detail) {
    report_.checks.findings.add(checker, {.time_us = now_us(), .node = node, .detail = std::move(detail)});
  }

  void look_at_charges() {
    AccountRulesCheck rules{world_.scenario.credits};
    for (std::size_t terms = 0; terms < books_.charges().size(); ++terms) {
      const ClientBooks::Charge& charge = books_.charges()[terms];
      if (charge.task == no_task)
        continue;
      const Credits account = nodes_[charge.node].ledger().account();
      if (auto fault = rules.charged(charge.task, charge.amount,
                                     nodes_[charge.node].terms().words(static_cast<std::uint16_t>(terms)), account))
        find(Checker::account_rules, charge.node, std::move(*fault));
    }
  }

  // What every node says for itself.
  void look_at(NodeIndex node) {
    const CreditLedger& ledger = nodes_[node].ledger();
    const AccountFigures own = ledger.own();
    report_.granted += own.granted;
    report_.earned += own.granted + own.earned;
    report_.spent += own.spent;
    report_.refunded += own.refunded;
    if (auto fault = overdrawn(ledger, world_.names->name(node), now_us()))
      find(Checker::overdraft, node, std::move(*fault));
    if (!nodes_[node].changed_message().empty())
      find(Checker::message_content, node, nodes_[node].changed_message());
    if (!joins(node))
      compare_with_books(node, own);
  }

  // As `RunChecks` does with the replicas that hold the entry.
  void compare_with_books(NodeIndex node, const AccountFigures& own) {
    Acknowledgements acknowledged{1};
    note_answers(node, acknowledged, 0);
    PossibleSums account;
    acknowledged.add_account(0, account);
    const AmountSum held = own.account().hundredths();
    if (!account.contains(held))
      find(Checker::acknowledged, node,
           "the account of node " + world_.names->name(node) + " is " + credits_text(held) + ", where " +
               account.to_string() + " was acknowledged");
  }

  // One replica that hears of everybody, and then everybody of it.
  void exchange() {
    const auto all = nodes_[compared_.front()].ledger().blank();
    for (NodeIndex node = 0; node < nodes_.size(); ++node)
      if (joins(node))
        static_cast<void>(all->join(*nodes_[node].ledger().share(options_.now_ms), options_.now_ms));
    const auto state = all->share(options_.now_ms);
    for (const NodeIndex node : compared_)
      watch(node, state);
  }

  void watch(NodeIndex index, const std::shared_ptr<const SharedState>& state) {
    LoadNode& node = nodes_[index];
    CreditLedger& ledger = node.ledger();
    NodeChecks checks{world_, index};
    checks.watch(ledger, node.owner());
    checks.begin(now_us(), report_.checks);
    checks.restarted(false);
    checks.granted_at_start();
    checks.wrote();
    checks.end();
    checks.begin(now_us(), report_.checks);
    checks.before_input();
    if (const auto joined = ledger.join(*state, options_.now_ms); joined)
      checks.joined(state);
    else
      checks.refused(joined.error().context);
    checks.end();
    Observation seen{.node = index, .canonical_digest = hash64(ledger.canonical_bytes())};
    checks.sample(now_us(), true, seen.checks);
    sample_.observations.push_back(std::move(seen));
    figures_[index].digests = ledger.digests();
  }

  // What nodes were charged went to the clients, what they were paid came from there.
  Credits under_way() const {
    Credits credits;
    for (const ClientBooks::Account& account : books_.accounts())
      credits += account.charged - account.paid;
    return credits;
  }

  EconomySummary economy() const {
    const Credits created = report_.earned + report_.refunded - report_.spent + under_way() - report_.granted;
    EconomySummary economy;
    economy.granted = report_.granted;
    (created > Credits{} ? economy.minted : economy.burned) = created > Credits{} ? created : Credits{} - created;
    return economy;
  }

  ConvergenceSummary convergence() const {
    const LedgerDigests& first = figures_[compared_.front()].digests;
    const auto equal = [&](auto part) {
      return std::all_of(compared_.begin(), compared_.end(),
                         [&](NodeIndex node) { return figures_[node].digests.*part == first.*part; });
    };
    ConvergenceSummary summary;
    summary.counters.converged = equal(&LedgerDigests::counters);
    summary.metadata.converged = equal(&LedgerDigests::metadata);
    summary.transactions.converged = equal(&LedgerDigests::transactions);
    summary.all.converged =
        *summary.counters.converged && *summary.metadata.converged && *summary.transactions.converged;
    return summary;
  }

  // The only tasks that anybody could be paid for twice are those that were asked for twice.
  TaskBoard board() const {
    TaskBoard board;
    std::vector<TaskReport> reports;
    for (const ClientBooks::Repetition& repetition : books_.repetitions())
      for (int payment = 0; payment < 2; ++payment)
        reports.push_back({.task = static_cast<std::uint32_t>(reports.size() / 2),
                           .step = TaskReport::Step::paid,
                           .time_us = now_us(),
                           .node = repetition.node});
    board.add(reports);
    return board;
  }

  NodeWorld& world_;
  std::deque<LoadNode>& nodes_;
  const ClientBooks& books_;
  LoadAuditOptions options_;
  std::vector<NodeFigures> figures_;
  RunChecks checks_;
  std::vector<NodeIndex> compared_;
  std::uint32_t joined_ = 0;
  WindowReport report_;
  SampleReport sample_;
};

} // namespace

LoadAudit audit_load(NodeWorld& world, std::deque<LoadNode>& nodes, const ClientBooks& books,
                     const LoadAuditOptions& options) {
  return Auditor{world, nodes, books, options}.conclude();
}

} // namespace creditsim::core
