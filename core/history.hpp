// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "core/transaction.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace creditsim::core {

/// A transaction as the history of a credit system shows it. It does not say who wrote it (fault A4).
struct HistoryRow {
  std::string id;
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

/// The row as the reference returns it: one object, in which details replace members of the same name (fault E6).
nlohmann::ordered_json to_json(const HistoryRow& row);

} // namespace creditsim::core
