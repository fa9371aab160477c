// SPDX-License-Identifier: MIT
#pragma once

#include "actors/messages.hpp"
#include "core/run_control.hpp"

#include <atomic>
#include <functional>
#include <vector>

namespace creditsim::actors {

/// What the scheduler actor needs of whoever started the run. All of it outlives the run.
struct SchedulerSetup {
  core::RunControl* control = nullptr;
  std::vector<caf::actor> networks{};            ///< by shard
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end at the next window; may be null
  std::function<void(core::TimeUs now_us)>
      progress;                      ///< called between windows, on the scheduler's thread; may be empty
  core::RunTiming* timing = nullptr; ///< receives what was counted of activations
};

/// What the scheduler waits for: answers of all shards to the same question.
struct SchedulerActorState {
  caf::actor observer;
  std::size_t missing = 0;
  std::vector<core::WindowReport> windows;
  std::vector<core::SampleReport> samples;
};

/// The behavior of the scheduler actor: carries the steps of `RunControl` out on the network actors.
caf::behavior scheduler_actor(StatefulActor<SchedulerActorState>* self, SchedulerSetup setup);

} // namespace creditsim::actors
