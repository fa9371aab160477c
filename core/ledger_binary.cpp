// SPDX-License-Identifier: MIT
#include "core/ledger_binary.hpp"

#include "core/byte_reader.hpp"
#include "core/byte_writer.hpp"
#include "core/hash.hpp"
#include "core/ledger_draft.hpp"
#include "core/strict_json.hpp"
#include "core/varint.hpp"

#include <algorithm>
#include <vector>

namespace creditsim::core {

namespace {

constexpr std::string_view magic = "CSLX";
constexpr std::uint8_t version = 1;
constexpr std::size_t checksum_bytes = 8;
constexpr std::size_t header_bytes = 7; // magic, version, flags

enum Flag : unsigned {
  has_node = 1,
  has_timestamp = 2,
  has_earned = 4,
  has_spent = 8,
  has_metadata = 16,
  has_transactions = 32,
  earned_owned = 64,
  spent_owned = 128,
  metadata_owned = 256,
};
constexpr unsigned all_flags = 511;

// Whether the bytes name the node, the time and the owners, or only hold the content that replicas have in common.
enum class Scope { whole, content };

template <class Part> bool owned(const std::optional<Part>& part) { return part && part->owner() != no_owner; }

unsigned flags_of(const LedgerExport& state, Scope scope) {
  unsigned flags = (state.earned ? has_earned : 0u) | (state.spent ? has_spent : 0u) |
                   (state.metadata ? has_metadata : 0u) | (state.transactions ? has_transactions : 0u);
  if (scope == Scope::whole)
    flags |= (state.node ? has_node : 0u) | (state.timestamp_ms ? has_timestamp : 0u) |
             (owned(state.earned) ? earned_owned : 0u) | (owned(state.spent) ? spent_owned : 0u) |
             (owned(state.metadata) ? metadata_owned : 0u);
  return flags;
}

void write_counter(ByteWriter& writer, const GCounter& counter) {
  std::vector<std::pair<std::string_view, Credits>> entries;
  entries.reserve(counter.known());
  counter.for_each([&](OwnerId owner, Credits amount) { entries.emplace_back(counter.names().name(owner), amount); });
  std::sort(entries.begin(), entries.end());
  writer.varint(entries.size());
  for (const auto& [name, amount] : entries) {
    writer.text(name);
    writer.varint(static_cast<std::uint64_t>(amount.hundredths()));
  }
}

void write_map(ByteWriter& writer, const LwwMap& map) {
  writer.varint(map.size());
  for (const LwwEntry* entry : map.sorted()) {
    writer.text(entry->key);
    writer.byte(entry->deleted ? 1 : 0);
    writer.fixed64(static_cast<std::uint64_t>(entry->timestamp_ms));
    writer.text(entry->value);
  }
}

void write_transactions(ByteWriter& writer, const TransactionList& list, const NodeNames& names) {
  writer.varint(list.rows.size());
  for (const auto& [timestamp_ms, record] : list.rows) {
    writer.text(record->id);
    writer.byte(static_cast<unsigned>(record->type));
    writer.varint(static_cast<std::uint64_t>(record->amount.hundredths()));
    writer.text(record->memo);
    writer.fixed64(static_cast<std::uint64_t>(timestamp_ms));
    writer.text(names.name(record->owner));
  }
}

std::string encode(const LedgerExport& state, Scope scope) {
  const unsigned flags = flags_of(state, scope);
  const NodeNames& names = *state.names;
  ByteWriter writer{encoded_size(state)};
  writer.raw(magic);
  writer.byte(version);
  writer.byte(flags & 0xff);
  writer.byte(flags >> 8);
  if (flags & has_node)
    writer.text(names.name(*state.node));
  if (flags & has_timestamp)
    writer.fixed64(static_cast<std::uint64_t>(*state.timestamp_ms));
  if (flags & earned_owned)
    writer.text(names.name(state.earned->owner()));
  if (flags & has_earned)
    write_counter(writer, *state.earned);
  if (flags & spent_owned)
    writer.text(names.name(state.spent->owner()));
  if (flags & has_spent)
    write_counter(writer, *state.spent);
  if (flags & metadata_owned)
    writer.text(names.name(state.metadata->owner()));
  if (flags & has_metadata)
    write_map(writer, *state.metadata);
  if (flags & has_transactions)
    write_transactions(writer, *state.transactions, names);
  writer.fixed64(hash64(writer.written()));
  return writer.take();
}

std::string_view read_name(ByteReader& reader, const char* what) {
  const std::string_view name = reader.text(what);
  if (reader.ok() && name.empty())
    reader.fail(Errc::malformed, what, "found an empty text, expected a name");
  return name;
}

std::int64_t read_timestamp(ByteReader& reader, const char* what) {
  const auto timestamp_ms = static_cast<std::int64_t>(reader.fixed64(what));
  if (timestamp_ms > timestamp_ms_max || timestamp_ms < -timestamp_ms_max)
    reader.fail(Errc::invalid_value, what,
                "found " + std::to_string(timestamp_ms) + ", expected milliseconds within 2^53 of 1970");
  return timestamp_ms;
}

Credits read_amount(ByteReader& reader, const char* what) {
  return Credits::hundredths(
      static_cast<std::int64_t>(reader.varint(what, static_cast<std::uint64_t>(amount_hundredths_max))));
}

std::optional<std::string_view> read_owner(ByteReader& reader, bool present, const char* what) {
  return present ? std::optional{read_name(reader, what)} : std::nullopt;
}

// Fails the reader unless `key` comes after `previous`.
void check_order(ByteReader& reader, bool first, std::string_view previous, std::string_view key, const char* what) {
  if (reader.ok() && !first && key <= previous)
    reader.fail(Errc::malformed, what,
                "found \"" + std::string{key} + "\" after \"" + std::string{previous} + "\", expected ascending order");
}

LedgerDraft::Counter read_counter(ByteReader& reader, bool has_owner) {
  LedgerDraft::Counter draft;
  draft.owner = read_owner(reader, has_owner, "counter owner");
  std::string_view previous;
  for (std::uint64_t left = reader.varint("counter entries", UINT64_MAX); left > 0 && reader.ok(); --left) {
    const std::string_view name = read_name(reader, "counter name");
    check_order(reader, draft.entries.empty(), previous, name, "counter name");
    draft.entries.emplace_back(name, read_amount(reader, "counter amount"));
    previous = name;
  }
  return draft;
}

void check_value(ByteReader& reader, const LwwEntry& entry) {
  if (!reader.ok())
    return;
  if (entry.deleted && entry.value != "null") {
    reader.fail(Errc::invalid_value, "metadata value", "found a value, expected null in a deleted entry");
    return;
  }
  if (entry.value.empty()) // the reference's `undefined`
    return;
  const Result<nlohmann::ordered_json> json = parse_strict_json(entry.value, metadata_depth_max);
  if (!json)
    reader.fail(Errc::malformed, "metadata value", json.error().context);
  else if (canonical_json(json.value()) != entry.value)
    reader.fail(Errc::malformed, "metadata value", "found JSON in another form, expected canonical JSON");
}

LedgerDraft::Map read_map(ByteReader& reader, bool has_owner) {
  LedgerDraft::Map draft;
  draft.owner = read_owner(reader, has_owner, "metadata owner");
  for (std::uint64_t left = reader.varint("metadata entries", UINT64_MAX); left > 0 && reader.ok(); --left) {
    LwwEntry entry;
    entry.key = reader.text("metadata key");
    check_order(reader, draft.entries.empty(), draft.entries.empty() ? "" : draft.entries.back().key, entry.key,
                "metadata key");
    const std::uint8_t deleted = reader.byte("metadata deletion");
    if (deleted > 1)
      reader.fail(Errc::malformed, "metadata deletion", "found " + std::to_string(deleted) + ", expected 0 or 1");
    entry.deleted = deleted == 1;
    entry.timestamp_ms = read_timestamp(reader, "metadata timestamp");
    entry.value = reader.text("metadata value");
    check_value(reader, entry);
    draft.entries.push_back(std::move(entry));
  }
  return draft;
}

LedgerDraft::Record read_transaction(ByteReader& reader) {
  LedgerDraft::Record draft;
  draft.record.id = read_name(reader, "transaction id");
  const std::uint8_t type = reader.byte("transaction type");
  if (type > 1)
    reader.fail(Errc::malformed, "transaction type", "found " + std::to_string(type) + ", expected 0 or 1");
  draft.record.type = type == 0 ? TransactionType::credit : TransactionType::debit;
  draft.record.amount = read_amount(reader, "transaction amount");
  if (draft.record.amount == Credits{})
    reader.fail(Errc::invalid_amount, "transaction amount", "found 0, expected an amount above 0");
  draft.record.memo = reader.text("transaction memo");
  draft.record.timestamp_ms = read_timestamp(reader, "transaction timestamp");
  draft.owner = read_name(reader, "transaction owner");
  return draft;
}

std::vector<LedgerDraft::Record> read_transactions(ByteReader& reader) {
  std::vector<LedgerDraft::Record> draft;
  for (std::uint64_t left = reader.varint("transactions", UINT64_MAX); left > 0 && reader.ok(); --left)
    draft.push_back(read_transaction(reader));
  return draft;
}

LedgerDraft read_parts(ByteReader& reader, unsigned flags) {
  LedgerDraft draft;
  if (flags & has_node)
    draft.node = read_name(reader, "node");
  if (flags & has_timestamp)
    draft.timestamp_ms = read_timestamp(reader, "timestamp");
  if (flags & has_earned)
    draft.earned = read_counter(reader, flags & earned_owned);
  if (flags & has_spent)
    draft.spent = read_counter(reader, flags & spent_owned);
  if (flags & has_metadata)
    draft.metadata = read_map(reader, flags & metadata_owned);
  if (flags & has_transactions)
    draft.transactions = read_transactions(reader);
  return draft;
}

bool flags_fit(unsigned flags) {
  const bool stray_owner = ((flags & earned_owned) && !(flags & has_earned)) ||
                           ((flags & spent_owned) && !(flags & has_spent)) ||
                           ((flags & metadata_owned) && !(flags & has_metadata));
  return (flags & ~all_flags) == 0 && !stray_owner;
}

// The header and the checksum; returns the flags.
Result<unsigned> read_frame(std::string_view bytes) {
  if (bytes.size() < header_bytes + checksum_bytes)
    return Error{Errc::malformed, "offset 0: found " + std::to_string(bytes.size()) + " bytes, expected at least " +
                                      std::to_string(header_bytes + checksum_bytes)};
  if (bytes.substr(0, magic.size()) != magic)
    return Error{Errc::malformed, "offset 0: found other bytes, expected \"CSLX\", the start of a ledger"};
  ByteReader header{bytes.substr(magic.size(), header_bytes - magic.size())};
  if (const unsigned found = header.byte("version"); found != version)
    return Error{Errc::malformed, "offset 4: found version " + std::to_string(found) + ", expected 1"};
  const unsigned low = header.byte("flags");
  const unsigned flags = low | static_cast<unsigned>(header.byte("flags")) << 8;
  const std::size_t content = bytes.size() - checksum_bytes;
  if (ByteReader{bytes.substr(content)}.fixed64("checksum") != hash64(bytes.substr(0, content)))
    return Error{Errc::malformed, "offset " + std::to_string(content) +
                                      ": found another checksum than that of the bytes before, expected the same"};
  if (!flags_fit(flags))
    return Error{Errc::malformed,
                 "offset 5: found flags " + std::to_string(flags) + ", expected known ones, and owners of parts only"};
  return flags;
}

} // namespace

std::string encode_ledger_binary(const LedgerExport& state) { return encode(state, Scope::whole); }

std::string encode_ledger_content(const LedgerExport& state) { return encode(state, Scope::content); }

std::uint64_t canonical_digest(const LedgerExport& state) { return hash64(encode_ledger_content(state)); }

std::uint64_t encoded_size(const LedgerExport& state) {
  const auto name_size = [&](OwnerId owner) { return text_size(state.names->name(owner).size()); };
  std::uint64_t size = header_bytes + checksum_bytes;
  size += (state.node ? name_size(*state.node) : 0) + (state.timestamp_ms ? 8 : 0);
  for (const std::optional<GCounter>* counter : {&state.earned, &state.spent})
    if (*counter)
      size += (owned(*counter) ? name_size((*counter)->owner()) : 0) + varint_size((*counter)->known()) +
              (*counter)->encoded_bytes();
  if (state.metadata)
    size += (owned(state.metadata) ? name_size(state.metadata->owner()) : 0) + varint_size(state.metadata->size()) +
            state.metadata->encoded_bytes();
  if (state.transactions)
    size += varint_size(state.transactions->rows.size()) + state.transactions->encoded_bytes;
  return size;
}

Result<LedgerExport> decode_ledger_binary(std::string_view bytes, std::shared_ptr<NodeNames> names) {
  const Result<unsigned> flags = read_frame(bytes);
  if (!flags)
    return flags.error();
  ByteReader reader{bytes.substr(0, bytes.size() - checksum_bytes), header_bytes};
  LedgerDraft draft = read_parts(reader, flags.value());
  if (reader.ok() && reader.left() > 0)
    return Error{Errc::malformed, "offset " + std::to_string(reader.offset()) + ": found " +
                                      std::to_string(reader.left()) + " bytes after the last part, expected none"};
  if (!reader.ok())
    return reader.error();
  return finish_ledger(std::move(draft), std::move(names));
}

} // namespace creditsim::core
