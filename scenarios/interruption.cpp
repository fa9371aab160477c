// SPDX-License-Identifier: MIT
#include "scenarios/interruption.hpp"

#include <csignal>

namespace creditsim::scenarios {

namespace {

std::atomic<int> noted_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void note(int signal) {
  int none = 0;
  noted_signal.compare_exchange_strong(none, signal);
}

} // namespace

InterruptionGuard::InterruptionGuard() {
  noted_signal = 0;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = static_cast<int>(SA_RESETHAND); // the second one ends the program
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

InterruptionGuard::~InterruptionGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<int>& InterruptionGuard::signal() const { return noted_signal; }

} // namespace creditsim::scenarios
