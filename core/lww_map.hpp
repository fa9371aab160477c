// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"
#include "core/node_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// How deep a value may be nested so that a whole ledger stays readable as JSON (`json_depth_max`).
inline constexpr int metadata_depth_max = 60;

/// One key of an `LwwMap`.
struct LwwEntry {
  std::string key;
  std::string value; ///< canonical JSON text, nested at most `metadata_depth_max` deep; empty where the reference holds
                     ///< `undefined`
  std::int64_t timestamp_ms = 0; ///< when it was written, by the writer's clock
  bool deleted = false;          ///< a tombstone; its value is `null`

  friend bool operator==(const LwwEntry&, const LwwEntry&) = default;
};

/// A map that keeps for each key the value with the later timestamp, by the reference's rules (see `LwwRegister`).
/// Deleted keys stay as tombstones. Entries keep the order in which their keys became known.
/// Look-up takes logarithmic time, a new key time linear in the number of keys.
class LwwMap {
public:
  explicit LwwMap(OwnerId owner = no_owner) : owner_{owner} {}

  /// Writes `value` (canonical JSON text), whatever timestamp the key has.
  void set(std::string_view key, std::string value, std::int64_t now_ms);

  /// Writes a tombstone, also for a key that was never known.
  void erase(std::string_view key, std::int64_t now_ms);

  /// Writes an entry as it was read from outside: how decoders build a map. The key must be new.
  void put(LwwEntry entry);

  /// Takes each entry of `other` whose key is unknown here or that is strictly newer.
  JoinCount join(const LwwMap& other);

  /// The entry of `key`, a tombstone included; null when unknown. Valid until the map changes.
  const LwwEntry* find(std::string_view key) const;

  /// The value of `key`: `null` when deleted, no value when unknown.
  std::optional<std::string> get(std::string_view key) const;

  /// Whether `key` is present; no value (the reference's `undefined`) when it was never known.
  std::optional<bool> has(std::string_view key) const;

  /// The keys, or values, that are not deleted, in the order in which the keys became known.
  std::vector<std::string> keys() const;
  std::vector<std::string> values() const;

  /// All entries with tombstones, in the order in which their keys became known.
  const std::vector<LwwEntry>& entries() const { return entries_; }

  /// All entries with tombstones by ascending key (by bytes).
  std::vector<const LwwEntry*> sorted() const;

  OwnerId owner() const { return owner_; }
  std::size_t size() const { return entries_.size(); }

  /// Equal for equal sets of entries, in any order; constant time. Not for hostile input.
  std::uint64_t digest() const { return digest_; }

  /// Memory of the entries as allocated, their texts included. Linear in the keys.
  std::uint64_t memory_bytes() const;

  /// Size of the entries in the canonical binary encoding; constant time.
  std::uint64_t encoded_bytes() const { return encoded_bytes_; }

private:
  std::size_t rank_of(std::string_view key) const;
  bool known_at(std::size_t rank, std::string_view key) const;
  void write(std::size_t rank, LwwEntry entry);
  void account(const LwwEntry& entry, bool added);

  std::vector<LwwEntry> entries_;
  std::vector<std::uint32_t> by_key_; // places in `entries_` by ascending key
  std::uint64_t digest_ = 0;
  std::uint64_t encoded_bytes_ = 0;
  OwnerId owner_;
};

/// Whether both hold the same entries, in any order. Owners are not compared.
bool same_entries(const LwwMap& a, const LwwMap& b);

} // namespace creditsim::core
