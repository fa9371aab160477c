// SPDX-License-Identifier: MIT
#include "actors/replica_session.hpp"

namespace creditsim::actors {

using core::Errc;
using core::Error;
using core::ReplicaCall;
using core::ReplicaRequest;

void FirstHang::note(core::TimeUs time_us, core::NodeIndex node) {
  const std::lock_guard lock{mutex_};
  const std::pair hang{time_us, node};
  if (!first_ || hang < *first_)
    first_ = hang;
}

bool FirstHang::before(core::TimeUs time_us, core::NodeIndex node) const {
  const std::lock_guard lock{mutex_};
  return first_ && *first_ < std::pair{time_us, node};
}

ReplicaSession::ReplicaSession(const ReplicaPart& part, std::int64_t now_us) : part_{part} {
  if (part_.hang->before(now_us, part_.node)) {
    failure_ = "the replica was not started, since another one hangs";
    return;
  }
  auto child = ChildProcess::start(part_.child);
  if (!child) {
    failure_ = "the replica " + child.error().context;
    return;
  }
  child_ = std::move(child).value();
  greet(now_us);
}

void ReplicaSession::greet(std::int64_t now_us) {
  const ReplicaRequest init{
      .call = ReplicaCall::init, .now_us = now_us, .nodes = *part_.nodes, .incarnation = part_.incarnation};
  const auto answer = demand(init);
  if (!answer)
    return;
  abilities_ = answer.value().abilities;
  if (abilities_.own_account && !abilities_.canonical_export)
    fail(init, "supports own_account without canonical_export: nothing tells whether such replicas are equal");
}

core::Result<core::ReplicaAnswer> ReplicaSession::demand(ReplicaRequest request) {
  auto answer = ask(request);
  if (answer && answer.value().refusal)
    return fail(request, "refused: " + core::refusal_text(*answer.value().refusal));
  return answer;
}

core::Result<core::ReplicaAnswer> ReplicaSession::ask(ReplicaRequest request) {
  if (!failure_.empty())
    return Error{Errc::indefinite, failure_};
  request.node = (*part_.nodes)[part_.node];
  request.msg_id = ++requests_;
  if (part_.hang->before(request.now_us, part_.node))
    return fail(request, "was not waited for, since another one hangs");
  const auto line = child_->exchange(core::replica_request_line(request));
  if (!line && line.error().code == Errc::malformed)
    return wrong_line(request, line.error().context);
  if (!line) {
    if (line.error().code == Errc::indefinite)
      part_.hang->note(request.now_us, part_.node);
    return fail(request, line.error().context);
  }
  auto answer = core::read_replica_answer(line.value(), request);
  if (!answer)
    return wrong_line(request, line.value());
  return answer;
}

// The same words whether the line came before the request was sent or after it: that is a matter of chance.
Error ReplicaSession::wrong_line(const ReplicaRequest& request, const std::string& line) {
  const auto answer = core::read_replica_answer(line, request);
  return fail(request, answer ? "answered before it was asked" : "did not answer: " + answer.error().context);
}

Error ReplicaSession::fail(const ReplicaRequest& request, std::string why) {
  child_->end();
  failure_ = std::string{"asked to "} + replica_call_name(request.call) + " (msg_id " + std::to_string(requests_) +
             "), the replica " + std::move(why);
  if (const std::string words = child_->last_words(); !words.empty())
    failure_ += "; standard error: " + words;
  return {Errc::indefinite, failure_};
}

} // namespace creditsim::actors
