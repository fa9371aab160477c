// SPDX-License-Identifier: MIT
// Two shards drive node actors on two threads, as the engine does. With the argument "planted" every node's handler
// also writes a variable that both shards share: the thread sanitizer must report that race, and must be silent
// without it.
#include "actors/shard_queue.hpp"

#include <caf/exit_reason.hpp>
#include <caf/spawn_options.hpp>
#include <caf/system_messages.hpp>

#include <cstdint>
#include <cstdio>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr int nodes_per_shard = 10;
constexpr int rounds = 100;

struct Pay {
  std::int64_t amount = 0;
};

std::int64_t shared_total = 0;

struct NodeState {
  std::int64_t total = 0;

  void pay(const Pay& pay, bool planted) {
    total += pay.amount;
    if (planted)
      shared_total += pay.amount;
  }
};

} // namespace

CREDITSIM_LOCAL_MESSAGE(Pay)

namespace creditsim::actors {

caf::behavior node(StatefulActor<NodeState>* self, bool planted) {
  return {[self, planted](const Pay& pay) { state_of(self).pay(pay, planted); }};
}

void run_shard(caf::actor_system& system, bool planted) {
  ShardQueue queue{system};
  std::vector<caf::actor> nodes;
  nodes.reserve(static_cast<std::size_t>(nodes_per_shard));
  for (int i = 0; i < nodes_per_shard; ++i)
    nodes.push_back(system.spawn<caf::lazy_init>(node, planted));
  for (int round = 0; round < rounds; ++round) {
    for (const auto& receiver : nodes)
      queue.post(receiver, Pay{.amount = 1});
    queue.drain();
  }
  for (auto& receiver : nodes) {
    queue.post(receiver, caf::exit_msg{caf::actor_addr{}, caf::exit_reason::user_shutdown});
    queue.drain();
    receiver = nullptr;
  }
}

} // namespace creditsim::actors

int main(int argc, char** argv) {
  const bool planted = argc == 2 && std::string_view{argv[1]} == "planted";
  creditsim::actors::PoolConfig config{1};
  caf::actor_system system{config};
  std::thread other{[&] { creditsim::actors::run_shard(system, planted); }};
  creditsim::actors::run_shard(system, planted);
  other.join();
  std::printf("both shards are done\n");
}
