// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_json.hpp"
#include "core/ledger_state.hpp"
#include "core/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace creditsim::core {

/// The value of the member `format`: other layouts get other numbers.
inline constexpr std::string_view ledger_state_format = "creditsim-ledger/1";

/// The JSON of a state of the corrected ledger, for people and other tools; it holds what the binary encoding holds, in
/// the same order, and all of the authenticators. Members of every object ascend by name and are all there:
///
///     clock       {count, ms}
///     entries     [{authenticator, earned, granted, horizon, identity, incarnation, refunded, spent, version}]
///     format      "creditsim-ledger/1"
///     metadata    [{deleted, identity, incarnation, key, stamp, value, version}]
///     rows        [{amount, identity, incarnation, kind, peer, stamp, task, version}]
///
/// - Amounts are texts with two decimals, `"12.30"`. As numbers they would pass through doubles in most readers, which
///   hold no 0.1, and come back as 12.3 or 1e+21; a text stays as it is and has one form.
/// - `authenticator`, `horizon`, `task` and `peer` are texts of 16 hexadecimal digits, since they may need all 64 bits,
///   of which doubles hold 53.
/// - Stamps are objects: milliseconds and the count within one, which fit into doubles and can be sorted by.
/// - `kind` is a word of `RecordKind`; `value` is the value itself, not its text.
std::string encode_ledger_state_json(const LedgerState& state, JsonLayout layout = JsonLayout::compact);

/// Reads a state, whole or not at all, equal to the one that was encoded. Owners are interned in `owners` only when all
/// is good.
///
/// Refuses (`Errc::malformed`, `Errc::invalid_value`, `Errc::invalid_amount`, `Errc::overflow`) what
/// `parse_strict_json` refuses, members that are unknown, missing or of the wrong type or form, numbers out of range
/// and what `LedgerStateDraft` refuses; members of an object may stand in any order. The message names place, found and
/// expected in one line.
Result<LedgerState> decode_ledger_state_json(std::string_view text, std::shared_ptr<OwnerTable> owners);

} // namespace creditsim::core
