// SPDX-License-Identifier: MIT
#pragma once

#include "actors/load_generator.hpp"
#include "actors/load_node_actor.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

namespace creditsim::actors {

/// A thread that gives every node its turn to gossip once per interval, one after the other, from its beginning to its
/// end. Where nodes have not got round to as many turns as there are nodes, turns are left out.
class GossipTimer {
public:
  /// `network` outlives the timer.
  GossipTimer(const LoadNetwork& network, std::int64_t interval_ns);
  ~GossipTimer();
  GossipTimer(const GossipTimer&) = delete;
  GossipTimer& operator=(const GossipTimer&) = delete;

private:
  void run(std::int64_t interval_ns);

  const LoadNetwork& network_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::thread thread_;
};

/// What has been asked so far.
struct QuietState {
  std::size_t missing = 0;
  core::LoadNode::Traffic sum;
  std::optional<core::LoadNode::Traffic> sum_before{};
};

/// The behavior of an actor that, once told to (`AwaitQuiet`), asks all nodes for their traffic until as much was
/// received as was sent, and no more of it the next time (Mattern: Algorithms for distributed termination detection;
/// Distributed Computing 2, 1987); then it signals `end`. All outlive it.
caf::behavior quiet_watch(StatefulActor<QuietState>* self, const LoadNetwork* network, RoundEnd* end);

} // namespace creditsim::actors
