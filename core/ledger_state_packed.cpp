// SPDX-License-Identifier: MIT
#include "core/ledger_state_packed.hpp"

#include "core/byte_reader.hpp"
#include "core/byte_writer.hpp"
#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/ledger_state_draft.hpp"
#include "core/ledger_state_parts.hpp"
#include "core/number_column.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace creditsim::core {

namespace {

constexpr std::uint32_t tag_bytes = 8;
constexpr std::size_t clock_and_directory_bytes = 8 + 8;
constexpr std::size_t counts_bytes = 4; // of zero
constexpr StateFrame frame{.magic = "CSLP",
                           .name = "a packed ledger",
                           .bytes_min =
                               frame_header_bytes + clock_and_directory_bytes + counts_bytes + frame_checksum_bytes};
constexpr NumberRange amounts{.max = static_cast<std::uint64_t>(amount_hundredths_max)};

/// The numbers of one column of one block.
using Numbers = std::array<std::uint64_t, column_numbers_max>;

std::uint64_t number_of(std::uint64_t field) { return field; }
std::uint64_t number_of(Credits field) { return static_cast<std::uint64_t>(field.hundredths()); }
std::uint64_t number_of(HybridTime field) { return field.bits; }
std::uint64_t number_of(RecordKind field) { return static_cast<std::uint64_t>(field); }

void assign(std::uint64_t& field, std::uint64_t number) { field = number; }
void assign(std::uint32_t& field, std::uint64_t number) { field = static_cast<std::uint32_t>(number); }
void assign(Credits& field, std::uint64_t number) { field = Credits::hundredths(static_cast<std::int64_t>(number)); }
void assign(HybridTime& field, std::uint64_t number) { field.bits = number; }
void assign(RecordKind& field, std::uint64_t number) { field = static_cast<RecordKind>(number); }

// The columns, once for who writes and for who reads.
template <class Visit> void for_each_entry_column(const Visit& visit) {
  visit("entry version", NumberRange{.min = 1, .max = UINT32_MAX}, &Entry::version);
  visit("entry granted", amounts, &Entry::granted);
  visit("entry earned", amounts, &Entry::earned);
  visit("entry spent", amounts, &Entry::spent);
  visit("entry refunded", amounts, &Entry::refunded);
  visit("entry horizon", NumberRange{}, &Entry::horizon);
}

template <class Visit> void for_each_row_column(const Visit& visit) {
  visit("row owner", NumberRange{.max = UINT32_MAX}, &LedgerRow::slot);
  visit("row version", NumberRange{.max = UINT32_MAX}, &LedgerRow::version);
  visit("row stamp", NumberRange{}, &LedgerRow::stamp);
  visit("row kind", NumberRange{.max = row_kind_max}, &LedgerRow::kind);
  visit("row amount", amounts, &LedgerRow::amount);
  visit("row task", NumberRange{}, &LedgerRow::task);
  visit("row peer", NumberRange{}, &LedgerRow::peer);
}

std::vector<Slot> known_slots(const std::vector<Entry>& entries) {
  std::vector<Slot> slots;
  slots.reserve(entries.size());
  for (Slot slot = 0; slot < entries.size(); ++slot)
    if (entries[slot].version > 0)
      slots.push_back(slot);
  return slots;
}

// Calls `block` with parts of `all`, each as long as a column can be but for the last.
template <class Item, class Block> void for_each_block(std::span<Item> all, const Block& block) {
  for (; !all.empty(); all = all.subspan(std::min(all.size(), column_numbers_max)))
    block(all.first(std::min(all.size(), column_numbers_max)));
}

// The column of a number of each item.
template <class Item, class NumberOf>
void write_numbers(ByteWriter& writer, std::span<const Item> items, const NumberOf& number_of_item) {
  Numbers numbers;
  for (std::size_t i = 0; i < items.size(); ++i)
    numbers[i] = number_of_item(items[i]);
  write_column(writer, std::span{numbers}.first(items.size()));
}

void write_entries(ByteWriter& writer, const LedgerState& state, std::span<const Slot> known,
                   std::uint32_t authenticator_bytes) {
  const std::vector<Entry>& entries = state.entries;
  writer.varint(known.size());
  Slot next = 0;
  for_each_block(known, [&](std::span<const Slot> slots) {
    write_numbers(writer, slots, [&](Slot slot) { return std::uint64_t{slot - std::exchange(next, slot + 1)}; });
    for_each_entry_column([&](const char*, NumberRange, auto field) {
      write_numbers(writer, slots, [&](Slot slot) { return number_of(entries[slot].*field); });
    });
    if (authenticator_bytes > 0)
      for (const Slot slot : slots)
        writer.fixed64(entries[slot].authenticator);
  });
}

void write_rows(ByteWriter& writer, const std::vector<LedgerRow>& rows) {
  writer.varint(rows.size());
  for_each_block(std::span{rows}, [&](std::span<const LedgerRow> block) {
    for_each_row_column([&](const char*, NumberRange, auto field) {
      write_numbers(writer, block, [&](const LedgerRow& row) { return number_of(row.*field); });
    });
  });
}

// Who writes has an entry.
template <class Written> void check_owners(const std::vector<Written>& all, const std::vector<Entry>& entries) {
  for (const Written& written : all)
    CREDITSIM_CHECK(written.slot < entries.size() && entries[written.slot].version > 0);
}

// The entries of a state, block by block.
class EntryReader {
public:
  EntryReader(ByteReader& reader, std::uint32_t slots, bool authenticated)
      : reader_{reader}, entries_(slots), authenticated_{authenticated} {}

  std::vector<Entry> read() {
    for (std::uint64_t left = reader_.varint("entries", entries_.size()); left > 0 && reader_.ok();) {
      const std::uint64_t count = std::min<std::uint64_t>(left, column_numbers_max);
      read_block(count);
      left -= count;
    }
    if (reader_.ok() && next_ != entries_.size())
      reader_.fail(Errc::malformed, "entries",
                   "found " + std::to_string(next_) + " slots up to the last entry, expected " +
                       std::to_string(entries_.size()));
    return std::move(entries_);
  }

private:
  void read_block(std::uint64_t count) {
    const std::span numbers = std::span{numbers_}.first(count);
    const std::span slots = std::span{slots_}.first(count);
    read_column(reader_, "entry slots skipped", {.max = entries_.size()}, numbers);
    if (!reader_.ok() || !place(numbers, slots))
      return;
    for_each_entry_column([&](const char* what, NumberRange range, auto field) {
      read_column(reader_, what, range, numbers);
      if (!reader_.ok())
        return;
      for (std::size_t i = 0; i < slots.size(); ++i)
        assign(entries_[slots[i]].*field, numbers[i]);
    });
    if (authenticated_)
      for (const Slot slot : slots)
        entries_[slot].authenticator = reader_.fixed64("entry authenticator");
  }

  // The slots of the entries behind those that are skipped.
  bool place(std::span<const std::uint64_t> skipped, std::span<Slot> slots) {
    for (std::size_t i = 0; i < skipped.size(); ++i) {
      const std::uint64_t slot = next_ + skipped[i];
      if (slot >= entries_.size()) {
        reader_.fail(Errc::malformed, "entry slots skipped",
                     "found an entry at slot " + std::to_string(slot) + ", expected one below " +
                         std::to_string(entries_.size()));
        return false;
      }
      slots[i] = static_cast<Slot>(slot);
      next_ = slot + 1;
    }
    return true;
  }

  ByteReader& reader_;
  std::vector<Entry> entries_;
  bool authenticated_;
  std::uint64_t next_ = 0; // slot that is not read yet
  Numbers numbers_;
  std::array<Slot, column_numbers_max> slots_;
};

// How many slots of the table the bytes name; refuses another table than `owners`.
std::uint32_t read_directory(ByteReader& reader, const OwnerTable& owners) {
  const auto slots = static_cast<std::uint32_t>(reader.varint("slots", UINT32_MAX));
  if (slots > owners.size())
    reader.fail(Errc::invalid_value, "slots",
                "found " + std::to_string(slots) + ", expected at most " + std::to_string(owners.size()) +
                    ", those of the table of owners");
  const std::uint64_t directory = reader.fixed64("directory");
  if (reader.ok() && directory != owners.directory_digest(slots))
    reader.fail(Errc::invalid_value, "directory",
                "found the digest of other owners, expected that of the first " + std::to_string(slots) +
                    " of the table of owners");
  return reader.ok() ? slots : 0;
}

Result<void> read_entries(ByteReader& reader, std::uint32_t slots, bool authenticated, LedgerStateDraft& draft) {
  const std::size_t start = reader.offset();
  std::vector<Entry> entries = EntryReader{reader, slots, authenticated}.read();
  if (!reader.ok())
    return reader.error();
  if (const auto set = draft.set_entries(std::move(entries)); !set)
    return Error{set.error().code, "offset " + std::to_string(start) + ": entry " + set.error().context};
  return {};
}

Result<void> read_row_block(ByteReader& reader, std::span<LedgerRow> rows, LedgerStateDraft& draft) {
  const std::size_t start = reader.offset();
  Numbers buffer;
  const std::span numbers = std::span{buffer}.first(rows.size());
  for_each_row_column([&](const char* what, NumberRange range, auto field) {
    read_column(reader, what, range, numbers);
    if (!reader.ok())
      return;
    for (std::size_t i = 0; i < rows.size(); ++i)
      assign(rows[i].*field, numbers[i]);
  });
  if (!reader.ok())
    return reader.error();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (const auto added = draft.add_row(rows[i]); !added)
      return Error{added.error().code, "offset " + std::to_string(start) + ": row " + std::to_string(i + 1) +
                                           " of the block: " + added.error().context};
  return {};
}

Result<void> read_rows(ByteReader& reader, LedgerStateDraft& draft) {
  std::array<LedgerRow, column_numbers_max> rows;
  for (std::uint64_t left = reader.varint("rows", UINT64_MAX); left > 0 && reader.ok();) {
    const std::uint64_t count = std::min<std::uint64_t>(left, column_numbers_max);
    if (auto read = read_row_block(reader, std::span{rows}.first(count), draft); !read)
      return read;
    left -= count;
  }
  return reader.ok() ? Result<void>{} : reader.error();
}

Result<void> read_parts(ByteReader& reader, bool authenticated, const OwnerTable& owners, LedgerStateDraft& draft) {
  Result<void> read = read_clock(reader, draft);
  if (read)
    read = read_entries(reader, read_directory(reader, owners), authenticated, draft);
  if (read)
    read = read_rows(reader, draft);
  if (read)
    read = read_list(reader, "metadata", "metadata", [&] { return read_metadata(reader, draft); });
  return read ? check_end(reader) : read;
}

} // namespace

std::string encode_ledger_state_packed(const LedgerState& state, std::uint32_t authenticator_bytes) {
  CREDITSIM_CHECK(authenticator_bytes == 0 || authenticator_bytes == tag_bytes);
  check_owners(state.rows, state.entries);
  check_owners(state.metadata, state.entries);
  const std::vector<Slot> known = known_slots(state.entries);
  const std::uint32_t slots = known.empty() ? 0 : known.back() + 1;
  CREDITSIM_CHECK(slots <= state.owners->size());
  constexpr std::size_t entry_bytes_usual = 10;
  constexpr std::size_t row_bytes_usual = 20;
  ByteWriter writer{frame.bytes_min + known.size() * (entry_bytes_usual + authenticator_bytes) +
                    state.rows.size() * row_bytes_usual};
  write_header(writer, frame, authenticator_bytes, state.clock);
  writer.varint(slots);
  writer.fixed64(state.owners->directory_digest(slots));
  write_entries(writer, state, known, authenticator_bytes);
  write_rows(writer, state.rows);
  writer.varint(state.metadata.size());
  for (const auto& entry : state.metadata)
    write_metadata(writer, entry, entry.slot);
  return with_checksum(std::move(writer));
}

Result<LedgerState> decode_ledger_state_packed(std::string_view bytes, std::shared_ptr<OwnerTable> owners) {
  const Result<std::uint32_t> authenticator_bytes = read_frame(bytes, frame);
  if (!authenticator_bytes)
    return authenticator_bytes.error();
  if (authenticator_bytes.value() != 0 && authenticator_bytes.value() != tag_bytes)
    return Error{Errc::malformed, "offset 5: authenticator size: found " + std::to_string(authenticator_bytes.value()) +
                                      ", expected 0 or 8"};
  ByteReader reader = content_reader(bytes);
  const OwnerTable& table = *owners;
  LedgerStateDraft draft{std::move(owners)};
  if (const auto read = read_parts(reader, authenticator_bytes.value() > 0, table, draft); !read)
    return read.error();
  return draft.take();
}

} // namespace creditsim::core
