// SPDX-License-Identifier: MIT
#include "core/owner_table.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"

#include <utility>

namespace creditsim::core {

OwnerTable::OwnerTable(std::shared_ptr<NodeNames> names) : names_{std::move(names)} {
  CREDITSIM_CHECK(names_ != nullptr);
}

Slot OwnerTable::intern(OwnerId identity, Incarnation incarnation) {
  if (const auto known = find(identity, incarnation))
    return *known;
  if (identity >= newest_.size())
    newest_.resize(identity + 1, no_slot);
  const Slot slot = size();
  const std::uint64_t hash = name_hash(identity);
  owners_.push_back({.name_hash = hash,
                     .weight = mix64(chain64(hash, incarnation)) | 1,
                     .identity = identity,
                     .incarnation = incarnation,
                     .next = newest_[identity]});
  newest_[identity] = slot;
  directory_digests_.push_back(chain64(chain64(directory_digest(slot), hash), incarnation));
  return slot;
}

std::optional<Slot> OwnerTable::find(OwnerId identity, Incarnation incarnation) const {
  for (Slot slot = newest_slot(identity); slot != no_slot; slot = owners_[slot].next)
    if (owners_[slot].incarnation == incarnation)
      return slot;
  return std::nullopt;
}

std::uint64_t OwnerTable::name_hash(OwnerId identity) const {
  if (const Slot slot = newest_slot(identity); slot != no_slot)
    return owners_[slot].name_hash;
  const std::uint64_t hash = hash64(names_->name(identity));
  return hash == 0 ? 1 : hash;
}

} // namespace creditsim::core
