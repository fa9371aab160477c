// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/node_names.hpp"

#include <cstdint>
#include <string_view>

namespace creditsim::core {

enum class TransactionType : std::uint8_t {
  credit, ///< added to the writer's earned counter
  debit,  ///< added to the writer's spent counter
};

/// One record of the ledger. Its texts belong to the `TransactionArchive` that holds it; nothing in it ever changes.
struct Transaction {
  std::string_view id;
  std::string_view memo;
  Credits amount;                  ///< above zero
  std::int64_t timestamp_ms = 0;   ///< the writer's clock
  std::uint64_t digest = 0;        ///< of all of the above and the type and owner; the archive fills it in
  OwnerId owner = 0;               ///< the node that wrote it
  std::uint32_t encoded_bytes = 0; ///< size in the canonical binary encoding; the archive fills it in
  TransactionType type = TransactionType::credit;
  bool imported = false; ///< came from outside its archive, so another record of the archive may have the same id
};

/// Whether both record the same, owners compared by number.
bool same_record(const Transaction& a, const Transaction& b);

} // namespace creditsim::core
