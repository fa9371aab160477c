// SPDX-License-Identifier: MIT
#include "core/replica.hpp"

#include "core/hash.hpp"

#include <algorithm>

namespace creditsim::core {

Credits Replica::account(OwnerId identity) const {
  const bool once = options_.rules.grant == Rules::Grant::once_per_identity;
  Credits granted;
  Credits moved;
  for (const Slot slot : options_.owners->slots_of(identity)) {
    const Entry known = entry(slot);
    granted = once ? std::max(granted, known.granted) : granted + known.granted;
    moved += known.moved();
  }
  return granted + moved;
}

std::uint64_t Replica::weight(const OwnerTable::OrderKey& owner) {
  return mix64(chain64(owner.name_hash, owner.incarnation)) | 1;
}

} // namespace creditsim::core
