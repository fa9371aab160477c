// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace creditsim::core {

/// Who is asked for its history, and when.
struct HistoryReader {
  std::string_view node;      ///< the name of its identity
  std::int64_t latest_ms = 0; ///< nothing can have happened later, by any clock that may be followed
  bool own_clock = true;      ///< its own clock is right, so that it can tell
};

/// What is wrong with the history as the node shows it to people: it cannot be read, a row is not of that node or does
/// not say so, is neither credit nor debit, or does not say how many came before it; or its replica lists changes that
/// are still to come, in places that are others' places.
std::optional<std::string> shown_wrongly(const CreditLedger& ledger, const HistoryReader& reader);

} // namespace creditsim::core
