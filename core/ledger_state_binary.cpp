// SPDX-License-Identifier: MIT
#include "core/ledger_state_binary.hpp"

#include "core/byte_reader.hpp"
#include "core/byte_writer.hpp"
#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/hash.hpp"
#include "core/ledger_state_draft.hpp"
#include "core/ledger_state_parts.hpp"
#include "core/varint.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::size_t clock_bytes = 8;
constexpr std::size_t counts_bytes = 3; // of zero
constexpr StateFrame frame{.magic = "CSLE",
                           .name = "a corrected ledger",
                           .bytes_min = frame_header_bytes + clock_bytes + counts_bytes + frame_checksum_bytes};
constexpr std::uint32_t tag_bytes = 8;
constexpr std::uint32_t authenticator_bytes_max = 255;

bool is_authenticator_size(std::uint32_t bytes) {
  return bytes == 0 || (bytes >= tag_bytes && bytes <= authenticator_bytes_max);
}

const std::string& name_of(const LedgerState& state, Slot slot) {
  return state.owners->names()->name(state.owners->identity(slot));
}

// For each slot its place in `sorted`.
class Places {
public:
  Places(const std::vector<Slot>& sorted, std::size_t slots) : places_(slots, no_slot) {
    for (std::size_t place = 0; place < sorted.size(); ++place)
      places_[sorted[place]] = static_cast<std::uint32_t>(place);
  }

  std::uint32_t of(Slot slot) const {
    CREDITSIM_CHECK(slot < places_.size() && places_[slot] != no_slot); // who writes has an entry
    return places_[slot];
  }

private:
  std::vector<std::uint32_t> places_;
};

std::uint64_t size_of(const LedgerState& state, const std::vector<Slot>& sorted, std::uint32_t authenticator_bytes) {
  StateCounts counts{.entries = sorted.size(), .rows = state.rows.size(), .metadata = state.metadata.size()};
  for (const Slot slot : sorted)
    counts.entry_bytes +=
        entry_bytes(name_of(state, slot), state.owners->incarnation(slot), state.entries[slot], authenticator_bytes);
  for (const auto& entry : state.metadata)
    counts.metadata_bytes += metadata_bytes(entry);
  return state_bytes(counts);
}

std::uint64_t bits_of(Credits amount) { return static_cast<std::uint64_t>(amount.hundredths()); }

void write_entry(ByteWriter& writer, const Entry& entry, std::uint32_t authenticator_bytes) {
  writer.varint(entry.version);
  for (const Credits amount : {entry.granted, entry.earned, entry.spent, entry.refunded})
    writer.varint(bits_of(amount));
  writer.varint(entry.horizon);
  if (authenticator_bytes == 0)
    return;
  writer.fixed64(entry.authenticator);
  writer.zeros(authenticator_bytes - tag_bytes);
}

void write_row(ByteWriter& writer, const LedgerRow& row, std::uint32_t place) {
  writer.fixed32(place);
  writer.fixed32(row.version);
  writer.fixed64(row.stamp.bits);
  writer.byte(static_cast<unsigned>(row.kind));
  writer.fixed64(bits_of(row.amount));
  writer.fixed64(row.task);
  writer.fixed64(row.peer);
}

std::string encode(const LedgerState& state, HybridTime clock, std::uint32_t authenticator_bytes) {
  CREDITSIM_CHECK(is_authenticator_size(authenticator_bytes));
  const std::vector<Slot> sorted = canonical_owners(state);
  const Places places{sorted, state.entries.size()};
  ByteWriter writer{size_of(state, sorted, authenticator_bytes)};
  write_header(writer, frame, authenticator_bytes, clock);
  writer.varint(sorted.size());
  for (const Slot slot : sorted) {
    writer.text(name_of(state, slot));
    writer.varint(state.owners->incarnation(slot));
    write_entry(writer, state.entries[slot], authenticator_bytes);
  }
  writer.varint(state.rows.size());
  for (const auto& row : state.rows)
    write_row(writer, row, places.of(row.slot));
  writer.varint(state.metadata.size());
  for (const auto& entry : state.metadata)
    write_metadata(writer, entry, places.of(entry.slot));
  return with_checksum(std::move(writer));
}

Credits read_amount(ByteReader& reader, const char* what) {
  return Credits::hundredths(
      static_cast<std::int64_t>(reader.varint(what, static_cast<std::uint64_t>(amount_hundredths_max))));
}

std::uint32_t read_number32(ByteReader& reader, const char* what) {
  return static_cast<std::uint32_t>(reader.varint(what, UINT32_MAX));
}

std::uint64_t read_authenticator(ByteReader& reader, std::uint32_t authenticator_bytes) {
  if (authenticator_bytes == 0)
    return 0;
  const std::uint64_t tag = reader.fixed64("entry authenticator");
  const std::string_view padding = reader.raw(authenticator_bytes - tag_bytes, "entry authenticator padding");
  if (padding.find_first_not_of('\0') != std::string_view::npos)
    reader.fail(Errc::malformed, "entry authenticator padding", "found other bytes, expected zeros");
  return tag;
}

Result<void> read_entry(ByteReader& reader, std::uint32_t authenticator_bytes, LedgerStateDraft& draft) {
  const std::string_view identity = reader.text("entry identity");
  const Incarnation incarnation = read_number32(reader, "entry incarnation");
  Entry entry;
  entry.version = read_number32(reader, "entry version");
  entry.granted = read_amount(reader, "entry granted");
  entry.earned = read_amount(reader, "entry earned");
  entry.spent = read_amount(reader, "entry spent");
  entry.refunded = read_amount(reader, "entry refunded");
  entry.horizon = reader.varint("entry horizon", UINT64_MAX);
  entry.authenticator = read_authenticator(reader, authenticator_bytes);
  return reader.ok() ? draft.add_entry(identity, incarnation, entry) : reader.error();
}

RecordKind read_kind(ByteReader& reader) {
  const std::uint8_t kind = reader.byte("row kind");
  if (kind > row_kind_max)
    reader.fail(Errc::malformed, "row kind",
                "found " + std::to_string(kind) + ", expected 0 to " + std::to_string(row_kind_max));
  return static_cast<RecordKind>(std::min(kind, row_kind_max));
}

Credits read_row_amount(ByteReader& reader) {
  const std::uint64_t amount = reader.fixed64("row amount");
  if (amount <= static_cast<std::uint64_t>(amount_hundredths_max))
    return Credits::hundredths(static_cast<std::int64_t>(amount));
  reader.fail(Errc::invalid_value, "row amount",
              "found " + std::to_string(amount) + ", expected at most " + std::to_string(amount_hundredths_max));
  return {};
}

Result<void> read_row(ByteReader& reader, LedgerStateDraft& draft) {
  LedgerRow row;
  row.slot = reader.fixed32("row owner");
  row.version = reader.fixed32("row version");
  row.stamp = {reader.fixed64("row stamp")};
  row.kind = read_kind(reader);
  row.amount = read_row_amount(reader);
  row.task = reader.fixed64("row task");
  row.peer = reader.fixed64("row peer");
  return reader.ok() ? draft.add_row(row) : reader.error();
}

Result<void> read_parts(ByteReader& reader, std::uint32_t authenticator_bytes, LedgerStateDraft& draft) {
  Result<void> read = read_clock(reader, draft);
  if (read)
    read = read_list(reader, "entries", "entry", [&] { return read_entry(reader, authenticator_bytes, draft); });
  if (read)
    read = read_list(reader, "rows", "row", [&] { return read_row(reader, draft); });
  if (read)
    read = read_list(reader, "metadata", "metadata", [&] { return read_metadata(reader, draft); });
  return read ? check_end(reader) : read;
}

// Takes what there is, in the order in which it stands.
class CarelessReader {
public:
  CarelessReader(ByteReader& reader, std::uint32_t authenticator_bytes, LedgerState& state)
      : reader_{reader}, authenticator_bytes_{authenticator_bytes}, state_{state} {}

  void read() {
    state_.clock = {reader_.fixed64("clock")};
    each("entries", [this] { read_entry(); });
    each("rows", [this] { read_row(); });
    each("metadata", [this] { read_metadata(); });
  }

private:
  static constexpr std::uint64_t amount_max = std::uint64_t{1} << 52; // two thousand of such amounts have a sum

  template <class ReadOne> void each(const char* count, ReadOne read_one) {
    for (std::uint64_t left = reader_.varint(count, UINT64_MAX); left > 0 && reader_.ok(); --left)
      read_one();
  }

  Credits amount(const char* what) {
    return Credits::hundredths(static_cast<std::int64_t>(reader_.varint(what, amount_max)));
  }

  void read_entry() {
    const std::string_view identity = reader_.text("entry identity");
    const Incarnation incarnation = read_number32(reader_, "entry incarnation");
    Entry entry;
    entry.version = read_number32(reader_, "entry version");
    entry.granted = amount("entry granted");
    entry.earned = amount("entry earned");
    entry.spent = amount("entry spent");
    entry.refunded = amount("entry refunded");
    entry.horizon = reader_.varint("entry horizon", UINT64_MAX);
    if (authenticator_bytes_ >= tag_bytes) {
      const std::uint64_t tag = reader_.fixed64("entry authenticator");
      reader_.raw(authenticator_bytes_ - tag_bytes, "entry authenticator padding");
      entry.authenticator = reader_.ok() ? tag : 0;
    }
    const auto owner = state_.owners->names()->find(identity);
    Slot slot = no_slot;
    if (owner)
      if (const auto known = state_.owners->find(*owner, incarnation))
        slot = *known;
    slots_.push_back(slot);
    if (slot == no_slot || entry.version == 0)
      return;
    if (slot >= state_.entries.size())
      state_.entries.resize(slot + 1);
    state_.entries[slot] = entry;
  }

  Slot slot_at(std::uint32_t place) const { return place < slots_.size() ? slots_[place] : no_slot; }

  void read_row() {
    LedgerRow row;
    row.slot = slot_at(reader_.fixed32("row owner"));
    row.version = reader_.fixed32("row version");
    row.stamp = {reader_.fixed64("row stamp")};
    row.kind = static_cast<RecordKind>(std::min(reader_.byte("row kind"), row_kind_max));
    row.amount = Credits::hundredths(static_cast<std::int64_t>(reader_.fixed64("row amount") % amount_max));
    row.task = reader_.fixed64("row task");
    row.peer = reader_.fixed64("row peer");
    if (reader_.ok() && row.slot != no_slot)
      state_.rows.push_back(row);
  }

  void read_metadata() {
    MetadataEntry entry;
    entry.key = reader_.text("metadata key");
    entry.value = reader_.text("metadata value");
    entry.stamp = {reader_.fixed64("metadata stamp")};
    entry.slot = slot_at(reader_.fixed32("metadata owner"));
    entry.version = read_number32(reader_, "metadata version");
    entry.deleted = reader_.byte("metadata deletion") != 0;
    if (reader_.ok() && entry.slot != no_slot)
      state_.metadata.push_back(std::move(entry));
  }

  ByteReader& reader_;
  std::uint32_t authenticator_bytes_;
  LedgerState& state_;
  std::vector<Slot> slots_; // by place
};

} // namespace

std::vector<Slot> canonical_owners(const LedgerState& state) {
  std::vector<Slot> sorted;
  for (Slot slot = 0; slot < state.entries.size(); ++slot)
    if (state.entries[slot].version > 0)
      sorted.push_back(slot);
  std::sort(sorted.begin(), sorted.end(), [&](Slot a, Slot b) {
    return std::tuple{std::string_view{name_of(state, a)}, state.owners->incarnation(a)} <
           std::tuple{std::string_view{name_of(state, b)}, state.owners->incarnation(b)};
  });
  return sorted;
}

std::string encode_ledger_state_binary(const LedgerState& state, std::uint32_t authenticator_bytes) {
  return encode(state, state.clock, authenticator_bytes);
}

std::uint64_t canonical_digest(const LedgerState& state) {
  return hash64(encode(state, HybridTime{}, authenticator_bytes_default));
}

Result<LedgerState> decode_ledger_state_binary(std::string_view bytes, std::shared_ptr<OwnerTable> owners) {
  const Result<std::uint32_t> authenticator_bytes = read_frame(bytes, frame);
  if (!authenticator_bytes)
    return authenticator_bytes.error();
  if (!is_authenticator_size(authenticator_bytes.value()))
    return Error{Errc::malformed, "offset 5: authenticator size: found " + std::to_string(authenticator_bytes.value()) +
                                      ", expected 0 or 8 to 255"};
  ByteReader reader = content_reader(bytes);
  LedgerStateDraft draft;
  if (const auto read = read_parts(reader, authenticator_bytes.value(), draft); !read)
    return read.error();
  return draft.finish(std::move(owners));
}

CarelessReading read_ledger_state_as_it_comes(std::string_view bytes, std::shared_ptr<OwnerTable> owners) {
  CarelessReading result{.state = {.owners = std::move(owners), .entries = {}, .rows = {}, .metadata = {}}};
  if (bytes.size() < frame_header_bytes + frame_checksum_bytes || bytes.substr(0, frame.magic.size()) != frame.magic) {
    result.error = Error{Errc::malformed, "offset 0: found other bytes, expected the start of a corrected ledger"};
    return result;
  }
  const std::uint32_t authenticator_bytes = static_cast<std::uint8_t>(bytes[frame_header_bytes - 1]);
  ByteReader reader = content_reader(bytes);
  CarelessReader{reader, authenticator_bytes, result.state}.read();
  if (!reader.ok())
    result.error = reader.error();
  return result;
}

} // namespace creditsim::core
