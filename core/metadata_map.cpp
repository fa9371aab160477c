// SPDX-License-Identifier: MIT
#include "core/metadata_map.hpp"

#include "core/hash.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::core {

namespace {

const auto key_below = [](const MetadataEntry& entry, std::string_view key) { return entry.key < key; };

} // namespace

bool MetadataMap::put(const MetadataEntry& entry) {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), std::string_view{entry.key}, key_below);
  if (place == entries_.end() || place->key != entry.key) {
    entries_.insert(place, entry);
  } else {
    if (!later(entry, *place))
      return false;
    digest_ -= digest_of(*place);
    bytes_ -= metadata_bytes(*place);
    *place = entry;
  }
  digest_ += digest_of(entry);
  bytes_ += metadata_bytes(entry);
  return true;
}

const MetadataEntry* MetadataMap::find(std::string_view key) const {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), key, key_below);
  return place == entries_.end() || place->key != key ? nullptr : &*place;
}

// Content comes last: only an owner that wrote two things under one version needs it.
bool MetadataMap::later(const MetadataEntry& entry, const MetadataEntry& known) const {
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

} // namespace creditsim::core
