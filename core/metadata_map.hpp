// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"
#include "core/ledger_state.hpp"
#include "core/planted_fault.hpp"
#include "core/rules.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace creditsim::core {

/// The metadata of a corrected ledger: for each key the latest write. Look-up takes logarithmic time, a new key linear.
class MetadataMap {
public:
  MetadataMap(std::shared_ptr<OwnerTable> owners, Rules::MetadataTies ties, PlantedFault planted = PlantedFault::none)
      : owners_{std::move(owners)}, ties_{ties}, planted_{planted} {}

  /// Takes `entry` if its key is unknown or its write is later than what is there; says whether it did.
  bool put(const MetadataEntry& entry);

  /// Takes `entry` whatever is there.
  void set(const MetadataEntry& entry);

  /// The entry of `key`, a deleted one included; null when unknown. Valid until the map changes.
  const MetadataEntry* find(std::string_view key) const;

  /// By ascending key, deleted ones included.
  const std::vector<MetadataEntry>& entries() const { return entries_; }

  /// Equal for equal sets of entries; constant time. Not for hostile input.
  std::uint64_t digest() const { return digest_; }

  /// Memory of the entries as allocated, their texts included. Linear in the keys.
  std::uint64_t memory_bytes() const;

  /// Size of the entries in the canonical encoding; constant time.
  std::uint64_t encoded_bytes() const { return bytes_; }

private:
  std::vector<MetadataEntry>::iterator place_of(std::string_view key);
  void set_at(std::vector<MetadataEntry>::iterator place, const MetadataEntry& entry);
  bool later(const MetadataEntry& entry, const MetadataEntry& known) const;
  std::uint64_t digest_of(const MetadataEntry& entry) const;

  std::shared_ptr<OwnerTable> owners_;
  Rules::MetadataTies ties_;
  PlantedFault planted_;
  std::vector<MetadataEntry> entries_;
  std::uint64_t digest_ = 0;
  std::uint64_t bytes_ = 0;
};

} // namespace creditsim::core
