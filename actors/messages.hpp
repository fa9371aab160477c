// SPDX-License-Identifier: MIT
#pragma once

#include "actors/caf_compat.hpp"
#include "core/gossip_strategy.hpp"
#include "core/load_node.hpp"
#include "core/load_operation.hpp"
#include "core/shard_mail.hpp"
#include "core/window.hpp"

#include <memory>
#include <span>

namespace creditsim::actors {

/// Shard to node: handle all that is due in this window. The pointers are valid until the handler returns.
struct Activate {
  std::span<const core::Event* const> due;
  core::TimeUs window_end_us = 0;
  core::Outbox* outbox = nullptr;
};

/// Shard to node: say of your replica what is not null here; the pointers are valid until the handler returns. One
/// message for both, since each handler of an actor costs 48 bytes a node in CAF.
struct Observe {
  core::TimeUs now_us = 0;
  bool last = false;                    ///< the run is over
  core::Observation* seen = nullptr;    ///< how it stands
  std::uint64_t* entry_bytes = nullptr; ///< the memory of its entries, to be added
};

/// Scheduler to network: spawn your nodes and start them; answered by the first `WindowDone`.
struct OpenShard {};

/// Scheduler to network: run the next window. Handed over, not shared: the receiver moves the contents out.
struct RunWindow {
  std::shared_ptr<core::WindowOrder> order;
};

/// Network to scheduler: the window is done.
struct WindowDone {
  std::uint32_t shard = 0;
  std::shared_ptr<core::WindowReport> report;
};

/// Scheduler to network: say how the replicas stand. Between windows only.
struct TakeSample {
  core::TimeUs now_us = 0;
  bool last = false; ///< the run is over
};

/// Network to scheduler: how the replicas stand.
struct SampleTaken {
  std::uint32_t shard = 0;
  std::shared_ptr<core::SampleReport> report;
};

/// Scheduler to network: end the nodes of the shard, then yourself.
struct CloseShard {};

/// Network to scheduler: the nodes of the shard have ended.
struct ShardClosed {
  std::uint32_t shard = 0;
  std::uint64_t resumed = 0;      ///< how often CAF ran a node actor
  std::uint64_t caf_messages = 0; ///< activations that reached a node actor's handler
  std::uint64_t entry_bytes = 0;  ///< memory of what the replicas of its nodes know
};

/// Whoever started the run to the scheduler: begin.
struct BeginRun {};

struct LoadRound;

/// Client to a node under load: do this. Times are of the steady clock.
struct Operate {
  core::LoadOperation operation;
  std::int64_t intended_ns = 0; ///< when it was to start
  std::int64_t sent_ns = 0;     ///< when it did
};

/// Node under load to the client that asked: what came of it.
struct Operated {
  Operate asked;
  core::LoadAnswer answer;
};

/// Whoever runs a load test to a generator: begin the round.
struct BeginLoad {
  std::shared_ptr<const LoadRound> round;
};

/// Pacer to its generator: the last operation of the round is sent; the answers to `sent` of them end it.
struct PaceEnded {
  std::uint64_t sent = 0;
};

/// Gossip timer to a node under load: it is your turn.
struct GossipTurn {
  std::int64_t now_ms = 0;
};

/// Node under load to a peer: this is what I know, if anything is told; `replies`: tell me what you know.
struct LoadGossip {
  core::Shipment shipment;
  std::int64_t now_ms = 0;
  core::NodeIndex from = 0;
  bool replies = false;
};

/// Whoever runs a load test: say when no gossip is on its way any more.
struct AwaitQuiet {};

/// To a node under load: how much gossip have you had so far?
struct AskTraffic {};

/// The answer.
struct TrafficSoFar {
  core::LoadNode::Traffic traffic;
};

} // namespace creditsim::actors

CREDITSIM_LOCAL_MESSAGE(creditsim::actors::Activate)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::Observe)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::OpenShard)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::RunWindow)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::WindowDone)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::TakeSample)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::SampleTaken)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::CloseShard)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::ShardClosed)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::BeginRun)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::Operate)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::Operated)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::BeginLoad)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::PaceEnded)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::GossipTurn)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::LoadGossip)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::AwaitQuiet)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::AskTraffic)
CREDITSIM_LOCAL_MESSAGE(creditsim::actors::TrafficSoFar)
