// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credit_system.hpp"
#include "core/gossip_strategy.hpp"
#include "core/id_source.hpp"
#include "core/load_operation.hpp"
#include "core/node_world.hpp"
#include "core/operation_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::core {

/// A node under load: the credit system over a ledger that a simulated node (`Node`) has, without virtual time, task
/// desk and watchers. Whoever drives it says what time it is.
class LoadNode {
public:
  /// Gossip of a node since it began.
  struct Traffic {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t rejected = 0; ///< of those received

    friend bool operator==(const Traffic&, const Traffic&) = default;
  };

  /// `world` and `terms` outlive the node. The node is granted its initial credits.
  LoadNode(const NodeWorld& world, const LoadTerms& terms, NodeIndex self);
  LoadNode(const LoadNode&) = delete;
  LoadNode& operator=(const LoadNode&) = delete;

  /// Takes or pays what `operation`, which is for this node, says, by the rules of the scenario. Under `transfer` a
  /// payment is booked, and a price is held and settled with the client at once; else a reward is minted, a price
  /// burned.
  LoadAnswer operate(const LoadOperation& operation, std::int64_t now_ms);

  /// The peers of the node's next gossip round.
  std::vector<NodeIndex> next_peers();

  /// What to tell `peer`, which it is then told.
  Shipment ship(NodeIndex peer, std::int64_t now_ms);

  /// Joins what a peer told. A state that is refused is counted.
  void join(const Shipment& shipment, std::int64_t now_ms);

  /// A request without a state leaves, or arrives.
  void note_sent() { ++traffic_.sent; }
  void note_received() { ++traffic_.received; }

  const Traffic& traffic() const { return traffic_; }
  CreditLedger& ledger() { return *ledger_; }
  const CreditLedger& ledger() const { return *ledger_; }

  /// The owner that the node writes as.
  OwnerId owner() const { return slot_; }

  const LoadTerms& terms() const { return terms_; }

  /// Its own entry each time that others were told it, in order.
  const std::vector<EntryReading>& told() const { return told_; }

  /// What was wrong with the first message whose content had changed on its way; empty where none had.
  const std::string& changed_message() const { return changed_message_; }

private:
  Result<void> earn(const LoadOperation& operation, std::int64_t now_ms);
  Result<void> spend(const LoadOperation& operation, std::int64_t now_ms);
  Payment payment_for(const LoadOperation& operation, Credits base);

  const NodeWorld& world_;
  const LoadTerms& terms_;
  NodeIndex self_;
  Slot slot_;
  IdSource ids_;
  std::unique_ptr<CreditLedger> ledger_;
  CreditSystem system_;
  std::unique_ptr<GossipStrategy> strategy_; // made at the first contact
  std::string task_name_;                    // of the task at hand, where texts are kept
  std::vector<EntryReading> told_;
  std::string changed_message_;
  Traffic traffic_;
  std::uint32_t rounds_ = 0;
};

} // namespace creditsim::core
