// SPDX-License-Identifier: MIT
#pragma once

#include "actors/child_process.hpp"
#include "core/node_names.hpp"
#include "core/replica_protocol.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::actors {

/// The first of a run's replicas that gave no answer in time. What comes later, in virtual time and then by node, need
/// not be waited for: it could not be the first, and each wait takes the whole of `ChildOptions::timeout_ms`.
class FirstHang {
public:
  void note(core::TimeUs time_us, core::NodeIndex node);
  bool before(core::TimeUs time_us, core::NodeIndex node) const;

private:
  mutable std::mutex mutex_;
  std::optional<std::pair<core::TimeUs, core::NodeIndex>> first_;
};

/// What a node may have at most, as its processes know.
struct Funds {
  core::Credits received; ///< that any of them acknowledged, or may have received without saying so
  core::Credits spent;    ///< that none of them can have forgotten: since the last start from less than it knew
};

/// Whom a process plays.
struct ReplicaPart {
  ChildOptions child;
  core::NodeIndex node = 0;
  std::shared_ptr<const std::vector<std::string>> nodes; ///< the names of all nodes, by index
  std::shared_ptr<FirstHang> hang;                       ///< shared by the replicas of a run
  std::shared_ptr<Funds> funds;                          ///< shared by the processes of the node
  std::uint32_t incarnation = 1;                         ///< which start of the node this is
};

/// A conversation with the process of one replica: numbered requests, one answer each, and an end at the first thing
/// that is not an answer.
class ReplicaSession {
public:
  /// Starts the process and asks it to `init`.
  ReplicaSession(const ReplicaPart& part, std::int64_t now_us);

  /// A conversation that has ended before it began, for that reason.
  explicit ReplicaSession(std::string failure) : failure_{std::move(failure)} {}

  /// The process ends as in a crash: without having been told.
  void crash() {
    if (child_ != nullptr)
      child_->end();
  }

  /// Fills in who is asked and the request's number, asks, and returns the answer, which may be the replica's refusal.
  /// Refuses (`Errc::indefinite`) when there is no answer; the process is then ended, and every further question
  /// refused.
  core::Result<core::ReplicaAnswer> ask(core::ReplicaRequest request);

  /// As `ask`, of what a replica cannot refuse: a refusal is no answer.
  core::Result<core::ReplicaAnswer> demand(core::ReplicaRequest request);

  const core::ReplicaAbilities& abilities() const { return abilities_; }

  /// Why the conversation has ended, in one line with the last words of the process; empty while it goes on.
  const std::string& failure() const { return failure_; }

private:
  core::Error fail(const core::ReplicaRequest& request, std::string why);
  core::Error wrong_line(const core::ReplicaRequest& request, const std::string& line);
  void greet(std::int64_t now_us);

  ReplicaPart part_;
  std::unique_ptr<ChildProcess> child_;
  core::ReplicaAbilities abilities_;
  std::uint64_t requests_ = 0;
  std::string failure_;
};

} // namespace creditsim::actors
