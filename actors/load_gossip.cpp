// SPDX-License-Identifier: MIT
#include "actors/load_gossip.hpp"

#include <chrono>

namespace creditsim::actors {

GossipTimer::GossipTimer(const LoadNetwork& network, std::int64_t interval_ns)
    : network_{network}, thread_{[this, interval_ns] { run(interval_ns); }} {}

GossipTimer::~GossipTimer() {
  {
    const std::lock_guard lock{mutex_};
    ended_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void GossipTimer::run(std::int64_t interval_ns) {
  const std::uint64_t nodes = network_.nodes.size();
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t given = 0;
  for (std::uint64_t turn = 0;; ++turn) {
    const double due_ns = static_cast<double>(turn) / static_cast<double>(nodes) * static_cast<double>(interval_ns);
    std::unique_lock lock{mutex_};
    if (changed_.wait_until(lock, begin + std::chrono::nanoseconds{static_cast<std::int64_t>(due_ns)},
                            [this] { return ended_; }))
      return;
    lock.unlock();
    if (given - network_.turns_taken.load(std::memory_order_relaxed) >= nodes)
      continue;
    send_from_outside(network_.nodes[turn % nodes], GossipTurn{load_clock_ns() / 1'000'000});
    ++given;
  }
}

namespace {

void ask_all(StatefulActor<QuietState>* self, const LoadNetwork& network) {
  state_of(self).missing = network.nodes.size();
  state_of(self).sum = {};
  for (const caf::actor& node : network.nodes)
    send_to(self, node, AskTraffic{});
}

} // namespace

caf::behavior quiet_watch(StatefulActor<QuietState>* self, const LoadNetwork* network, RoundEnd* end) {
  return {
      [self, network](const AwaitQuiet&) { ask_all(self, *network); },
      [self, network, end](const TrafficSoFar& answer) {
        QuietState& state = state_of(self);
        state.sum.sent += answer.traffic.sent;
        state.sum.received += answer.traffic.received;
        state.sum.rejected += answer.traffic.rejected;
        if (--state.missing > 0)
          return;
        if (state.sum.sent == state.sum.received && state.sum_before == state.sum) {
          end->signal();
          return;
        }
        state.sum_before = state.sum;
        ask_all(self, *network);
      },
  };
}

} // namespace creditsim::actors
