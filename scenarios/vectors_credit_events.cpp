// SPDX-License-Identifier: MIT
#include "scenarios/vectors_credit_events.hpp"

#include <utility>

namespace creditsim::scenarios {

namespace {

using core::CreditEvent;
using core::Errc;
using core::Error;
using core::Result;

const char* name_of(CreditEvent::Kind kind) {
  using Kind = CreditEvent::Kind;
  switch (kind) {
  case Kind::initialized:
    return "initialized";
  case Kind::credits_earned:
    return "credits-earned";
  case Kind::credits_spent:
    return "credits-spent";
  case Kind::insufficient_funds:
    return "insufficient-funds";
  case Kind::merged:
    return "merged";
  case Kind::shutdown:
    break;
  }
  return "shutdown";
}

Json payload_of(const CreditEvent& event, const core::NodeNames& names) {
  using Kind = CreditEvent::Kind;
  switch (event.kind) {
  case Kind::initialized:
  case Kind::merged:
    return {{"balance", event.balance.to_double()}};
  case Kind::credits_earned:
  case Kind::credits_spent:
    return {{"nodeId", to_json(event.node)},
            {"amount", event.amount.to_double()},
            {"taskId", to_json(event.task)},
            {"balance", event.balance.to_double()},
            {"tx", to_json(*event.transaction, names)}};
  case Kind::insufficient_funds:
    return {{"nodeId", to_json(event.node)},
            {"required", event.amount.to_double()},
            {"available", event.balance.to_double()},
            {"taskId", to_json(event.task)}};
  case Kind::shutdown:
    break;
  }
  return special("undefined");
}

/// A member of a payload's inner object, `undefined` when either is missing.
Json inner(const Json& payload, const char* object, const char* name) {
  const Json* outer = member(payload, object);
  const Json* value = outer == nullptr ? nullptr : member(*outer, name);
  return value == nullptr ? special("undefined") : *value;
}

Json outer(const Json& payload, const char* name) {
  const Json* value = member(payload, name);
  return value == nullptr ? special("undefined") : *value;
}

} // namespace

void EventRecorder::on_ledger_event(const core::LedgerEvent& event) {
  if (!muted)
    append_event(event, *names, "ledger", events_, log_);
}

void EventRecorder::on_credit_event(const CreditEvent& event) {
  if (!muted)
    events_.push_back({{"source", "system"}, {"name", name_of(event.kind)}, {"payload", payload_of(event, *names)}});
}

void EventRecorder::on_log(core::LogLevel level, std::string_view line) {
  if (!muted)
    log_.push_back({{"level", level == core::LogLevel::warn ? "warn" : "log"}, {"text", line}});
}

void EventRecorder::hand_over(StepOutcome& outcome) {
  outcome.events = std::exchange(events_, Json::array());
  outcome.log = std::exchange(log_, Json::array());
}

Result<bool> TaskEmitter::emit(const std::string& event, const Json& payload, std::int64_t now_ms) {
  const bool completed = event == "task-complete";
  if ((!completed && event != "task-submitted") || listeners_.empty())
    return false;
  if (!payload.is_object() || is_special(payload, "undefined"))
    return Error{Errc::invalid_value, "payload: found " + shown(&payload) + ", expected an object"};
  const LooseValue task{outer(payload, "taskId")};
  const LooseValue peer{outer(payload, completed ? "from" : "to")};
  const LooseValue type{completed ? inner(payload, "result", "taskType") : inner(payload, "task", "type")};
  const LooseValue priority{inner(payload, "task", "priority")};
  for (core::TaskListener* listener : listeners_) {
    const auto heard =
        completed
            ? listener->on_task_complete({.task = task.view(), .from = peer.view(), .task_type = type.view()}, now_ms)
            : listener->on_task_submitted(
                  {.task = task.view(), .to = peer.view(), .task_type = type.view(), .priority = priority.view()},
                  now_ms);
    if (!heard)
      return heard.error();
  }
  return true;
}

} // namespace creditsim::scenarios
