// SPDX-License-Identifier: MIT
#include "core/shard_mail.hpp"

#include "core/check.hpp"
#include "core/damage.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::core {

namespace {

// Keeps the memory for the next window, unless it was needed for one crowded window only, as the first one is.
template <class T> void empty(std::vector<T>& elements) {
  constexpr std::size_t crowd = 1 << 16;
  if (elements.capacity() > crowd && elements.size() < elements.capacity() / 8)
    elements = {};
  elements.clear();
}

} // namespace

ShardMap::ShardMap(std::uint32_t nodes, std::uint32_t shards) : nodes_{nodes}, shards_{shards} {
  CREDITSIM_CHECK(shards >= 1 && shards <= nodes);
}

NodeIndex ShardMap::first(std::uint32_t shard) const {
  return static_cast<NodeIndex>(std::uint64_t{nodes_} * shard / shards_);
}

std::uint32_t ShardMap::shard_of(NodeIndex node) const {
  // The estimate is exact or one too low: first() rounds down.
  const auto estimate = static_cast<std::uint32_t>(std::uint64_t{node} * shards_ / nodes_);
  return estimate + 1 < shards_ && node >= first(estimate + 1) ? estimate + 1 : estimate;
}

// One planted fault is for the determinism check: a node gets its events in order of arrival.
ShardMail::ShardMail(const NodeWorld& world, const ShardMap& map, std::uint32_t shard)
    : world_{world}, links_{world.scenario.network, world.scenario.seed}, map_{map}, shard_{shard},
      ordered_{world.planted != PlantedFault::arrival_order}, queue_{links_.window_us()} {
  if (!world.faults.empty())
    faults_.emplace(world.faults, links_, world.scenario.seed);
}

void ShardMail::accept(std::vector<Event> events) {
  for (auto& event : events)
    queue_.push(std::move(event));
}

const std::vector<Batch>& ShardMail::open_window(TimeUs end_us) {
  empty(due_);
  empty(order_);
  empty(batches_);
  queue_.take_until(end_us, due_);
  for (const auto& event : due_)
    order_.push_back(&event);
  if (ordered_)
    std::sort(order_.begin(), order_.end(),
              [](const Event* a, const Event* b) { return std::tie(a->node, a->stamp) < std::tie(b->node, b->stamp); });
  else
    std::stable_sort(order_.begin(), order_.end(), [](const Event* a, const Event* b) { return a->node < b->node; });
  for (std::size_t begin = 0; begin < order_.size();) {
    std::size_t end = begin + 1;
    while (end < order_.size() && order_[end]->node == order_[begin]->node)
      ++end;
    batches_.push_back({order_[begin]->node, {order_.data() + begin, end - begin}});
    begin = end;
  }
  return batches_;
}

void ShardMail::send(Outbox& outbox, std::vector<std::vector<Event>>& crossing) {
  for (auto& timer : outbox.timers)
    queue_.push(std::move(timer));
  outbox.timers.clear();
  for (auto& envelope : outbox.envelopes) {
    const auto* task = std::get_if<TaskMessage>(&envelope.payload);
    const auto report = [&](TaskReport::Step step) {
      if (task != nullptr)
        outbox.tasks.push_back({.task = task->task.id, .step = step, .copies = 1, .time_us = envelope.sent_us});
    };
    const int work = is_work(envelope.payload) ? 1 : 0;
    ++outbox.traffic.sent;
    outbox.traffic.work_in_flight += work;
    const Fate fate = fate_of(envelope, outbox);
    if (fate.lost) {
      ++outbox.traffic.lost;
      outbox.traffic.work_in_flight -= work;
      report(TaskReport::Step::dropped);
      continue;
    }
    Event event{.stamp = {.time_us = envelope.sent_us + fate.latency_us,
                          .event_class = EventClass::message,
                          .source = envelope.sending.from,
                          .sequence = envelope.sending.sequence,
                          .copy = 0},
                .node = envelope.to,
                .payload = std::move(envelope.payload)};
    if (fate.duplicated) {
      ++outbox.traffic.duplicated;
      outbox.traffic.work_in_flight += work;
      task = std::get_if<TaskMessage>(&event.payload);
      report(TaskReport::Step::duplicated);
      Event second = event;
      second.stamp.time_us = envelope.sent_us + fate.duplicate_latency_us;
      second.stamp.copy = 1;
      route(std::move(second), crossing);
    }
    if (fate.corrupted)
      event.payload = damage(event.payload, envelope.sending);
    route(std::move(event), crossing);
  }
  outbox.envelopes.clear();
}

Fate ShardMail::fate_of(const Envelope& envelope, Outbox& outbox) {
  // What a message takes beside a state: names, kind, task.
  constexpr std::uint64_t head_bytes = 64;
  Fate fate = links_.fate(envelope.sending);
  if (faults_) {
    const auto* gossip = std::get_if<GossipMessage>(&envelope.payload);
    faults_->apply({.sending = envelope.sending,
                    .to = envelope.to,
                    .sent_us = envelope.sent_us,
                    .bytes = head_bytes + (gossip != nullptr ? gossip->bytes : 0)},
                   fate, outbox.effects);
  }
  return fate;
}

Payload ShardMail::damage(const Payload& payload, const Sending& sending) const {
  DamagedMessage result{.state = nullptr, .work = is_work(payload)};
  if (const auto* task = std::get_if<TaskMessage>(&payload))
    result.task = task->task.id;
  if (const auto* gossip = std::get_if<GossipMessage>(&payload); gossip != nullptr && gossip->carries())
    result.state = std::make_shared<const std::string>(
        damaged(gossip->encoded ? *gossip->encoded : canonical_bytes(world_, *gossip->state), world_.scenario.seed,
                {.purpose = Purpose::fault_damage, .entity = sending.from, .index = sending.sequence}));
  return result;
}

void ShardMail::route(Event event, std::vector<std::vector<Event>>& crossing) {
  const std::uint32_t shard = map_.shard_of(event.node);
  if (shard == shard_)
    queue_.push(std::move(event));
  else
    crossing[shard].push_back(std::move(event));
}

} // namespace creditsim::core
