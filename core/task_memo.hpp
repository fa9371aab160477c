// SPDX-License-Identifier: MIT
#pragma once

#include "core/loose_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace creditsim::core {

/// The memo of a transaction that pays for a task: compact JSON as JavaScript's `JSON.stringify` writes it, with
/// `taskId`, `type`, `taskType` and the peer (`submitter` or `targetPeer`) in this order, absent ones left out.
/// Made by hand, because every reward and charge needs one.
class TaskMemo {
public:
  enum class Kind : std::uint8_t {
    completion, ///< `task_completion` with `submitter`
    submission, ///< `task_submission` with `targetPeer`
  };

  TaskMemo(Kind kind, LooseText task, LooseText task_type, LooseText peer);

  std::string_view text() const { return text_; }

private:
  void add(std::string_view before, LooseText value);

  std::string text_;
};

} // namespace creditsim::core
