// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_reading.hpp"
#include "core/owner_labels.hpp"
#include "core/written_entries.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace creditsim::core {

/// Whether what one replica lists agrees with its entries.
///
/// Of each owner: no change beyond the entry's version, no two under one version; where everything is listed its
/// changes add up to the counters, and where the list is full those that are left add up to what the counters gained
/// since. What was listed goes only when the list is full, and the oldest goes first.
class HistoryCheck {
public:
  /// Looks at a replica whose entries are `reading`. `versions`: `LedgerAbility::versions`; without them only sums are
  /// compared.
  std::optional<std::string> look(const RowsReading& rows, const LedgerReading& reading, const WrittenEntries& written,
                                  const OwnerLabels& labels, bool versions);

  /// The replica starts from an older store.
  void forget() { listed_.clear(); }

private:
  struct Listed {
    std::uint64_t name;  // owner and version
    std::uint64_t order; // as in `RowReading`
  };
  std::optional<std::string> dropped(const std::vector<Listed>& now, const RowsReading& rows,
                                     const OwnerLabels& labels) const;

  std::vector<Listed> listed_; // by name, when it was last looked at
};

} // namespace creditsim::core
