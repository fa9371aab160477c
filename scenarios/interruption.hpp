// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

namespace creditsim::scenarios {

/// While it lives, Ctrl-C and SIGTERM do not end the program but are noted. Another one at least a second later ends
/// it: what ends programs, such as `timeout`, may send a signal twice at once. At most one guard may live.
class InterruptionGuard {
public:
  InterruptionGuard();
  ~InterruptionGuard();
  InterruptionGuard(const InterruptionGuard&) = delete;
  InterruptionGuard& operator=(const InterruptionGuard&) = delete;

  /// The signal that came first; 0 as long as none has.
  const std::atomic<int>& signal() const;
};

} // namespace creditsim::scenarios
