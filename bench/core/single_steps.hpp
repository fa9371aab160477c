// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>
#include <cstdint>
#include <x86intrin.h>

namespace creditsim::bench {

/// Counts the instructions of single calls, exactly and on any machine, by running them step by step: the processor
/// traps after each. What the kernel does is not counted. Up to twenty microseconds an instruction in a virtual
/// machine; x86-64 only.
class SingleSteps {
public:
  SingleSteps() {
    struct sigaction action {};
    action.sa_handler = [](int) { steps = steps + 1; };
    sigaction(SIGTRAP, &action, &before_);
  }
  ~SingleSteps() { sigaction(SIGTRAP, &before_, nullptr); }
  SingleSteps(const SingleSteps&) = delete;
  SingleSteps& operator=(const SingleSteps&) = delete;

  /// The instructions of `call()`, with some dozen around it.
  template <class Call> std::uint64_t of(const Call& call) {
    const std::uint64_t start = steps;
    __writeeflags(__readeflags() | trap_flag);
    call();
    __writeeflags(__readeflags() & ~trap_flag);
    return steps - start;
  }

private:
  static constexpr std::uint64_t trap_flag = 0x100;
  static inline volatile std::uint64_t steps = 0;
  struct sigaction before_ {};
};

} // namespace creditsim::bench
