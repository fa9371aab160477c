// SPDX-License-Identifier: MIT
#pragma once

#include "core/replica.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace creditsim::core {

/// A replica, of either form, that loses one entry of one join: the first that is news to it. For tests that ask
/// whether such a loss is found (`PlantedFault::forgetful_replica`); everything else is the healthy replica's.
class ForgetfulReplica final : public Replica {
public:
  explicit ForgetfulReplica(std::unique_ptr<Replica> healthy)
      : Replica{healthy->shared_options()}, healthy_{std::move(healthy)} {}

  std::unique_ptr<Replica> clone() const override;
  std::unique_ptr<Replica> blank() const override { return std::make_unique<ForgetfulReplica>(healthy_->blank()); }
  Result<JoinChange> join(const ReplicaState& state) override;

  HybridTime restamp(HybridTime limit, OwnerId identity, HybridTime from) override {
    return healthy_->restamp(limit, identity, from);
  }
  void write(const OwnChange& change) override { healthy_->write(change); }
  std::shared_ptr<const ReplicaState> share(HybridTime clock) const override { return healthy_->share(clock); }
  LedgerState state(HybridTime clock) const override { return healthy_->state(clock); }
  const Entry& entry(Slot slot) const override { return healthy_->entry(slot); }
  std::uint32_t version(Slot slot) const override { return healthy_->version(slot); }
  LedgerDigests digests() const override { return healthy_->digests(); }
  std::uint64_t encoded_bytes() const override { return healthy_->encoded_bytes(); }
  std::uint64_t entries_known() const override { return healthy_->entries_known(); }
  std::uint64_t entry_memory_bytes() const override { return healthy_->entry_memory_bytes(); }
  const MetadataMap& metadata() const override { return healthy_->metadata(); }
  std::vector<LedgerRow> newest_rows() const override { return healthy_->newest_rows(); }
  std::uint64_t equivocations() const override { return healthy_->equivocations(); }
  Credits total_account() const override { return healthy_->total_account(); }

private:
  std::shared_ptr<const ReplicaState> without_news(const ReplicaState& state) const;

  std::unique_ptr<Replica> healthy_;
  bool has_forgotten_ = false;
};

} // namespace creditsim::core
