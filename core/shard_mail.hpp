// SPDX-License-Identifier: MIT
#pragma once

#include "core/event_queue.hpp"
#include "core/link_faults.hpp"
#include "core/link_model.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"

#include <optional>
#include <span>
#include <vector>

namespace creditsim::core {

/// How nodes are split into shards: contiguous slices of nearly equal size.
class ShardMap {
public:
  /// `shards` is at least 1 and at most `nodes`.
  ShardMap(std::uint32_t nodes, std::uint32_t shards);

  std::uint32_t shards() const { return shards_; }
  std::uint32_t shard_of(NodeIndex node) const;
  NodeIndex first(std::uint32_t shard) const;
  NodeIndex end(std::uint32_t shard) const { return first(shard + 1); }

private:
  std::uint32_t nodes_;
  std::uint32_t shards_;
};

/// All that is due for one node in a window, in stamp order.
struct Batch {
  NodeIndex node = 0;
  std::span<const Event* const> due;
};

/// The mail of a shard's nodes in virtual time: what is due, and what the network does to what they send.
class ShardMail {
public:
  /// `world` and `map` outlive the mail.
  ShardMail(const NodeWorld& world, const ShardMap& map, std::uint32_t shard);

  /// Takes over events for nodes of this shard; none is due before the last window's end.
  void accept(std::vector<Event> events);

  /// The time of the earliest event that waits here, or `never`.
  TimeUs next_time() const { return queue_.next_time(); }

  /// Collects what is due before `end_us`, node by node. The batches are valid until the next call.
  const std::vector<Batch>& open_window(TimeUs end_us);

  /// Sends the envelopes of `outbox` through the network and stores its timers. Events for nodes of another shard are
  /// appended to `crossing[shard]`. Lost and duplicated messages are counted in `outbox.traffic` and, where they carry
  /// a task, reported in `outbox.tasks`; what faults of the plan did is counted in `outbox.effects`.
  void send(Outbox& outbox, std::vector<std::vector<Event>>& crossing);

private:
  Fate fate_of(const Envelope& envelope, Outbox& outbox);
  Payload damage(const Payload& payload, const Sending& sending) const;
  void route(Event event, std::vector<std::vector<Event>>& crossing);

  const NodeWorld& world_;
  LinkModel links_;
  std::optional<LinkFaults> faults_; // where the plan has any
  const ShardMap& map_;
  std::uint32_t shard_;
  bool ordered_;
  EventQueue queue_;
  std::vector<Event> due_;
  std::vector<const Event*> order_;
  std::vector<Batch> batches_;
};

} // namespace creditsim::core
