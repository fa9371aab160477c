// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/ledger_export.hpp"
#include "core/lww_map.hpp"
#include "core/result.hpp"
#include "core/transaction.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::core {

/// The latest and, negated, the earliest timestamp in milliseconds: what a double holds exactly. JavaScript's dates end
/// at 8.64e15, but the reference joins later ones and fails when it shows them (fault E5).
inline constexpr std::int64_t timestamp_ms_max = 9'007'199'254'740'991;

/// A state as a decoder found it, owners by name: until it is known to be good as a whole it leaves no trace.
/// Texts belong to what is decoded.
struct LedgerDraft {
  struct Counter {
    std::optional<std::string_view> owner;
    std::vector<std::pair<std::string_view, Credits>> entries; ///< each name once
  };
  struct Map {
    std::optional<std::string_view> owner;
    std::vector<LwwEntry> entries; ///< each key once, in the order in which they become known
  };
  struct Record {
    Transaction record; ///< but for its owner
    std::string_view owner;
  };
  std::optional<std::string_view> node;
  std::optional<std::int64_t> timestamp_ms;
  std::optional<Counter> earned;
  std::optional<Counter> spent;
  std::optional<Map> metadata;
  std::optional<std::vector<Record>> transactions;
};

/// The counter of `draft` with its names interned. Refuses a sum out of range (`Errc::overflow`), nothing is then
/// interned; `place` starts the message.
Result<GCounter> finish_counter(const LedgerDraft::Counter& draft, std::string_view place, NodeNames& names);

/// The map of `draft` with its owner interned.
LwwMap finish_map(LedgerDraft::Map draft, NodeNames& names);

/// The state of `draft`: its names interned, its records in an archive of its own. Refuses what `finish_counter`
/// refuses, nothing is then interned.
Result<LedgerExport> finish_ledger(LedgerDraft draft, std::shared_ptr<NodeNames> names);

} // namespace creditsim::core
