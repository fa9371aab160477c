// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/fault.hpp"
#include "core/link_model.hpp"
#include "core/task.hpp"
#include "core/virtual_time.hpp"

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace creditsim::core {

class SharedState;

/// What kind of thing is due. At one instant a node handles lower classes first.
enum class EventClass : std::uint8_t { fault, timer, dispatch, message };

/// The order in which a node handles what is due: a total order that depends on scenario and seed alone.
struct Stamp {
  TimeUs time_us = 0;
  EventClass event_class = EventClass::fault;
  NodeIndex source = no_node; ///< sender of a message, the node itself for timers, `no_node` for the scheduler
  std::uint64_t sequence = 0; ///< counts what the source caused
  std::uint8_t copy = 0;      ///< 1 for the second delivery of a duplicated message

  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

/// A node comes to life.
struct NodeStart {
  std::uint32_t fault = no_fault; ///< that made it late
};

/// A node's next gossip round begins. Timers count the restarts before them (`epoch`): a restart voids the earlier
/// ones.
struct GossipTick {
  std::uint32_t epoch = 0;
};

/// A worker has executed a task.
struct TaskDone {
  Task task;
  std::uint32_t epoch = 0;
};

/// The scheduler hands a task to its submitter, with the workers that shall get it.
struct Submission {
  Task task;
  std::vector<NodeIndex> workers;
  std::vector<std::uint32_t> copies{}; ///< of the task's message to each of them; empty is one each

  std::uint32_t copies_for(std::size_t worker) const { return copies.empty() ? 1 : copies[worker]; }
};

/// A submitter hands a task to a worker.
struct TaskMessage {
  Task task;
};

/// One message of a gossip contact.
struct GossipMessage {
  enum class Kind : std::uint8_t {
    push,      ///< state, no answer
    pull,      ///< no state, asks for one
    push_pull, ///< state, asks for one
    reply,     ///< the answer
  };
  Kind kind = Kind::push;
  std::shared_ptr<const SharedState> state;     ///< null in a pull
  std::uint64_t bytes = 0;                      ///< size of `state` in the canonical encoding
  std::shared_ptr<const std::string> encoded{}; ///< in place of `state`: bytes that claim to be one

  bool carries() const { return state != nullptr || encoded != nullptr; }
};

/// A worker tells the submitter that it has executed a task.
struct WorkReport {
  std::uint32_t task = 0;
  std::uint32_t epoch = 0; ///< restarts of the worker before it did the work
};

/// A submitter pays the worker with which it settled.
struct TaskPayment {
  Task task;
  Credits amount;          ///< zero where the worker's reward is minted
  std::uint32_t epoch = 0; ///< as the report said: who did the work, or goes on with it, may take the payment
};

/// A worker has booked a payment, or had booked it before.
struct PaymentReceipt {
  std::uint32_t task = 0;
};

/// A submitter will not pay for a report: it has settled with another worker, or released the hold.
struct ReportRefusal {
  std::uint32_t task = 0;
};

/// The time for a report is over.
struct TaskDeadline {
  std::uint32_t task = 0;
  std::uint32_t attempt = 0; ///< deadlines of this task that passed before
  std::uint32_t epoch = 0;
};

/// An answer is overdue: to the report of a task, or to its payment to `worker`.
struct WorkResend {
  std::uint32_t task = 0;
  NodeIndex worker = no_node; ///< a payment's; `no_node` for a report
  std::uint32_t epoch = 0;
};

/// A payment for which something is left to be done: its mark, where the effect comes first, or, with a planted fault,
/// the effect.
struct PaymentDue {
  TaskPayment payment;
  NodeIndex submitter = no_node;
  std::uint32_t epoch = 0;
};

/// A submission that was refused for lack of credit is tried again.
struct SubmissionRetry {
  Submission submission;
  std::uint32_t attempt = 0; ///< refusals before
  std::uint32_t epoch = 0;
};

/// A node has read its store, after it has worked without.
struct StoreRead {
  std::uint32_t epoch = 0;
};

/// A node writes the one entry of a rumour again.
struct RumourWrite {
  std::uint32_t write = 0; ///< its writes before
};

/// A node starts again, as another incarnation of its identity; if it was up until now, it stops first.
struct NodeRestart {
  std::uint32_t slot = 0; ///< of the new incarnation
  RestartFrom from = RestartFrom::newest;
  std::uint32_t fault = no_fault; ///< the crash that it comes back from
};

/// A worker does not take a payment: whoever did the work has lost its store since, and may have booked it before.
struct PaymentRefusal {
  std::uint32_t task = 0;
};

/// What is left of a message whose bytes were changed on the way.
struct DamagedMessage {
  std::shared_ptr<const std::string> state; ///< of gossip that carried one: the bytes, damaged
  bool work = false;                        ///< it was about a task, and carried a checksum
  std::uint32_t task = no_task_message;     ///< the task, if it was a `TaskMessage`

  static constexpr std::uint32_t no_task_message = UINT32_MAX;
};

/// A node stops: what arrives is lost until it starts again.
struct NodeStop {
  bool for_good = false; ///< it never does
  std::uint32_t fault = no_fault;
};

/// From now on a node handles nothing; what is due waits.
struct NodePause {};

/// It goes on, first with what waited.
struct NodeResume {
  std::uint32_t fault = no_fault;
};

/// A node's store is copied, for a restart from the copy.
struct NodeSnapshot {
  std::uint32_t fault = no_fault; ///< the crash after which that will be
};

using Payload =
    std::variant<NodeStart, GossipTick, TaskDone, Submission, TaskMessage, GossipMessage, WorkReport, TaskPayment,
                 PaymentReceipt, ReportRefusal, TaskDeadline, WorkResend, NodeRestart, PaymentRefusal, DamagedMessage,
                 NodeStop, NodePause, NodeResume, NodeSnapshot, PaymentDue, SubmissionRetry, RumourWrite, StoreRead>;

/// Something that is due at a node.
struct Event {
  Stamp stamp;
  NodeIndex node = 0;
  Payload payload;
};

/// A message on its way into the network.
struct Envelope {
  Sending sending;
  NodeIndex to = 0;
  TimeUs sent_us = 0;
  Payload payload;
};

/// The messages in the life of a task.
template <class What>
inline constexpr bool is_work_message =
    std::is_same_v<What, TaskMessage> || std::is_same_v<What, WorkReport> || std::is_same_v<What, TaskPayment> ||
    std::is_same_v<What, PaymentReceipt> || std::is_same_v<What, ReportRefusal> || std::is_same_v<What, PaymentRefusal>;

/// Whether a payload is one of them, or was one.
bool is_work(const Payload& payload);

/// The name of a payload's kind, as reports print it.
const char* payload_name(const Payload& payload);

} // namespace creditsim::core
