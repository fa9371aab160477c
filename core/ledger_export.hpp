// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"
#include "core/lww_map.hpp"
#include "core/node_names.hpp"
#include "core/transaction_archive.hpp"
#include "core/transaction_log.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace creditsim::core {

/// The state of a ledger as it travels, is stored and is joined. Every part may be missing; a join leaves alone what
/// is. Plain data: a copy costs 8 to 32 bytes a counter entry and 16 a transaction.
struct LedgerExport {
  std::shared_ptr<NodeNames> names{};            ///< of the owners in all parts; never null
  std::shared_ptr<TransactionArchive> archive{}; ///< holds the records; null only when there are no transactions
  std::optional<OwnerId> node{};                 ///< whose export it is
  std::optional<std::int64_t> timestamp_ms{};    ///< when it was made
  std::optional<GCounter> earned{};
  std::optional<GCounter> spent{};
  std::optional<LwwMap> metadata{};
  std::optional<TransactionList> transactions{};
};

/// Whether both hold the same: the same parts, owners by name, the same entries, the same records in the same order.
bool operator==(const LedgerExport& a, const LedgerExport& b);

} // namespace creditsim::core
