// SPDX-License-Identifier: MIT
#include "core/histories.hpp"

#include "core/check.hpp"
#include "core/text_memory.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <span>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::uint32_t chunk_size(std::uint32_t chunk) { return 1U << (3 * chunk); }

// Chunk c begins after 1 + 8 + 64 + ... = (8^c - 1) / 7 versions.
constexpr std::uint32_t chunk_begin(std::uint32_t chunk) { return (chunk_size(chunk) - 1) / 7; }

} // namespace

Histories::Histories(std::shared_ptr<OwnerTable> owners, std::uint32_t authenticator_bytes, std::uint32_t kept_min)
    : owners_{std::move(owners)}, authenticator_bytes_{authenticator_bytes}, histories_(owners_->size()),
      hot_((owners_->size() + block - 1) / block * block) {
  for (Slot slot = 0; slot < size(); ++slot)
    hot_[slot].weight = owners_->weight(slot);
  for (std::uint32_t chunk = chunks_max - 1; kept_min > 0 && chunk_size(chunk) >= kept_min; --chunk) {
    chunk_last_ = chunk;
    if (chunk == 0)
      break;
  }
}

Histories::~Histories() {
  for (const auto& history : histories_)
    for (std::uint32_t chunk = 0; chunk < chunks_max && history.chunks[chunk] != nullptr; ++chunk) {
      std::destroy_n(history.chunks[chunk], made_in(history, chunk));
      std::allocator<Version>{}.deallocate(history.chunks[chunk], chunk_size(chunk));
    }
}

std::uint32_t Histories::made_in(const History& history, std::uint32_t chunk) {
  return std::min(history.size - chunk_begin(chunk), chunk_size(chunk));
}

std::uint64_t Histories::memory_bytes() const {
  std::uint64_t bytes = histories_.capacity() * sizeof(History) + hot_.capacity() * sizeof(Owner);
  for (const auto& history : histories_)
    for (std::uint32_t chunk = 0; chunk < chunks_max && history.chunks[chunk] != nullptr; ++chunk) {
      bytes += std::uint64_t{chunk_size(chunk)} * sizeof(Version);
      for (const Version& version : std::span{history.chunks[chunk], made_in(history, chunk)})
        if (version.write != nullptr)
          bytes +=
              sizeof(MetadataEntry) + text_memory_bytes(version.write->key) + text_memory_bytes(version.write->value);
    }
  return bytes;
}

Histories::Place Histories::place_of(std::uint32_t version) const {
  const std::uint32_t index = version - 1;
  const auto chunk = (static_cast<std::uint32_t>(std::bit_width(7 * std::uint64_t{index} + 1)) - 1) / 3;
  if (chunk > chunk_last_)
    return {chunk_last_, (index - chunk_begin(chunk_last_)) % chunk_size(chunk_last_)};
  return {chunk, index - chunk_begin(chunk)};
}

void Histories::append(const OwnChange& change) {
  const Slot slot = change.row.slot;
  History& history = histories_[slot];
  CREDITSIM_CHECK(change.after.version == history.size + 1);
  const Place place = place_of(change.after.version);
  CREDITSIM_CHECK(place.chunk < chunks_max);
  Version*& chunk = history.chunks[place.chunk];
  if (chunk == nullptr)
    chunk = std::allocator<Version>{}.allocate(chunk_size(place.chunk));
  Version& now = chunk[place.offset];
  if (chunk_begin(place.chunk) + place.offset == history.size)
    std::construct_at(&now);                    // one by one: to make a whole chunk would take as long as it is large
  const Version* const before = history.newest; // may stand where the new one is to stand
  const std::uint32_t bytes_before = before == nullptr ? 0 : before->entry_bytes;
  const auto bytes = before == nullptr
                         ? entry_bytes(owners_->names()->name(owners_->identity(slot)), owners_->incarnation(slot),
                                       change.after, authenticator_bytes_)
                         : bytes_before + static_cast<std::uint64_t>(entry_bytes_grown(before->entry, change.after));
  const std::uint32_t writes_before = before == nullptr ? 0 : before->metadata_writes;
  now.entry = change.after;
  now.row = change.row;
  now.entry_bytes = static_cast<std::uint32_t>(bytes);
  now.metadata_writes = writes_before;
  now.write.reset();
  if (change.write != nullptr) {
    now.write = std::make_unique<const MetadataEntry>(*change.write);
    ++now.metadata_writes;
  }
  if (change.write != nullptr || bytes_before != now.entry_bytes) // the first version has a size, none has none
    __atomic_store_n(&hot_[slot].attention, change.after.version, __ATOMIC_RELAXED);
  history.newest = &now;
  history.size = change.after.version;
}

const Histories::Version& Histories::at(Slot slot, std::uint32_t version) const {
  const Place place = place_of(version);
  return histories_[slot].chunks[place.chunk][place.offset];
}

} // namespace creditsim::core
