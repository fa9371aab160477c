// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "core/transaction.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace creditsim::core {

/// A transaction as the history of a credit system shows it.
struct HistoryRow {
  std::string id;
  std::string node{};        ///< who wrote it; empty where rows do not say (fault A4)
  std::uint32_t version = 0; ///< the change of that node's entry, counted from 1; 0 where rows do not say (fault E10)
  TransactionType type = TransactionType::credit;
  Credits amount;
  std::int64_t timestamp_ms = 0;
  std::string date; ///< `timestamp_ms` as ISO 8601 in UTC with milliseconds
  /// What the memo says: the members of an object; the elements of a list, and the UTF-16 units of a text, under their
  /// indices; the memo itself under `memo` when it is not JSON; nothing for other JSON values and an empty memo.
  nlohmann::ordered_json details = nlohmann::ordered_json::object();
};

/// The row of one transaction. Refuses a timestamp beyond JavaScript's dates, 8.64e15 ms either way
/// (`Errc::invalid_value`, `Invalid time value`; fault E5).
Result<HistoryRow> history_row(const Transaction& record);

/// The row as one object. Where it does not say who wrote it, as the reference returns it: details replace members of
/// the same name (fault E6). Else they stand under `details`.
nlohmann::ordered_json to_json(const HistoryRow& row);

} // namespace creditsim::core
