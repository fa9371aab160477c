// SPDX-License-Identifier: MIT
#pragma once

#include "core/replica.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace creditsim::core {

/// What every owner of a run wrote, version by version: each history stands here once, and replicas are version vectors
/// over them.
///
/// A history grows at its end and never moves. Different owners may write from different threads at once; a version may
/// be read by whoever learnt of it through a message or after the window in which it was written.
class Histories {
public:
  /// Empty histories of all owners that `owners` has now and will ever have; 112 bytes an owner. With `kept_min` of an
  /// owner only so many of its newest versions are sure to be there, so that a history that grows for ever does not:
  /// for replicas that hear of nobody before the writing is over. 0 keeps all.
  Histories(std::shared_ptr<OwnerTable> owners, std::uint32_t authenticator_bytes, std::uint32_t kept_min = 0);
  ~Histories();
  Histories(const Histories&) = delete;
  Histories& operator=(const Histories&) = delete;

  /// One version of an owner's history.
  struct Version {
    Entry entry;
    LedgerRow row;
    std::unique_ptr<const MetadataEntry> write; ///< `RecordKind::metadata`
    std::uint32_t entry_bytes = 0;              ///< size of the entry in the canonical encoding
    std::uint32_t metadata_writes = 0;          ///< among the versions up to this one
  };

  /// Appends the owner's next version; where all are kept, stops the program beyond 153,391,689 of them.
  void append(const OwnChange& change);

  /// A version that was appended and is kept, from 1 on.
  const Version& at(Slot slot, std::uint32_t version) const;

  /// The last version that was appended, of at least one: for the owner, as nobody else can know whether it is that.
  const Version& newest(Slot slot) const { return *histories_[slot].newest; }

  /// The owner's last version; 0 before the first.
  std::uint32_t latest(Slot slot) const { return histories_[slot].size; }

  /// What a join needs to know of an owner whose version changed.
  struct Owner {
    std::uint64_t weight = 0; ///< see `OwnerTable::weight`
    /// Before this version there is something to be looked at: another encoded size, a metadata write. Grows while
    /// others read: an older value only costs a look.
    std::uint32_t attention = 0;

    bool needs_look(std::uint32_t from) const { return from < __atomic_load_n(&attention, __ATOMIC_RELAXED); }
  };
  const Owner& owner(Slot slot) const { return hot_[slot]; }

  /// Owners that a join looks at together.
  static constexpr std::size_t block = 16;

  /// Owners up to a multiple of `block`; those beyond `size()` never write.
  std::size_t padded_size() const { return hot_.size(); }

  /// Memory of all that owners wrote, as allocated. Linear in the versions that are kept.
  std::uint64_t memory_bytes() const;

  std::uint32_t size() const { return static_cast<std::uint32_t>(histories_.size()); }

private:
  // Chunks of 1, 8, 64, ... versions: short histories are small, long ones take few look-ups.
  static constexpr std::uint32_t chunks_max = 10;
  struct History {
    Version* newest = nullptr;
    std::uint32_t size = 0;
    std::array<Version*, chunks_max> chunks{};
  };
  struct Place {
    std::uint32_t chunk;
    std::uint32_t offset;
  };
  Place place_of(std::uint32_t version) const;
  static std::uint32_t made_in(const History& history, std::uint32_t chunk); // versions in a chunk that is there

  std::shared_ptr<OwnerTable> owners_;
  std::uint32_t authenticator_bytes_;
  std::uint32_t chunk_last_ = chunks_max; // whose places are used again when all are taken; none where all are kept
  std::vector<History> histories_;
  std::vector<Owner> hot_;
};

} // namespace creditsim::core
