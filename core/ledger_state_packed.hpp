// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_state.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace creditsim::core {

/// The state of a corrected ledger in few bytes, for those who share a table of owners: owners are slots, and columns
/// of numbers that are near each other take a few bits a number (`write_column`). Whole states and deltas
/// (`delta_since`) alike: what is not known takes no room.
///
///     magic "CSLP", version 1 (1 byte), size of an authenticator (1 byte: 0 or 8), clock (8 bytes)
///     slots: number, one more than the last slot with an entry
///     directory: 8 bytes, `OwnerTable::directory_digest` of so many slots
///     count of entries, by ascending slot, in blocks of 128, the last one of what is left; of each block
///         columns: slots skipped before it, version, granted, earned, spent, refunded, horizon
///         authenticators: 8 bytes each; nothing at size 0
///     count of rows, in their order (`row_before`), in blocks likewise; of each block
///         columns: slot, version, stamp, kind, amount, task, peer
///     count of metadata, by ascending key:
///         key, value: texts; stamp: 8 bytes; owner: 4 bytes, its slot; version: number; deleted: 1 byte
///     XXH3-64 of all bytes before (8 bytes)
///
/// Counts and numbers are LEB128 without superfluous bytes, fixed numbers are little-endian, a text is its length and
/// its bytes. Version 1 never changes. One state over one table has one sequence of bytes.
///
/// Owners of rows and metadata have an entry. At size 0 authenticators are left out; who decodes such a state finds 0
/// in their place. A state of a replica under other rules than the corrected ones (rows by arrival) is encoded, too,
/// but not decoded.
std::string encode_ledger_state_packed(const LedgerState& state,
                                       std::uint32_t authenticator_bytes = authenticator_bytes_default);

/// Reads a state over `owners`, whole or not at all, so that encoding it again gives the same bytes. The table does not
/// change; it may know more owners than the encoder's, after those.
///
/// Refuses (`Errc::malformed`, `Errc::invalid_value`, `Errc::overflow`) bytes that name the slots of another table,
/// every truncation, changed bit and trailing byte, every form of a number but the shortest, numbers out of range and
/// what `LedgerStateDraft` refuses. The message names offset, found and expected in one line. Whether authenticators
/// are right is for the join to say.
Result<LedgerState> decode_ledger_state_packed(std::string_view bytes, std::shared_ptr<OwnerTable> owners);

} // namespace creditsim::core
