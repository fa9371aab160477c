// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"
#include "core/ledger_export.hpp"
#include "core/lww_map.hpp"
#include "core/result.hpp"
#include "core/transaction.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace creditsim::core {

/// How a ledger's JSON is laid out.
enum class JsonLayout {
  compact, ///< one line
  file,    ///< as the reference saves it: two spaces a level, no newline at the end
};

/// Whether JavaScript puts member `a` of an object before member `b` whatever the order in which they were set: array
/// indices go first, ascending.
bool stands_before(std::string_view a, std::string_view b);

/// The reference's JSON of a state. Counters by ascending name; metadata in the reference's order (keys that are array
/// indices first, ascending, then as they became known); amounts as decimal numbers of credits.
std::string encode_ledger_json(const LedgerExport& state, JsonLayout layout = JsonLayout::compact);

/// Reads a state from the reference's JSON, whole or not at all. Any part may be missing. Owners are interned in
/// `names`, records stand in an archive of the export's own.
///
/// Refuses (`Errc::malformed`) what `parse_strict_json` refuses and members that are unknown, missing or of the wrong
/// type; (`Errc::invalid_value`, `Errc::invalid_amount`) what is out of range. Amounts are within 1e-5 of a hundredth
/// in 0..`amount_hundredths_max`, above zero in a transaction; timestamps whole milliseconds that doubles hold
/// exactly (2^53 either way). The message names place, found and expected in one line.
Result<LedgerExport> decode_ledger_json(std::string_view text, std::shared_ptr<NodeNames> names);

/// The same from parsed JSON, which must not be nested deeper than `json_depth_max`.
Result<LedgerExport> ledger_from_json(const nlohmann::ordered_json& json, std::shared_ptr<NodeNames> names);

/// The parts by themselves, as the reference's `fromJSON` takes them and `toJSON` gives them; `place` starts each
/// message. A counter or map without `nodeId` has no owner.
Result<GCounter> counter_from_json(const nlohmann::ordered_json& json, std::string_view place, NodeNames& names);
Result<LwwMap> map_from_json(const nlohmann::ordered_json& json, std::string_view place, NodeNames& names);
nlohmann::ordered_json counter_to_json(const GCounter& counter);
nlohmann::ordered_json map_to_json(const LwwMap& map, const NodeNames& names);
nlohmann::ordered_json transaction_to_json(const Transaction& record, const NodeNames& names);

} // namespace creditsim::core
