// SPDX-License-Identifier: MIT
#pragma once

#include "core/loose_text.hpp"
#include "core/result.hpp"

#include <cstdint>

namespace creditsim::core {

/// A task was executed here. Views end with the call.
struct TaskCompleted {
  LooseText task = {};
  LooseText from = {};      ///< the submitter
  LooseText task_type = {}; ///< as the result says (fault B5); absent or empty: `compute`
};

/// A task was handed to another node. Views end with the call.
struct TaskSubmitted {
  LooseText task = {};
  LooseText to = {};        ///< the worker
  LooseText task_type = {}; ///< absent or empty: `compute`
  LooseText priority = {};
};

/// Who is told of the events of a task handler. An error is what the reference throws at the handler's caller.
class TaskListener {
public:
  virtual ~TaskListener() = default;
  virtual Result<void> on_task_complete(const TaskCompleted& event, std::int64_t now_ms) = 0;
  virtual Result<void> on_task_submitted(const TaskSubmitted& event, std::int64_t now_ms) = 0;
};

/// What executes tasks and tells its listeners, each as often as it was added, in the order of adding. The first error
/// of a listener ends the event and is returned to whoever caused it.
class TaskHandler {
public:
  virtual ~TaskHandler() = default;
  virtual void add_listener(TaskListener& listener) = 0;
};

} // namespace creditsim::core
