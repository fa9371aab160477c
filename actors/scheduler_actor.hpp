// SPDX-License-Identifier: MIT
#pragma once

#include "actors/messages.hpp"
#include "core/run_control.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace creditsim::actors {

/// Tells the thread that started a run when it has ended. Not a message, since that thread's mailbox is CAF's own and
/// shows the thread sanitizer nothing (see `visible_mailbox.hpp`).
class RunEnd {
public:
  void signal() {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    changed_.notify_one();
  }
  void wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return ended_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
};

/// What the scheduler actor needs of whoever started the run. All of it outlives the run.
struct SchedulerSetup {
  core::RunControl* control = nullptr;
  std::vector<caf::actor> networks{};            ///< by shard
  const std::atomic<int>* interrupted = nullptr; ///< not zero: end at the next window; may be null
  std::function<void(core::TimeUs now_us)>
      progress;                      ///< called between windows, on the scheduler's thread; may be empty
  RunEnd* end = nullptr;             ///< signalled when everything is done
  core::RunTiming* timing = nullptr; ///< receives what was counted of activations
};

/// What the scheduler waits for: answers of all shards to the same question.
struct SchedulerActorState {
  std::size_t missing = 0;
  std::vector<core::WindowReport> windows;
  std::vector<core::SampleReport> samples;
};

/// The behavior of the scheduler actor: carries the steps of `RunControl` out on the network actors.
caf::behavior scheduler_actor(StatefulActor<SchedulerActorState>* self, SchedulerSetup setup);

} // namespace creditsim::actors
