// SPDX-License-Identifier: MIT
#include "core/event_log.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

std::string task_name(std::uint32_t task) { return "task " + std::to_string(task); }

// What a message is, in a sentence such as `sends X`.
struct MessageWords {
  std::string operator()(const TaskMessage& message) const { return task_name(message.task.id); }
  std::string operator()(const GossipMessage& message) const {
    switch (message.kind) {
    case GossipMessage::Kind::push:
      return "its state";
    case GossipMessage::Kind::pull:
      return "a request for state";
    case GossipMessage::Kind::push_pull:
      return "its state and a request for state";
    case GossipMessage::Kind::reply:
      return "its state in answer";
    }
    return {};
  }
  std::string operator()(const WorkReport& report) const { return "the report of " + task_name(report.task); }
  std::string operator()(const TaskPayment& payment) const {
    const std::string amount = payment.amount > Credits{} ? " of " + payment.amount.to_string() : "";
    return "the payment" + amount + " for " + task_name(payment.task.id);
  }
  std::string operator()(const PaymentReceipt& receipt) const { return "the receipt for " + task_name(receipt.task); }
  std::string operator()(const ReportRefusal& refusal) const { return "the refusal of " + task_name(refusal.task); }
  std::string operator()(const PaymentRefusal& refusal) const {
    return "the refusal of the payment for " + task_name(refusal.task);
  }
  std::string operator()(const DamagedMessage&) const { return "a damaged message"; }
  template <class Other> std::string operator()(const Other&) const { return {}; }
};

// What a node does without a message, before what comes of it.
struct LocalWords {
  std::string operator()(const NodeStart&) const { return "starts"; }
  std::string operator()(const NodeRestart& restart) const {
    switch (restart.from) {
    case RestartFrom::newest:
      return "starts again with all that it knew";
    case RestartFrom::nothing:
      return "starts again with an empty store";
    case RestartFrom::stale:
      return "starts again from a stale store";
    case RestartFrom::torn:
      return "starts again from a torn store";
    }
    return {};
  }
  std::string operator()(const NodeStop& stop) const { return stop.for_good ? "leaves for good" : "stops"; }
  std::string operator()(const NodePause&) const { return "pauses"; }
  std::string operator()(const NodeResume&) const { return "goes on"; }
  std::string operator()(const NodeSnapshot&) const { return "has its store copied"; }
  std::string operator()(const GossipTick&) const { return "begins a round of gossip"; }
  std::string operator()(const Submission& submission) const { return "submits " + task_name(submission.task.id); }
  std::string operator()(const TaskDone& done) const { return "has executed " + task_name(done.task.id); }
  std::string operator()(const TaskDeadline& deadline) const {
    return "has no report of " + task_name(deadline.task) + " by its deadline";
  }
  std::string operator()(const WorkResend& resend) const {
    return "has no answer to the " + std::string{resend.worker == no_node ? "report of " : "payment for "} +
           task_name(resend.task);
  }
  template <class Other> std::string operator()(const Other& other) const { return payload_name(Payload{other}); }
};

std::string step_words(const TaskReport& report) {
  using Step = TaskReport::Step;
  const std::string amount = report.amount > Credits{} ? " " + report.amount.to_string() : "";
  switch (report.step) {
  case Step::refused_insufficient:
    return "is refused for lack of credit";
  case Step::refused_charged:
    return "is refused: it was charged for that task before";
  case Step::accepted:
    return "pays its price";
  case Step::held:
    return amount.empty() ? "pays its price" : "holds" + amount;
  case Step::redispatched:
    return "asks another worker";
  case Step::settled:
    return amount.empty() ? "settles with the worker" : "settles" + amount + " with the worker";
  case Step::released:
    return "releases the hold" + (amount.empty() ? "" : " of" + amount);
  case Step::paid:
    return "is paid" + amount;
  case Step::refused_credited:
    return "is not paid: it was credited for that task before";
  case Step::refused_late:
    return "refuses: the hold was released";
  case Step::refused_settled:
    return "refuses: another worker was settled with";
  case Step::refused_unasked:
    return "refuses: that worker was not asked";
  case Step::duplicated:
  case Step::dropped:
  case Step::delivered:
    break; // the messages themselves tell it
  }
  return {};
}

void add(std::string& text, const std::string& part) {
  if (!part.empty())
    text += (text.empty() ? "" : ", ") + part;
}

bool is_tick(const Payload& payload) { return std::holds_alternative<GossipTick>(payload); }

} // namespace

EventNotes::EventNotes(const NodeWorld& world, NodeIndex node, const CreditLedger& ledger, const NodeFigures& figures,
                       const Payload& payload, const Outbox& outbox)
    : world_{world}, node_{node}, figures_{figures}, account_{figures.account()}, digests_{ledger.digests()},
      envelopes_{outbox.envelopes.size()}, tasks_{outbox.tasks.size()} {
  const bool gossip = std::holds_alternative<GossipMessage>(payload);
  for (Slot slot = 0; gossip && slot < world.churn.slots(); ++slot)
    progress_.push_back(ledger.progress(slot));
}

std::string EventNotes::name(NodeIndex node) const {
  return node == no_node ? "the scheduler" : world_.names->name(node);
}

std::string EventNotes::effects(const Outbox& outbox) const {
  std::string text;
  for (std::size_t i = tasks_; i < outbox.tasks.size(); ++i)
    add(text, step_words(outbox.tasks[i]));
  if (figures_.account() != account_)
    add(text, "account " + account_.to_string() + " to " + figures_.account().to_string());
  return text;
}

// Whose writes the replica has now and had not.
std::string EventNotes::learned(const CreditLedger& ledger) const {
  constexpr std::size_t named_max = 4;
  std::vector<std::string> owners;
  for (Slot slot = 0; slot < progress_.size(); ++slot)
    if (ledger.progress(slot) != progress_[slot] && world_.churn.node_of(slot) != node_)
      owners.push_back(name(world_.churn.node_of(slot)));
  owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(owners.size(), named_max); ++i)
    add(text, owners[i]);
  if (owners.size() > named_max)
    text += " and " + std::to_string(owners.size() - named_max) + " more";
  return text.empty() ? text : "learns what was new of " + text;
}

void EventNotes::write(TimeUs now_us, const Stamp& stamp, const Payload& payload, const CreditLedger& ledger,
                       bool missed, Outbox& outbox) const {
  LoggedEvent event{.time_us = now_us, .node = node_, .peer = no_node, .sequence = stamp.sequence, .text = {}};
  const std::string message = std::visit(MessageWords{}, payload);
  std::string came_of_it = effects(outbox);
  add(came_of_it, message.empty() ? "" : learned(ledger));
  const bool changed = ledger.digests() != digests_ || outbox.tasks.size() != tasks_;
  if (message.empty()) {
    event.text = std::visit(LocalWords{}, payload);
    const bool planned = stamp.event_class == EventClass::fault;
    if (planned)
      event.kind = LoggedEvent::Kind::fault;
    event.idle = missed || is_tick(payload) || (!planned && !changed && outbox.envelopes.size() == envelopes_);
  } else {
    event.kind = missed ? LoggedEvent::Kind::missed : LoggedEvent::Kind::received;
    event.peer = stamp.source;
    event.copy = stamp.copy;
    event.text = (missed ? "misses " : "gets ") + message + " of " + name(stamp.source);
    event.idle = !changed && std::holds_alternative<GossipMessage>(payload);
  }
  event.text += (came_of_it.empty() ? "" : ": ") + came_of_it;
  outbox.log->push_back(std::move(event));
  for (std::size_t i = envelopes_; i < outbox.envelopes.size(); ++i) {
    const Envelope& envelope = outbox.envelopes[i];
    outbox.log->push_back({.time_us = now_us,
                           .node = node_,
                           .peer = envelope.to,
                           .kind = LoggedEvent::Kind::sent,
                           .idle = !is_work(envelope.payload),
                           .sequence = envelope.sending.sequence,
                           .text = std::visit(MessageWords{}, envelope.payload)});
  }
}

} // namespace creditsim::core
