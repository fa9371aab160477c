// SPDX-License-Identifier: MIT
#include "core/metadata_map.hpp"

#include "core/hash.hpp"
#include "core/text_memory.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::core {

namespace {

const auto key_below = [](const MetadataEntry& entry, std::string_view key) { return entry.key < key; };

} // namespace

std::vector<MetadataEntry>::iterator MetadataMap::place_of(std::string_view key) {
  return std::lower_bound(entries_.begin(), entries_.end(), key, key_below);
}

bool MetadataMap::put(const MetadataEntry& entry) {
  const auto place = place_of(entry.key);
  if (place != entries_.end() && place->key == entry.key && !later(entry, *place))
    return false;
  set_at(place, entry);
  return true;
}

void MetadataMap::set(const MetadataEntry& entry) { set_at(place_of(entry.key), entry); }

void MetadataMap::set_at(std::vector<MetadataEntry>::iterator place, const MetadataEntry& entry) {
  if (place == entries_.end() || place->key != entry.key) {
    entries_.insert(place, entry);
  } else {
    digest_ -= digest_of(*place);
    bytes_ -= metadata_bytes(*place);
    *place = entry;
  }
  digest_ += digest_of(entry);
  bytes_ += metadata_bytes(entry);
}

const MetadataEntry* MetadataMap::find(std::string_view key) const {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), key, key_below);
  return place == entries_.end() || place->key != key ? nullptr : &*place;
}

// Content comes last: only an owner that wrote two things under one version needs it.
bool MetadataMap::later(const MetadataEntry& entry, const MetadataEntry& known) const {
  if (planted_ == PlantedFault::later_or_equal)
    return entry.stamp.ms() >= known.stamp.ms() && !(entry == known);
  if (planted_ == PlantedFault::resurrected_tombstone && known.deleted && !entry.deleted)
    return true;
  if (ties_ == Rules::MetadataTies::local_stays)
    return entry.stamp.ms() > known.stamp.ms();
  const auto key = [this](const MetadataEntry& e) {
    return std::tuple{e.stamp, owners_->order_key(e.slot), e.version, e.deleted, std::string_view{e.value}};
  };
  return key(entry) > key(known);
}

std::uint64_t MetadataMap::digest_of(const MetadataEntry& entry) const {
  const auto owner = owners_->order_key(entry.slot);
  std::uint64_t digest = chain64(hash64(entry.key), hash64(entry.value));
  digest = chain64(digest, entry.stamp.bits);
  digest = chain64(digest, owner.name_hash);
  return chain64(digest, std::uint64_t{owner.incarnation} << 33 | std::uint64_t{entry.version} << 1 |
                             static_cast<std::uint64_t>(entry.deleted));
}

std::uint64_t MetadataMap::memory_bytes() const {
  std::uint64_t bytes = entries_.capacity() * sizeof(MetadataEntry);
  for (const MetadataEntry& entry : entries_)
    bytes += text_memory_bytes(entry.key) + text_memory_bytes(entry.value);
  return bytes;
}

} // namespace creditsim::core
