// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/virtual_time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// What a run proved.
enum class Verdict {
  valid,   ///< every property held, but for those that the scenario expects to break
  invalid, ///< a property did not hold, or an expected violation did not appear
  unknown, ///< interrupted before anything was proved, or a required fault never took effect
};

/// One broken property.
struct Violation {
  std::string property; ///< a name of `checkers`, or `expected:<property>` when an expected violation did not appear
  std::string detail;   ///< one line for people: where, found, expected
  TimeUs time_us = 0;   ///< first seen
  bool expected = false;
  NodeIndex node = no_node; ///< where it was seen; `no_node` where it is of the whole network

  friend bool operator==(const Violation&, const Violation&) = default;
};

/// What became of one checker in a run.
struct CheckOutcome {
  enum class Status : std::uint8_t {
    held,           ///< it looked, and found nothing
    violated,       ///< `RunResult::violations` has the first one
    not_applicable, ///< it cannot be decided here: `reason` says why
  };
  std::string checker; ///< a name of `checkers`
  Status status = Status::held;
  std::string reason{};

  friend bool operator==(const CheckOutcome&, const CheckOutcome&) = default;
};

/// How often something that a run is to cover took place: `fault.<kind>`, `ledger.<branch>`.
struct Coverage {
  std::string name;
  std::uint64_t count = 0;

  friend bool operator==(const Coverage&, const Coverage&) = default;
};

/// How one part of the replicas' state, or all of it, came to be equal.
struct ConvergenceFigures {
  std::optional<bool> converged;       ///< no value where gossip is `none`
  std::optional<std::uint64_t> rounds; ///< whole gossip intervals from the last write to equality
  std::optional<TimeUs> time_us;       ///< from the last write to equality

  friend bool operator==(const ConvergenceFigures&, const ConvergenceFigures&) = default;
};

struct ConvergenceSummary {
  ConvergenceFigures all;
  ConvergenceFigures counters;
  ConvergenceFigures metadata;
  ConvergenceFigures transactions;
  std::uint64_t messages = 0; ///< gossip messages sent in the whole run
  std::uint64_t bytes = 0;    ///< their size in the canonical encoding

  friend bool operator==(const ConvergenceSummary&, const ConvergenceSummary&) = default;
};

struct MessageSummary {
  std::uint64_t sent = 0;       ///< gossip and task messages handed to the network
  std::uint64_t delivered = 0;  ///< handled by a node, duplicates included
  std::uint64_t lost = 0;       ///< dropped by the network
  std::uint64_t duplicated = 0; ///< second copies made by the network
  std::uint64_t rejected = 0;   ///< refused by the receiver as malformed

  friend bool operator==(const MessageSummary&, const MessageSummary&) = default;
};

struct DedupSummary {
  std::uint64_t entries_received = 0;         ///< counter and metadata entries and transactions in received exports
  std::uint64_t entries_redundant = 0;        ///< of these, those that changed nothing
  std::uint64_t refused_already_credited = 0; ///< executions whose node had been paid for the task before
  std::uint64_t refused_already_charged = 0;  ///< submissions whose node had paid for the task before

  friend bool operator==(const DedupSummary&, const DedupSummary&) = default;
};

struct TaskSummary {
  std::uint64_t submitted = 0;            ///< = accepted + refused
  std::uint64_t refused = 0;              ///< submissions refused for any cause
  std::uint64_t refused_insufficient = 0; ///< of these, for lack of credit
  std::uint64_t accepted = 0;             ///< = completed + lost + in_flight
  std::uint64_t completed = 0;            ///< at least one worker was paid
  std::uint64_t lost = 0;                 ///< every copy was lost on the way, or the hold was released
  std::uint64_t in_flight = 0;            ///< neither yet
  std::uint64_t released = 0;             ///< of the lost: no report came in time, the hold was released
  std::uint64_t redispatched = 0;         ///< times a task went to another worker after a deadline
  std::uint64_t unpaid = 0;               ///< settled with a worker that has not booked the payment yet
  std::uint64_t reports_late = 0;         ///< reports refused because the hold had been released
  std::uint64_t reports_settled = 0;      ///< reports refused because another worker was settled with
  std::uint64_t duplicates_delivered = 0; ///< deliveries of a task to a worker beyond the task's first
  std::uint64_t duplicates_paid = 0;      ///< payments of a task beyond its first

  friend bool operator==(const TaskSummary&, const TaskSummary&) = default;
};

/// The economy as the owners' own entries show it, at the end or at a sample.
struct EconomySummary {
  Credits granted;
  Credits minted;                           ///< earned by workers
  Credits burned;                           ///< spent by submitters
  Credits held;                             ///< in open holds; zero where prices are burned
  Credits unbooked;                         ///< settled with workers that have not booked it yet; likewise
  Credits earned;                           ///< the sum of what the owners were granted and paid
  Credits spent;                            ///< the sum of what the owners spent or held
  Credits refunded;                         ///< the sum of the holds that were released
  Credits supply;                           ///< = granted + minted - burned = accounts + held + unbooked
  Credits reversal_debt;                    ///< the sum of what accounts lie below zero
  Credits believed_total;                   ///< the sum of what the nodes report as their balance
  std::optional<double> gini;               ///< of the accounts; no value when one is negative or all are zero
  double zero_share = 0.0;                  ///< accounts that are zero, of all
  std::array<Credits, 5> balance_quantiles; ///< minimum, quartiles, maximum of the accounts
  std::optional<double> refused_share;      ///< refused / submitted
  std::optional<double> velocity;           ///< burned per credit of supply and second of virtual time

  friend bool operator==(const EconomySummary&, const EconomySummary&) = default;
};

/// One row of the time series.
struct Sample {
  TimeUs time_us = 0;
  std::optional<double> entries_known_share; ///< known entries over existing entries, all replicas together
  /// Replicas that hold the most common state of their component. No value where gossip is `none`.
  std::optional<double> replicas_equal_share;
  std::optional<double> counters_equal_share; ///< likewise, by their counters alone
  /// Over replicas: the age of the oldest write that the replica has not seen. No value where gossip is `none`.
  std::optional<TimeUs> staleness_p50_us;
  std::optional<TimeUs> staleness_p99_us;
  TaskSummary tasks;
  EconomySummary economy;
  std::uint64_t messages = 0; ///< sent so far
  std::uint64_t bytes = 0;    ///< of gossip so far

  friend bool operator==(const Sample&, const Sample&) = default;
};

/// One node at the end of the run.
struct NodeRow {
  NodeIndex node = 0;
  std::string name;
  std::uint32_t degree = 0;
  Credits granted, earned, spent, refunded; ///< its own entries; `earned` excludes the grant
  Credits account;                          ///< granted + earned + refunded - spent
  Credits believed_balance;
  std::uint32_t tasks_submitted = 0, tasks_refused = 0, tasks_executed = 0;
  std::uint32_t messages_sent = 0, messages_received = 0;
  std::uint64_t entries_known = 0;

  friend bool operator==(const NodeRow&, const NodeRow&) = default;
};

/// What scenario and seed decide.
struct RunResult {
  Verdict verdict = Verdict::unknown;
  bool interrupted = false;
  std::vector<Violation> violations;
  std::vector<CheckOutcome> checks; ///< one for each checker, in the order of their names
  std::vector<Coverage> coverage;   ///< in the order of their names
  /// Required faults that never took effect: without them a run that found nothing has proved nothing.
  std::vector<std::string> missed;
  std::uint64_t trace_digest = 0;
  std::uint32_t nodes = 0;
  std::uint64_t events = 0; ///< timers, dispatches and messages handled by nodes
  TimeUs end_us = 0;        ///< virtual time at which the run ended
  ConvergenceSummary convergence;
  MessageSummary messages;
  DedupSummary dedup;
  TaskSummary tasks;
  EconomySummary economy;
  /// What hostile identities were credited that honest behaviour would not have given them: earnings that nobody paid,
  /// and payments for work that was not done. No value where the fault plan has no nodes that do either.
  std::optional<Credits> attacker_profit;
  std::vector<Sample> samples;
  std::vector<NodeRow> node_rows;

  /// Entries and metadata keys that the replicas know, each replica's counted.
  std::uint64_t entries_known() const {
    std::uint64_t known = 0;
    for (const NodeRow& node : node_rows)
      known += node.entries_known;
    return known;
  }

  /// The violation of a checker, or null.
  const Violation* violation_of(std::string_view checker) const {
    const auto is_it = [&](const Violation& violation) { return violation.property == checker; };
    const auto found = std::find_if(violations.begin(), violations.end(), is_it);
    return found == violations.end() ? nullptr : &*found;
  }

  friend bool operator==(const RunResult&, const RunResult&) = default;
};

/// What the machine and the chosen form of execution decide; never part of `RunResult`.
struct RunTiming {
  unsigned threads = 0;
  unsigned shards = 0;
  std::string replicas; ///< the form in which they were held
  double wall_s = 0.0;
  std::uint64_t windows = 0;
  std::uint64_t activations = 0;
  std::uint64_t caf_actors = 0;
  std::uint64_t caf_messages = 0; ///< activations that reached a node actor's handler as a message
  std::uint64_t resumed = 0;      ///< how often CAF ran a node actor
  /// What the heap holds for the run when it is over: nodes, their actors, what they share and what is kept of the run.
  /// 0 where the allocator does not tell; with other runs at the same time theirs are in it.
  std::uint64_t heap_bytes = 0;
  /// Of these, the memory in which replicas hold entries and metadata, with the histories that they share.
  std::uint64_t entry_bytes = 0;
};

} // namespace creditsim::core
