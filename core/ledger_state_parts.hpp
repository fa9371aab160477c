// SPDX-License-Identifier: MIT
#pragma once

#include "core/byte_reader.hpp"
#include "core/byte_writer.hpp"
#include "core/ledger_state.hpp"
#include "core/ledger_state_draft.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace creditsim::core {

/// What the binary encodings of the corrected ledger's state have in common: the frame, the clock and the metadata.
/// Errors name offset, found and expected in one line.
///
///     magic (4 bytes), version (1 byte), size of an authenticator (1 byte), clock (8 bytes)
///     ...
///     XXH3-64 of all bytes before (8 bytes)
struct StateFrame {
  std::string_view magic;
  std::string_view name; ///< what it is the start of, as in `a corrected ledger`
  std::uint8_t version = 1;
  std::size_t bytes_min = 0; ///< of a state in which nothing is known
};

/// Where the clock stands.
inline constexpr std::size_t frame_header_bytes = 6;
inline constexpr std::size_t frame_checksum_bytes = 8;

void write_header(ByteWriter& writer, const StateFrame& frame, std::uint32_t authenticator_bytes, HybridTime clock);

/// Ends what was written with its checksum.
std::string with_checksum(ByteWriter writer);

/// Refuses bytes that are too few, begin otherwise or have another checksum; returns the size of an authenticator,
/// whatever it is.
Result<std::uint32_t> read_frame(std::string_view bytes, const StateFrame& frame);

/// A reader of what stands between the header and the checksum of bytes that `read_frame` accepts.
ByteReader content_reader(std::string_view bytes);

Result<void> read_clock(ByteReader& reader, LedgerStateDraft& draft);

/// The greatest kind of a row: writes of metadata are in no list of transactions.
inline constexpr auto row_kind_max = static_cast<std::uint8_t>(RecordKind::release);

/// key, value: texts; stamp: 8 bytes; owner: 4 bytes; version: number; deleted: 1 byte.
void write_metadata(ByteWriter& writer, const MetadataEntry& entry, std::uint32_t owner);
Result<void> read_metadata(ByteReader& reader, LedgerStateDraft& draft);

/// A count and as many items, each read by `read_one`; `one` is what a message calls an item.
template <class ReadOne>
Result<void> read_list(ByteReader& reader, const char* count, const std::string& one, ReadOne read_one) {
  for (std::uint64_t left = reader.varint(count, UINT64_MAX); left > 0 && reader.ok(); --left) {
    const std::size_t start = reader.offset();
    if (const Result<void> read = read_one(); reader.ok() && !read)
      return Error{read.error().code, "offset " + std::to_string(start) + ": " + one + " " + read.error().context};
  }
  return reader.ok() ? Result<void>{} : reader.error();
}

/// Refuses bytes that are left.
Result<void> check_end(const ByteReader& reader);

} // namespace creditsim::core
