// SPDX-License-Identifier: MIT
#include "core/replica.hpp"

#include <algorithm>
#include <string>

namespace creditsim::core {

Result<void> check_authentic(const ReplicaOptions& options, Slot slot, const Entry& entry) {
  const OwnerTable& owners = *options.owners;
  if (options.authority.accepts(owners.order_key(slot), entry))
    return {};
  return Error{Errc::not_authentic, "entry of " + owners.names()->name(owners.identity(slot)) + ", incarnation " +
                                        std::to_string(owners.incarnation(slot)) + ", version " +
                                        std::to_string(entry.version) + ": not written by its owner"};
}

Credits Replica::account(OwnerId identity) const {
  const bool once = options().rules.grant == Rules::Grant::once_per_identity &&
                    options().planted != PlantedFault::grant_per_incarnation;
  Credits granted;
  Credits moved;
  options().owners->for_each_slot(identity, [&](Slot slot) {
    const Entry& known = entry(slot);
    granted = once ? std::max(granted, known.granted) : granted + known.granted;
    moved += known.moved();
  });
  return granted + moved;
}

std::vector<LedgerRow> Replica::newest_rows_of(OwnerId identity, std::size_t limit) const {
  auto rows = newest_rows();
  std::erase_if(rows, [&](const LedgerRow& row) { return options().owners->identity(row.slot) != identity; });
  if (rows.size() > limit)
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(limit));
  return rows;
}

} // namespace creditsim::core
