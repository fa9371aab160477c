// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_reading.hpp"
#include "core/owner_labels.hpp"
#include "core/written_entries.hpp"

#include <optional>
#include <string>

namespace creditsim::core {

/// Who looks at an entry, and how closely it can.
struct OwnershipView {
  bool versions = false; ///< `LedgerAbility::versions`
  bool own = false;      ///< the entry is of the looking node
};

/// Why `held` is not what its owner wrote, if it is not.
std::optional<std::string> not_written(const EntryReading& held, const WrittenEntries& written, OwnershipView view,
                                       const OwnerLabels& labels);

} // namespace creditsim::core
