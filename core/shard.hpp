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

  /// Call before and after each activation: notes what changed in the node's figures and sends what it left in the
  /// outbox on its way.
  void before_activation(NodeIndex node) { before_ = figures_[node]; }
  void after_activation(NodeIndex node);

  /// Sums up the window.
  WindowReport close_window(const WindowOrder& order);

  /// Which states the replicas hold. The observations are for the caller to ask of `observed_nodes`.
  SampleReport sample() const;

  /// The nodes of this shard whose replicas are observed: all in networks of up to 1,000 nodes, else every
  /// (nodes / 1000)-th.
  const std::vector<NodeIndex>& observed_nodes() const { return observed_; }

private:
  /// Whether the node's replica is compared with others.
  bool counts(NodeIndex node) const { return gossips_ && world_.honest(node); }

  const NodeWorld& world_;
  const ShardMap& map_;
  std::uint32_t index_;
  NodeFigures* figures_;
  ShardMail mail_;
  bool gossips_; // else replicas never hear of each other, and nobody asks how alike they are
  ReplicaCensus census_;
  Outbox outbox_;
  NodeFigures before_;  // of the node that is being activated
  WindowReport totals_; // what is carried from window to window
  std::vector<std::vector<Event>> crossing_;
  std::uint64_t window_digest_ = 0;
  std::vector<NodeIndex> observed_;
  std::vector<EventRecord> records_;
  std::vector<LoggedEvent> log_;
};

} // namespace creditsim::core
