// SPDX-License-Identifier: MIT
#include "core/ledger_state.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/varint.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::uint64_t key_step = 0x9e3779b97f4a7c15u; // odd, so that no two fields of an entry share a key

std::uint64_t bits_of(Credits amount) { return static_cast<std::uint64_t>(amount.hundredths()); }

std::uint64_t credits_bytes(Credits amount) { return varint_size(bits_of(amount)); }

std::size_t known_entries(const LedgerState& state) {
  return static_cast<std::size_t>(
      std::count_if(state.entries.begin(), state.entries.end(), [](const Entry& entry) { return entry.version > 0; }));
}

} // namespace

bool same_state(const LedgerState& a, const LedgerState& b) {
  if (a.owners != b.owners) {
    const LedgerState moved = translated(b, a.owners);
    return same_state(a, moved);
  }
  if (known_entries(a) != known_entries(b) || a.rows != b.rows || a.metadata != b.metadata)
    return false;
  const std::size_t both = std::min(a.entries.size(), b.entries.size());
  return std::equal(a.entries.begin(), a.entries.begin() + static_cast<std::ptrdiff_t>(both), b.entries.begin());
}

LedgerState translated(const LedgerState& state, std::shared_ptr<OwnerTable> owners) {
  LedgerState result{.owners = std::move(owners), .entries = {}, .rows = {}, .metadata = {}, .clock = state.clock};
  auto& names = *result.owners->names();
  std::vector<Slot> slots(state.owners->size(), no_slot);
  const auto moved = [&](Slot slot) {
    if (slots[slot] == no_slot) {
      const OwnerId identity = names.intern(state.owners->names()->name(state.owners->identity(slot)));
      slots[slot] = result.owners->intern(identity, state.owners->incarnation(slot));
    }
    return slots[slot];
  };
  for (Slot slot = 0; slot < state.entries.size(); ++slot) {
    if (state.entries[slot].version == 0)
      continue;
    const Slot to = moved(slot);
    if (to >= result.entries.size())
      result.entries.resize(to + 1);
    result.entries[to] = state.entries[slot];
  }
  result.rows = state.rows;
  for (auto& row : result.rows)
    row.slot = moved(row.slot);
  result.metadata = state.metadata;
  for (auto& entry : result.metadata)
    entry.slot = moved(entry.slot);
  return result;
}

LedgerState delta_since(const LedgerState& state, std::span<const std::uint32_t> versions_known) {
  const auto is_new = [&](const auto& written, Slot slot) {
    return written.version > (slot < versions_known.size() ? versions_known[slot] : 0);
  };
  LedgerState delta{.owners = state.owners, .entries = {}, .rows = {}, .metadata = {}, .clock = state.clock};
  auto end = static_cast<Slot>(state.entries.size());
  while (end > 0 && !is_new(state.entries[end - 1], end - 1))
    --end;
  delta.entries.resize(end);
  for (Slot slot = 0; slot < end; ++slot)
    if (is_new(state.entries[slot], slot))
      delta.entries[slot] = state.entries[slot];
  const auto is_new_write = [&](const auto& written) { return is_new(written, written.slot); };
  std::copy_if(state.rows.begin(), state.rows.end(), std::back_inserter(delta.rows), is_new_write);
  std::copy_if(state.metadata.begin(), state.metadata.end(), std::back_inserter(delta.metadata), is_new_write);
  return delta;
}

bool row_before(const LedgerRow& a, const LedgerRow& b, const OwnerTable& owners) {
  if (a.stamp != b.stamp)
    return a.stamp < b.stamp;
  if (a.slot != b.slot)
    return owners.order_key(a.slot) < owners.order_key(b.slot);
  return a.version < b.version;
}

std::uint64_t entry_bytes(std::string_view name, Incarnation incarnation, const Entry& entry,
                          std::uint32_t authenticator_bytes) {
  return text_size(name.size()) + varint_size(incarnation) + varint_size(entry.version) + credits_bytes(entry.granted) +
         credits_bytes(entry.earned) + credits_bytes(entry.spent) + credits_bytes(entry.refunded) +
         varint_size(entry.horizon) + authenticator_bytes;
}

std::int64_t entry_bytes_grown(const Entry& before, const Entry& after) {
  std::uint64_t grown = varint_size_grown(before.version, after.version);
  grown += varint_size_grown(before.horizon, after.horizon);
  for (const auto counter : {&Entry::granted, &Entry::earned, &Entry::spent, &Entry::refunded})
    grown += varint_size_grown(bits_of(before.*counter), bits_of(after.*counter));
  return static_cast<std::int64_t>(grown);
}

std::uint64_t metadata_bytes(const MetadataEntry& entry) {
  constexpr std::uint64_t stamp_owner_flag = 8 + 4 + 1;
  return text_size(entry.key.size()) + text_size(entry.value.size()) + stamp_owner_flag + varint_size(entry.version);
}

std::uint64_t state_bytes(const StateCounts& counts) {
  constexpr std::uint64_t magic_version_authenticator = 4 + 1 + 1;
  constexpr std::uint64_t clock_and_checksum = 8 + 8;
  return magic_version_authenticator + clock_and_checksum + varint_size(counts.entries) + counts.entry_bytes +
         varint_size(counts.rows) + counts.rows * row_bytes + varint_size(counts.metadata) + counts.metadata_bytes;
}

std::uint64_t Authority::sign(const OwnerTable::OrderKey& owner, const Entry& entry) const {
  // Each field is masked by a key of its own, and pairs are multiplied and summed, so that none waits for another:
  // every change of an account takes this.
  const std::array<std::uint64_t, 8> fields{
      owner.name_hash,        std::uint64_t{owner.incarnation} << 32 | entry.version,
      bits_of(entry.granted), bits_of(entry.earned),
      bits_of(entry.spent),   bits_of(entry.refunded),
      entry.horizon,          0};
  const std::uint64_t seed = mix64(secret_ + key_step);
  std::uint64_t key = seed;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < fields.size(); i += 2) {
    const std::uint64_t first = fields[i] ^ (key += key_step);
    sum += fold64(first, fields[i + 1] ^ (key += key_step));
  }
  return mix64(sum ^ seed);
}

} // namespace creditsim::core
