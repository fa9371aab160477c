// SPDX-License-Identifier: MIT
#pragma once

#include "core/hash.hpp"
#include "core/ledger_factory.hpp"
#include "core/node_checks.hpp"
#include "core/run_checks.hpp"
#include "tests/catch.hpp"
#include "tests/core/damaged_ledger.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// A few ledgers under all checkers, without an engine: a test says what happens when, and which of them is damaged.
class CheckedNet {
public:
  static constexpr std::uint32_t nodes = 3;
  using Kind = Posting::Kind;

  /// `restarts` slots for nodes that start again, the first at slot 3.
  explicit CheckedNet(Profile profile = Profile::corrected, std::uint32_t restarts = 0)
      : scenario_{make_scenario(profile, restarts)}, topology_{Topology::make(scenario_.topology, nodes, 1).value()},
        world_{make_world(scenario_, topology_, {}, false)}, figures_(nodes), run_{world_, figures_} {
    world_.check(CheckerSet::all(), {});
    for (NodeIndex node = 0; node < nodes; ++node) {
      ids_.emplace_back(std::make_unique<IdSource>(node * 1000 + 1));
      damage.push_back(std::make_shared<DamagedLedger::Damage>());
      ledgers_.push_back(std::make_unique<DamagedLedger>(make_ledger(world_, node, node, *ids_[node]), damage.back()));
      checks_.push_back(std::make_unique<NodeChecks>(world_, node));
      checks_[node]->watch(*ledgers_[node], node);
    }
  }

  /// Starts all nodes, each with a grant of 10.
  void start() {
    for (NodeIndex node = 0; node < nodes; ++node)
      event(node, 0, [&] {
        checks_[node]->restarted(false);
        apply(node, {.kind = Kind::grant, .amount = Credits::whole(10)});
      });
  }

  /// One event of a node.
  template <class What> void event(NodeIndex node, TimeUs now_us, What&& what) {
    now_us_ = now_us;
    std::vector<WindowReport> reports(1);
    checks_[node]->begin(now_us, reports[0].checks);
    what();
    checks_[node]->end();
    run_.window_done(reports, {}, now_us);
  }

  /// What a node's credit system does within an event.
  void apply(NodeIndex node, const Posting& posting, std::optional<Error> answer = std::nullopt) {
    auto posted = ledgers_[node]->post(posting, now_us_ / 1000);
    if (answer)
      posted = *answer;
    checks_[node]->posted(posting, posted);
    checks_[node]->wrote();
  }

  void post(NodeIndex node, TimeUs now_us, Kind kind, std::int64_t credits, TaskId task) {
    event(node, now_us, [&] { apply(node, {.kind = kind, .amount = Credits::whole(credits), .task = task}); });
  }

  /// A node's credit system takes `credits` for a task.
  void charge(NodeIndex node, TimeUs now_us, TaskId task, std::int64_t credits, PriceTerms terms) {
    event(node, now_us, [&] { checks_[node]->charged(task, Credits::whole(credits), terms); });
  }

  void write_metadata(NodeIndex node, TimeUs now_us, const std::string& key, const std::string& value) {
    event(node, now_us, [&] {
      checks_[node]->writes_metadata(key, value);
      ledgers_[node]->set_metadata(key, value, now_us / 1000);
      checks_[node]->wrote();
    });
  }

  /// `to` is given the state of `from`.
  void send(NodeIndex from, NodeIndex to, TimeUs now_us) { give(to, now_us, ledgers_[from]->share(now_us / 1000)); }

  /// `bytes_sent` is what the state had when it left, where that is something else.
  void give(NodeIndex to, TimeUs now_us, const std::shared_ptr<const SharedState>& state,
            std::optional<std::uint64_t> bytes_sent = std::nullopt) {
    event(to, now_us, [&] {
      checks_[to]->arrived(*state, bytes_sent.value_or(state->encoded_bytes()));
      checks_[to]->before_input();
      if (const auto joined = ledgers_[to]->join(*state, now_us / 1000))
        checks_[to]->joined(state);
      else
        checks_[to]->refused(joined.error().context);
    });
  }

  /// Everybody is given everybody's state.
  void send_all(TimeUs now_us) {
    for (int round = 0; round < 2; ++round)
      for (NodeIndex from = 0; from < nodes; ++from)
        for (NodeIndex to = 0; to < nodes; ++to)
          if (from != to)
            send(from, to, now_us);
  }

  /// The node starts again as `slot` with an empty store, and with a grant.
  void lose_store(NodeIndex node, Slot slot, TimeUs now_us) {
    event(node, now_us, [&] {
      ledgers_[node] = std::make_unique<DamagedLedger>(make_ledger(world_, node, slot, *ids_[node]), damage[node]);
      checks_[node]->watch(*ledgers_[node], slot);
      checks_[node]->restarted(true);
      apply(node, {.kind = Kind::grant, .amount = Credits::whole(10)});
    });
  }

  /// A sample of all nodes; `last` is the end of the run.
  void sample(TimeUs now_us, bool last) {
    std::vector<SampleReport> reports(1);
    for (NodeIndex node = 0; node < nodes; ++node) {
      Observation seen{.node = node};
      checks_[node]->sample(now_us, last, seen.checks);
      if (last)
        seen.canonical_digest = hash64(ledgers_[node]->canonical_bytes());
      reports[0].observations.push_back(std::move(seen));
    }
    run_.sample_done(reports, now_us, last);
  }

  /// The end of the run at `now_us`, replicas equal or, in one of their parts at least, not.
  RunResult finish(TimeUs now_us, bool equal = true, const TaskBoard& board = {}) {
    sample(now_us, true);
    RunResult result;
    result.end_us = now_us;
    result.tasks = board.summary();
    if (!equal)
      compare_parts(result.convergence);
    run_.conclude(board, {.wrote_us = now_us, .changed_us = now_us, .equal = equal}, result);
    return result;
  }

  DamagedLedger& ledger(NodeIndex node) { return *ledgers_[node]; }
  NodeWorld& world() { return world_; }

  std::vector<std::shared_ptr<DamagedLedger::Damage>> damage; ///< by node

private:
  static Scenario make_scenario(Profile profile, std::uint32_t restarts) {
    Scenario scenario;
    scenario.take(profile);
    scenario.nodes = nodes;
    scenario.churn.restarts = restarts;
    scenario.credits.history = 20;
    return scenario;
  }

  void compare_parts(ConvergenceSummary& convergence) {
    ConvergenceFigures* const parts[] = {&convergence.counters, &convergence.metadata, &convergence.transactions};
    for (NodeIndex node = 0; node < nodes; ++node)
      figures_[node].digests = ledgers_[node]->digests();
    for (std::size_t part = 0; part < ledger_parts; ++part)
      parts[part]->converged = std::all_of(figures_.begin(), figures_.end(), [&](const NodeFigures& figures) {
        return part_digest(figures.digests, part) == part_digest(figures_[0].digests, part);
      });
  }

  Scenario scenario_;
  Topology topology_;
  NodeWorld world_;
  std::vector<NodeFigures> figures_;
  RunChecks run_;
  std::vector<std::unique_ptr<IdSource>> ids_;
  std::vector<std::unique_ptr<DamagedLedger>> ledgers_;
  std::vector<std::unique_ptr<NodeChecks>> checks_;
  TimeUs now_us_ = 0;
};

/// The names of all violations, `none` without any.
inline std::string violated(const RunResult& result) {
  std::string names;
  for (const auto& violation : result.violations)
    names += (names.empty() ? "" : " ") + violation.property;
  return names.empty() ? "none" : names;
}

/// The violation of that name, which must be there.
inline Violation violation_of(const RunResult& result, std::string_view name) {
  for (const auto& violation : result.violations)
    if (violation.property == name)
      return violation;
  INFO(violated(result));
  FAIL("no violation of " << name);
  return {};
}

inline CheckOutcome outcome_of(const RunResult& result, std::string_view name) {
  for (const auto& outcome : result.checks)
    if (outcome.checker == name)
      return outcome;
  FAIL("no outcome of " << name);
  return {};
}

} // namespace creditsim::core
