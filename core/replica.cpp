// SPDX-License-Identifier: MIT
#include "core/replica.hpp"

#include "core/hash.hpp"

#include <algorithm>

namespace creditsim::core {

Credits Replica::account(OwnerId identity) const {
  const bool once = options_.rules.grant == Rules::Grant::once_per_identity;
  Credits granted;
  Credits moved;
  options_.owners->for_each_slot(identity, [&](Slot slot) {
    const Entry known = entry(slot);
    granted = once ? std::max(granted, known.granted) : granted + known.granted;
    moved += known.moved();
  });
  return granted + moved;
}

std::vector<LedgerRow> Replica::newest_rows_of(OwnerId identity, std::size_t limit) const {
  auto rows = newest_rows();
  std::erase_if(rows, [&](const LedgerRow& row) { return options_.owners->identity(row.slot) != identity; });
  if (rows.size() > limit)
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(limit));
  return rows;
}

std::uint64_t Replica::weight(const OwnerTable::OrderKey& owner) {
  return mix64(chain64(owner.name_hash, owner.incarnation)) | 1;
}

} // namespace creditsim::core
