// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_export.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace creditsim::core {

/// The canonical binary encoding of a state: equal states have equal bytes, whatever order they were built in.
///
///     magic "CSLX", version 1 (1 byte), flags (2 bytes)
///     [node: text] [timestamp: 8 bytes]
///     [earned] [spent]: [owner: text] count, (name: text, amount: varint) by ascending name
///     [metadata]: [owner: text] count, (key: text, deleted: 1 byte, timestamp: 8 bytes, value: text) by ascending key
///     [transactions]: count, (id, type: 1 byte, amount: varint, memo, timestamp: 8 bytes, owner) in their order
///     XXH3-64 of all bytes before (8 bytes)
///
/// Flags say which parts follow and which counters and maps name an owner. Counts, lengths and amounts are LEB128
/// without superfluous bytes, fixed numbers are little-endian, a text is its length and its bytes.
std::string encode_ledger_binary(const LedgerExport& state);

/// The exact size of `encode_ledger_binary(state)` without encoding it; constant time.
std::uint64_t encoded_size(const LedgerExport& state);

/// Reads a state, whole or not at all, so that encoding it again gives the same bytes. Owners are interned in `names`,
/// records stand in an archive of the export's own. Refuses (`Errc::malformed`, `Errc::invalid_value`,
/// `Errc::invalid_amount`) every truncation, changed bit, trailing byte, superfluous byte, key out of order or twice,
/// value that is not canonical JSON and number out of range; the message names offset, found and expected in one line.
Result<LedgerExport> decode_ledger_binary(std::string_view bytes, std::shared_ptr<NodeNames> names);

/// The canonical bytes of what the state says, without node, timestamp and owners: equal for replicas that hold the
/// same, whoever exports them.
std::string encode_ledger_content(const LedgerExport& state);

/// XXH3-64 of the canonical bytes without node, timestamp and owners: equal for replicas that hold the same, under any
/// table of names.
std::uint64_t canonical_digest(const LedgerExport& state);

} // namespace creditsim::core
