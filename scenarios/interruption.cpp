// SPDX-License-Identifier: MIT
#include "scenarios/interruption.hpp"

#include <csignal>
#include <cstdint>
#include <ctime>

namespace creditsim::scenarios {

namespace {

std::atomic<int> noted_signal{0};
std::atomic<std::int64_t> noted_at_ms{0};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free,
              "a signal handler may only touch lock-free atomics");

std::int64_t now_ms() {
  timespec now{}; // clock_gettime is one of the few functions that a signal handler may call
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

void note(int signal) {
  int none = 0;
  if (noted_signal.compare_exchange_strong(none, signal)) {
    noted_at_ms = now_ms();
  } else if (now_ms() - noted_at_ms >= 1000) {
    std::signal(signal, SIG_DFL);
    raise(signal);
  }
}

} // namespace

InterruptionGuard::InterruptionGuard() {
  noted_signal = 0;
  struct sigaction action {};
  action.sa_handler = note;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

InterruptionGuard::~InterruptionGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<int>& InterruptionGuard::signal() const { return noted_signal; }

} // namespace creditsim::scenarios
