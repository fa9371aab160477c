// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_state.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The owners of entries in the order in which every encoding lists them: by ascending (bytes of the name,
/// incarnation).
std::vector<Slot> canonical_owners(const LedgerState& state);

/// Size of an authenticator where nothing else is asked for: all that the model computes.
inline constexpr std::uint32_t authenticator_bytes_default = 8;

/// The canonical binary encoding of a state of the corrected ledger: equal states have equal bytes, whatever their
/// tables of owners. It has exactly the size that `Replica::encoded_bytes` says (`state_bytes`).
///
///     magic "CSLE", version 1 (1 byte), size of an authenticator (1 byte: 0 or 8 to 255), clock (8 bytes)
///     count of entries, by ascending (bytes of the name, incarnation):
///         name: text, incarnation, version, granted, earned, spent, refunded, horizon: numbers,
///         authenticator: its first 8 bytes, then zeros up to its size; nothing at size 0
///     count of rows, in their order (`row_before`):
///         owner: 4 bytes, the place of its entry from 0; version: 4 bytes; stamp: 8; kind: 1; amount: 8; task: 8;
///         peer: 8
///     count of metadata, by ascending key:
///         key, value: texts; stamp: 8 bytes; owner: 4 bytes, version: number; deleted: 1 byte
///     XXH3-64 of all bytes before (8 bytes)
///
/// Counts and numbers are LEB128 without superfluous bytes, fixed numbers are little-endian, a text is its length and
/// its bytes. Version 1 never changes.
///
/// Owners of rows and metadata have an entry. At size 0 authenticators are left out; who decodes such a state finds 0
/// in their place. A state of a replica under other rules than the corrected ones (rows by arrival) is encoded, too,
/// but not decoded.
std::string encode_ledger_state_binary(const LedgerState& state,
                                       std::uint32_t authenticator_bytes = authenticator_bytes_default);

/// Reads a state, whole or not at all, so that encoding it again with the same size of authenticators gives the same
/// bytes. Owners are interned in `owners` only when all is good.
///
/// Refuses (`Errc::malformed`, `Errc::invalid_value`, `Errc::overflow`) every truncation, changed bit, trailing byte,
/// superfluous byte, padding that is not zero, number out of range and what `LedgerStateDraft` refuses. The message
/// names offset, found and expected in one line; what is wrong with an entry, row or key in relation to others is told
/// at the offset at which that begins. Whether authenticators are right is for the join to say.
Result<LedgerState> decode_ledger_state_binary(std::string_view bytes, std::shared_ptr<OwnerTable> owners);

/// What a careless reader finds in bytes.
struct CarelessReading {
  LedgerState state;            ///< what came before the first byte that could not be read
  std::optional<Error> error{}; ///< what was wrong with that; none when all was read
};

/// Reads part by part what is there, as the rule `Rules::Decoding::as_it_comes` has it: without looking at the checksum
/// and at what values are to each other. An entry that is cut off has what was read of it, and no authenticator.
/// Amounts up to 2^52 hundredths are taken; owners that are not in the table are left out.
CarelessReading read_ledger_state_as_it_comes(std::string_view bytes, std::shared_ptr<OwnerTable> owners);

/// XXH3-64 of the canonical bytes with the default size of authenticators and the clock at zero: equal for replicas
/// that hold the same, under any table of owners.
std::uint64_t canonical_digest(const LedgerState& state);

} // namespace creditsim::core
