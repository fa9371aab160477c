// SPDX-License-Identifier: MIT
#pragma once

#include "core/convergence.hpp"
#include "core/node_world.hpp"
#include "core/shard_mail.hpp"
#include "core/window.hpp"

#include <vector>

namespace creditsim::core {

/// A slice of the nodes between two windows: their mail, their figures, and which states their replicas hold.
/// It does not run them: whoever owns it activates the nodes of each batch, which leave their results in the outbox.
class Shard {
public:
  /// `figures` are the rows of all nodes; the shard writes those of its own.
  Shard(const NodeWorld& world, const ShardMap& map, std::uint32_t index, NodeFigures* figures);

  NodeIndex first() const { return map_.first(index_); }
  NodeIndex end() const { return map_.end(index_); }

  Outbox& outbox() { return outbox_; }

  /// Takes over what arrived and collects what is due before the window's end.
  const std::vector<Batch>& open_window(WindowOrder& order);

  /// Collects what the activated nodes left in the outbox.
  WindowReport close_window(const WindowOrder& order);

  /// Which states the replicas hold. The staleness is for the caller to ask of `observed_nodes`.
  SampleReport sample() const;

  /// The nodes of this shard whose staleness is sampled: all in networks of up to 1,000 nodes, else every
  /// (nodes / 1000)-th.
  const std::vector<NodeIndex>& observed_nodes() const { return observed_; }

private:
  void start_nodes();
  void take_report(NodeIndex node, const NodeFigures& now);

  const NodeWorld& world_;
  const ShardMap& map_;
  std::uint32_t index_;
  NodeFigures* figures_;
  ShardMail mail_;
  ReplicaCensus census_;
  Outbox outbox_;
  WindowReport totals_; // what is carried from window to window
  std::vector<NodeIndex> observed_;
  std::vector<EventRecord> records_;
};

} // namespace creditsim::core
