// SPDX-License-Identifier: MIT
#pragma once

#include "actors/caf_compat.hpp"
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

/// Shard to node: say how your replica stands. The pointer is valid until the handler returns.
struct Observe {
  core::TimeUs now_us = 0;
  bool last = false; ///< the run is over
  core::Observation* seen = nullptr;
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
};

/// Whoever started the run to the scheduler: begin.
struct BeginRun {};

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
