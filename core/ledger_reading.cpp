// SPDX-License-Identifier: MIT
#include "core/ledger_reading.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace creditsim::core {

const EntryReading* LedgerReading::find(OwnerId owner) const {
  const auto found = std::lower_bound(entries.begin(), entries.end(), owner,
                                      [](const EntryReading& entry, OwnerId wanted) { return entry.owner < wanted; });
  return found != entries.end() && found->owner == owner ? &*found : nullptr;
}

const char* ability_name(LedgerAbility ability) {
  switch (ability) {
  case LedgerAbility::entries:
    return "entries";
  case LedgerAbility::versions:
    return "versions";
  case LedgerAbility::grants:
    return "grants";
  case LedgerAbility::rows:
    return "rows";
  case LedgerAbility::snapshot:
    return "snapshot";
  case LedgerAbility::sums:
    return "sums";
  case LedgerAbility::once_per_task:
    return "once_per_task";
  case LedgerAbility::own_limit:
    return "own_limit";
  }
  CREDITSIM_CHECK(false);
}

} // namespace creditsim::core
