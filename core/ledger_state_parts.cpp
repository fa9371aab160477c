// SPDX-License-Identifier: MIT
#include "core/ledger_state_parts.hpp"

#include "core/hash.hpp"

namespace creditsim::core {

namespace {

constexpr std::size_t version_place = 4;

} // namespace

void write_header(ByteWriter& writer, const StateFrame& frame, std::uint32_t authenticator_bytes, HybridTime clock) {
  writer.raw(frame.magic);
  writer.byte(frame.version);
  writer.byte(authenticator_bytes);
  writer.fixed64(clock.bits);
}

std::string with_checksum(ByteWriter writer) {
  writer.fixed64(hash64(writer.written()));
  return writer.take();
}

Result<std::uint32_t> read_frame(std::string_view bytes, const StateFrame& frame) {
  if (bytes.size() < frame.bytes_min)
    return Error{Errc::malformed, "offset 0: found " + std::to_string(bytes.size()) + " bytes, expected at least " +
                                      std::to_string(frame.bytes_min)};
  if (bytes.substr(0, frame.magic.size()) != frame.magic)
    return Error{Errc::malformed, "offset 0: found other bytes, expected \"" + std::string{frame.magic} +
                                      "\", the start of " + std::string{frame.name}};
  ByteReader header{bytes, version_place};
  if (const unsigned found = header.byte("version"); found != frame.version)
    return Error{Errc::malformed,
                 "offset 4: found version " + std::to_string(found) + ", expected " + std::to_string(frame.version)};
  const std::uint32_t authenticator_bytes = header.byte("authenticator size");
  const std::size_t content = bytes.size() - frame_checksum_bytes;
  if (ByteReader{bytes.substr(content)}.fixed64("checksum") != hash64(bytes.substr(0, content)))
    return Error{Errc::malformed, "offset " + std::to_string(content) +
                                      ": found another checksum than that of the bytes before, expected the same"};
  return authenticator_bytes;
}

ByteReader content_reader(std::string_view bytes) {
  return ByteReader{bytes.substr(0, bytes.size() - frame_checksum_bytes), frame_header_bytes};
}

Result<void> read_clock(ByteReader& reader, LedgerStateDraft& draft) {
  const HybridTime clock{reader.fixed64("clock")};
  if (const auto set = draft.set_clock(clock); !set)
    return Error{set.error().code, "offset " + std::to_string(frame_header_bytes) + ": " + set.error().context};
  return {};
}

void write_metadata(ByteWriter& writer, const MetadataEntry& entry, std::uint32_t owner) {
  writer.text(entry.key);
  writer.text(entry.value);
  writer.fixed64(entry.stamp.bits);
  writer.fixed32(owner);
  writer.varint(entry.version);
  writer.byte(entry.deleted ? 1 : 0);
}

Result<void> read_metadata(ByteReader& reader, LedgerStateDraft& draft) {
  MetadataEntry entry;
  entry.key = reader.text("metadata key");
  entry.value = reader.text("metadata value");
  entry.stamp = {reader.fixed64("metadata stamp")};
  entry.slot = reader.fixed32("metadata owner");
  entry.version = static_cast<std::uint32_t>(reader.varint("metadata version", UINT32_MAX));
  const std::uint8_t deleted = reader.byte("metadata deletion");
  if (deleted > 1)
    reader.fail(Errc::malformed, "metadata deletion", "found " + std::to_string(deleted) + ", expected 0 or 1");
  entry.deleted = deleted == 1;
  return reader.ok() ? draft.add_metadata(std::move(entry)) : reader.error();
}

Result<void> check_end(const ByteReader& reader) {
  if (reader.left() == 0)
    return {};
  return Error{Errc::malformed, "offset " + std::to_string(reader.offset()) + ": found " +
                                    std::to_string(reader.left()) + " bytes after the last part, expected none"};
}

} // namespace creditsim::core
