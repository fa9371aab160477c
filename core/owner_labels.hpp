// SPDX-License-Identifier: MIT
#pragma once

#include "core/owner_table.hpp"

#include <string>

namespace creditsim::core {

/// Who the owners of entries are, whether a ledger counts identities or their incarnations.
class OwnerLabels {
public:
  /// `owners` is null where an owner is an identity. Both outlive the labels.
  OwnerLabels(const NodeNames& names, const OwnerTable* owners) : names_{names}, owners_{owners} {}

  OwnerId identity(OwnerId owner) const { return owners_ == nullptr ? owner : owners_->identity(owner); }

  /// For people: `n3`, and `n3/2` for its second incarnation. An owner that nobody knows is told by its number.
  std::string of(OwnerId owner) const {
    if (owners_ == nullptr)
      return owner < names_.size() ? names_.name(owner) : "owner " + std::to_string(owner);
    if (owner >= owners_->size())
      return "owner " + std::to_string(owner);
    const Incarnation incarnation = owners_->incarnation(owner);
    return names_.name(owners_->identity(owner)) + (incarnation > 1 ? "/" + std::to_string(incarnation) : "");
  }

private:
  const NodeNames& names_;
  const OwnerTable* owners_;
};

} // namespace creditsim::core
