// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>
#include <memory>

namespace creditsim::core {

/// What a gossip message carries.
struct Shipment {
  std::shared_ptr<const SharedState> state; ///< shared by all messages that carry it
  std::uint64_t bytes = 0;                  ///< size in the canonical encoding
};

/// Decides what a node tells a peer about its replica.
class GossipStrategy {
public:
  virtual ~GossipStrategy() = default;

  /// What to send to `peer` now.
  virtual Shipment shipment(const CreditLedger& ledger, NodeIndex peer, std::int64_t now_ms) = 0;

  /// The replica has changed since the last shipment.
  virtual void replica_changed() = 0;
};

/// The strategy of that name.
std::unique_ptr<GossipStrategy> make_gossip_strategy(GossipSpec::Strategy strategy);

} // namespace creditsim::core
