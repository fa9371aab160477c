// SPDX-License-Identifier: MIT
#include "core/forgetful_replica.hpp"

#include "core/check.hpp"
#include "core/literal_replica.hpp"
#include "core/version_replica.hpp"

namespace creditsim::core {

namespace {

/// The first owner of whom `version_of` knows more than the replica; `no_slot` where there is none.
template <class VersionOf> Slot first_news(const Replica& replica, std::size_t owners, VersionOf version_of) {
  for (Slot slot = 0; slot < owners; ++slot)
    if (version_of(slot) > replica.version(slot))
      return slot;
  return no_slot;
}

} // namespace

std::unique_ptr<Replica> ForgetfulReplica::clone() const {
  auto copy = std::make_unique<ForgetfulReplica>(healthy_->clone());
  copy->has_forgotten_ = has_forgotten_;
  return copy;
}

Result<JoinChange> ForgetfulReplica::join(const ReplicaState& state) {
  const auto less = has_forgotten_ ? nullptr : without_news(state);
  has_forgotten_ = has_forgotten_ || less != nullptr;
  return healthy_->join(less == nullptr ? state : *less);
}

/// The state as if one owner had not been heard of; null where all is known already.
std::shared_ptr<const ReplicaState> ForgetfulReplica::without_news(const ReplicaState& state) const {
  if (const auto* literal = dynamic_cast<const LiteralState*>(&state)) {
    LedgerState less = literal->state();
    const Slot slot =
        first_news(*healthy_, less.entries.size(), [&](Slot owner) { return less.entries[owner].version; });
    if (slot == no_slot)
      return nullptr;
    less.entries[slot] = {};
    std::erase_if(less.rows, [&](const LedgerRow& row) { return row.slot == slot; });
    std::erase_if(less.metadata, [&](const MetadataEntry& entry) { return entry.slot == slot; });
    return std::make_shared<const LiteralState>(std::move(less), literal->encoded_bytes());
  }
  const auto* vector = dynamic_cast<const VersionState*>(&state);
  CREDITSIM_CHECK(vector != nullptr);
  std::vector<std::uint32_t> less = vector->versions();
  const Slot slot = first_news(*healthy_, less.size(), [&](Slot owner) { return less[owner]; });
  if (slot == no_slot)
    return nullptr;
  less[slot] = 0;
  return std::make_shared<const VersionState>(std::move(less), vector->figures(), vector->encoded_bytes(),
                                              vector->clock());
}

} // namespace creditsim::core
