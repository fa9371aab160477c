// SPDX-License-Identifier: MIT
#include "core/lww_map.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/text_memory.hpp"
#include "core/varint.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

std::uint64_t entry_hash(const LwwEntry& entry) {
  std::uint64_t hash = chain64(hash64(entry.key), hash64(entry.value));
  hash = chain64(hash, static_cast<std::uint64_t>(entry.timestamp_ms));
  return chain64(hash, entry.deleted ? 1 : 0);
}

std::uint64_t entry_size(const LwwEntry& entry) {
  return text_size(entry.key.size()) + 1 + 8 + text_size(entry.value.size());
}

} // namespace

void LwwMap::set(std::string_view key, std::string value, std::int64_t now_ms) {
  write(rank_of(key), {.key = std::string{key}, .value = std::move(value), .timestamp_ms = now_ms, .deleted = false});
}

void LwwMap::erase(std::string_view key, std::int64_t now_ms) {
  write(rank_of(key), {.key = std::string{key}, .value = "null", .timestamp_ms = now_ms, .deleted = true});
}

void LwwMap::put(LwwEntry entry) {
  const std::size_t rank = rank_of(entry.key);
  CREDITSIM_CHECK(!known_at(rank, entry.key));
  write(rank, std::move(entry));
}

JoinCount LwwMap::join(const LwwMap& other) {
  JoinCount count{.received = other.entries_.size(), .changed = 0};
  if (this == &other)
    return count;
  for (const LwwEntry& entry : other.entries_) {
    const std::size_t rank = rank_of(entry.key);
    if (known_at(rank, entry.key) && entries_[by_key_[rank]].timestamp_ms >= entry.timestamp_ms)
      continue;
    write(rank, entry);
    ++count.changed;
  }
  return count;
}

const LwwEntry* LwwMap::find(std::string_view key) const {
  const std::size_t rank = rank_of(key);
  return known_at(rank, key) ? &entries_[by_key_[rank]] : nullptr;
}

std::optional<std::string> LwwMap::get(std::string_view key) const {
  const LwwEntry* const entry = find(key);
  return entry == nullptr ? std::nullopt : std::optional{entry->value};
}

std::optional<bool> LwwMap::has(std::string_view key) const {
  const LwwEntry* const entry = find(key);
  return entry == nullptr ? std::nullopt : std::optional{!entry->deleted};
}

std::vector<std::string> LwwMap::keys() const {
  std::vector<std::string> keys;
  for (const LwwEntry& entry : entries_)
    if (!entry.deleted)
      keys.push_back(entry.key);
  return keys;
}

std::vector<std::string> LwwMap::values() const {
  std::vector<std::string> values;
  for (const LwwEntry& entry : entries_)
    if (!entry.deleted)
      values.push_back(entry.value);
  return values;
}

std::vector<const LwwEntry*> LwwMap::sorted() const {
  std::vector<const LwwEntry*> sorted;
  for (const std::uint32_t place : by_key_)
    sorted.push_back(&entries_[place]);
  return sorted;
}

// The place in `by_key_` where `key` is, or would be.
std::size_t LwwMap::rank_of(std::string_view key) const {
  const auto found = std::lower_bound(by_key_.begin(), by_key_.end(), key, [this](std::uint32_t place, auto wanted) {
    return std::string_view{entries_[place].key} < wanted;
  });
  return static_cast<std::size_t>(found - by_key_.begin());
}

bool LwwMap::known_at(std::size_t rank, std::string_view key) const {
  return rank < by_key_.size() && entries_[by_key_[rank]].key == key;
}

void LwwMap::write(std::size_t rank, LwwEntry entry) {
  account(entry, true);
  if (known_at(rank, entry.key)) {
    LwwEntry& known = entries_[by_key_[rank]];
    account(known, false);
    known = std::move(entry);
    return;
  }
  by_key_.insert(by_key_.begin() + static_cast<std::ptrdiff_t>(rank), static_cast<std::uint32_t>(entries_.size()));
  entries_.push_back(std::move(entry));
}

void LwwMap::account(const LwwEntry& entry, bool added) {
  digest_ += added ? entry_hash(entry) : 0 - entry_hash(entry);
  encoded_bytes_ += added ? entry_size(entry) : 0 - entry_size(entry);
}

bool same_entries(const LwwMap& a, const LwwMap& b) {
  const auto a_sorted = a.sorted();
  const auto b_sorted = b.sorted();
  return std::equal(a_sorted.begin(), a_sorted.end(), b_sorted.begin(), b_sorted.end(),
                    [](const LwwEntry* x, const LwwEntry* y) { return *x == *y; });
}

std::uint64_t LwwMap::memory_bytes() const {
  std::uint64_t bytes = entries_.capacity() * sizeof(LwwEntry) + by_key_.capacity() * sizeof(by_key_[0]);
  for (const LwwEntry& entry : entries_)
    bytes += text_memory_bytes(entry.key) + text_memory_bytes(entry.value);
  return bytes;
}

} // namespace creditsim::core
