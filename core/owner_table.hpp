// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_names.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace creditsim::core {

/// Which start of an identity; the first is 1.
using Incarnation = std::uint32_t;

/// The place of an (identity, incarnation) in its `OwnerTable`, dense from 0.
using Slot = std::uint32_t;

/// No slot.
inline constexpr Slot no_slot = std::numeric_limits<Slot>::max();

/// The owners of entries: every (identity, incarnation) that a set of replicas knows, each once. Replicas that share
/// one table exchange entries without names.
///
/// In a simulation all slots are made beforehand: identity i first has slot i, so that nodes and slots agree; the slots
/// of restarts follow. Look-ups are safe from many threads as long as nobody interns.
class OwnerTable {
public:
  explicit OwnerTable(std::shared_ptr<NodeNames> names);

  /// The slot of an owner, new if it was not known. `identity` is known to `names`.
  Slot intern(OwnerId identity, Incarnation incarnation);

  std::optional<Slot> find(OwnerId identity, Incarnation incarnation) const;

  OwnerId identity(Slot slot) const { return owners_[slot].identity; }
  Incarnation incarnation(Slot slot) const { return owners_[slot].incarnation; }

  /// Calls `visit(Slot)` for each slot of an identity, the first incarnation that was interned last.
  template <class Visit> void for_each_slot(OwnerId identity, Visit&& visit) const {
    for (Slot slot = newest_slot(identity); slot != no_slot; slot = owners_[slot].next)
      visit(slot);
  }

  /// What orders owners the same way everywhere, whatever the table: the hash of the name, then the incarnation.
  struct OrderKey {
    std::uint64_t name_hash = 0;
    Incarnation incarnation = 0;
    friend auto operator<=>(const OrderKey&, const OrderKey&) = default;
  };
  OrderKey order_key(Slot slot) const { return {owners_[slot].name_hash, owners_[slot].incarnation}; }

  /// What an owner's version counts for in digests (`LedgerDigests::counters`), whatever the table. Odd, so that no
  /// version is lost on it.
  std::uint64_t weight(Slot slot) const { return owners_[slot].weight; }

  /// One number for what the first `count` owners are and in which order: equal for tables of which `count` slots mean
  /// the same. Constant time. Not for hostile input.
  std::uint64_t directory_digest(std::uint32_t count) const { return count == 0 ? 0 : directory_digests_[count - 1]; }

  /// The number by which transactions name the other side of a payment: the hash of the name, never 0.
  std::uint64_t name_hash(OwnerId identity) const;

  std::uint32_t size() const { return static_cast<std::uint32_t>(owners_.size()); }
  const std::shared_ptr<NodeNames>& names() const { return names_; }

private:
  struct Owner {
    std::uint64_t name_hash;
    std::uint64_t weight;
    OwnerId identity;
    Incarnation incarnation;
    Slot next; // of the same identity, interned before; `no_slot` ends the list
  };

  Slot newest_slot(OwnerId identity) const { return identity < newest_.size() ? newest_[identity] : no_slot; }

  std::shared_ptr<NodeNames> names_;
  std::vector<Owner> owners_;
  std::vector<Slot> newest_;                     // by identity
  std::vector<std::uint64_t> directory_digests_; // by slot, of all owners up to it
};

} // namespace creditsim::core
