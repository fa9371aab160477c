// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_records.hpp"
#include "core/convergence.hpp"
#include "core/credit_ledger.hpp"
#include "core/credits.hpp"
#include "core/event.hpp"
#include "core/result.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace creditsim::core {

/// What an observer knows of a node: its own entries, its replica's digests, and what it counted. All since the start.
struct NodeFigures {
  Credits granted;
  Credits earned; ///< what it earned, the grant included
  Credits spent;
  Credits refunded;
  Credits believed_balance;
  LedgerDigests digests;
  std::uint64_t chain = 0;           ///< hash over everything the node handled, in order
  std::uint32_t entries_known = 0;   ///< counter and metadata entries in its replica
  std::uint32_t entries_created = 0; ///< of these, those that it wrote first
  std::uint32_t tasks_submitted = 0;
  std::uint32_t tasks_refused = 0;
  std::uint32_t tasks_executed = 0;
  std::uint32_t messages_sent = 0;
  std::uint32_t messages_received = 0;
  std::uint32_t open_work : 31 = 0; ///< tasks that it executes, reports and payments without answer, open holds
  std::uint32_t gone : 1 = 0;       ///< it has left for good, and is compared with nobody

  static constexpr std::uint32_t open_work_max = 0x7fffffff;

  Credits account() const { return earned + refunded - spent; }
};

/// What a hostile node earned without having earned it, since the start.
struct HostileGains {
  Credits invented; ///< what nobody paid
  Credits unearned; ///< that, and payments for work that it did not do
};

/// One step in the life of a task, seen at one node or in the network.
struct TaskReport {
  enum class Step : std::uint8_t {
    refused_insufficient, ///< the submitter could not pay
    refused_charged,      ///< the submitter had paid for this task before
    accepted,             ///< the submitter paid; `copies` messages left for the workers
    held,                 ///< the submitter set `amount` aside and awaits reports; likewise
    redispatched,         ///< no report came in time: `copies` messages left for another worker
    duplicated,           ///< the network made another copy of a message
    dropped,              ///< the network, or a restart, lost one
    delivered,            ///< a worker received one
    settled,              ///< the submitter settled `amount` with a worker
    released,             ///< the submitter gave the task up and has `amount` back
    paid,                 ///< a worker executed the task and was paid `amount`
    refused_credited,     ///< a worker executed the task and had been paid for it before
    refused_late,         ///< a report came after the hold was released
    refused_settled,      ///< a report came after the submitter had settled with another worker
    refused_unasked,      ///< a report came from a node that had not been sent the task
  };
  std::uint32_t task = 0;
  Step step = Step::accepted;
  std::uint32_t copies = 0;
  TimeUs time_us = 0;
  Credits amount{};
  NodeIndex node = no_node; ///< who reports; the network is nobody
};

/// What a run may meet in its ledgers and desks, for coverage.
enum class LedgerBranch : std::uint8_t {
  prune,           ///< the oldest closed tasks, or marks of processed ones, were forgotten
  refused_payment, ///< a worker that had lost its store did not take a payment
  rejected,        ///< a state was rejected
  resend,          ///< a report or payment without answer was sent again
  reversal,        ///< an account went below zero because of what gossip told
  torn,            ///< a store that was half written was found out
  equivocation,    ///< two contents under one version of an owner met
  malformed,       ///< a state was rejected because its bytes are none
  invalid_value,   ///< likewise because something in it cannot be
  overflow,        ///< likewise because no sum could hold its amounts
  not_authentic,   ///< likewise because its owner did not write an entry
  stamp_ahead,     ///< likewise because its clock is too far ahead
};
inline constexpr std::size_t ledger_branches = 12;

/// The branch of states that are rejected with this code.
LedgerBranch branch_of_rejection(Errc code);

/// What gossip and the network counted.
struct TrafficCounters {
  std::uint64_t activations = 0;
  std::uint64_t events = 0;
  std::uint64_t sent = 0;
  std::uint64_t delivered = 0;
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t rejected = 0;
  std::uint64_t gossip_messages = 0;
  std::uint64_t gossip_bytes = 0;
  std::uint64_t entries_received = 0;
  std::uint64_t entries_redundant = 0;
  std::int64_t work_in_flight = 0; ///< messages in the life of tasks that are on their way
  std::array<std::uint64_t, ledger_branches> branches{};

  TrafficCounters& operator+=(const TrafficCounters& other);
};

/// For each part of the ledger a time; -1 is never.
using PartTimes = std::array<TimeUs, ledger_parts>;

/// One handled event, as the determinism check compares it.
struct EventRecord {
  NodeIndex node = 0;
  Stamp stamp;
  const char* what = "";   ///< kind of the payload
  std::uint64_t chain = 0; ///< the node's chain after the event

  friend bool operator==(const EventRecord& a, const EventRecord& b) {
    return a.node == b.node && a.stamp == b.stamp && a.chain == b.chain;
  }
};

struct LoggedEvent;

/// Where a node's activation leaves what it causes; its shard collects that after each activation.
struct Outbox {
  std::vector<Envelope> envelopes;
  std::vector<Event> timers; ///< due at or after the end of the window
  std::vector<TaskReport> tasks;
  std::map<Stamp, Payload> soon;              ///< scratch: timers that fall due within the window
  std::vector<EventRecord>* record = nullptr; ///< where handled events are recorded, if they are
  std::vector<LoggedEvent>* log = nullptr;    ///< where they are told in words, if they are
  TrafficCounters traffic;
  std::vector<std::uint64_t> effects; ///< by fault of the plan: how often it did something
  PartTimes wrote_us{-1, -1, -1};     ///< the last own write of a part by any node, since the start
  PartTimes changed_us{-1, -1, -1};   ///< the last change of a part at any node from whatever cause, since the start
  CheckNotes checks;                  ///< of this window
};

} // namespace creditsim::core
