// SPDX-License-Identifier: MIT
#include "core/gossip_strategy.hpp"

#include "core/check.hpp"

namespace creditsim::core {

namespace {

// The whole state in every message. It is exported once per state, not once per message, so its time of export is that
// of the first message that carried it; joins do not look at it.
class FullState : public GossipStrategy {
public:
  Shipment shipment(const CreditLedger& ledger, NodeIndex, std::int64_t now_ms) override {
    if (!latest_.state) {
      latest_.state = ledger.share(now_ms);
      latest_.bytes = latest_.state->encoded_bytes();
    }
    return latest_;
  }

  void replica_changed() override { latest_ = {}; }

private:
  Shipment latest_;
};

} // namespace

std::unique_ptr<GossipStrategy> make_gossip_strategy(GossipSpec::Strategy strategy) {
  switch (strategy) {
  case GossipSpec::Strategy::full_state:
    return std::make_unique<FullState>();
  }
  CREDITSIM_CHECK(false);
}

} // namespace creditsim::core
