// SPDX-License-Identifier: MIT
#pragma once

#include "core/histories.hpp"
#include "core/replica.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace creditsim::core {

/// The state of a `VersionReplica` in messages: its version vector, and figures that every holder of it knows alike.
class VersionState final : public ReplicaState {
public:
  struct Figures {
    std::uint64_t digest = 0;           ///< sum of weight x version
    std::uint64_t entry_bytes = 0;      ///< of the entries
    std::uint64_t records = 0;          ///< sum of the versions
    std::uint32_t entries = 0;          ///< versions above 0
    std::uint32_t metadata_entries = 0; ///< keys
  };

  VersionState(std::vector<std::uint32_t> versions, Figures figures, std::uint64_t bytes, HybridTime clock)
      : ReplicaState{clock}, versions_{std::move(versions)}, figures_{figures}, bytes_{bytes} {}

  /// By slot, up to a multiple of `Histories::block`.
  const std::vector<std::uint32_t>& versions() const { return versions_; }
  const Figures& figures() const { return figures_; }
  std::uint64_t encoded_bytes() const override { return bytes_; }

private:
  std::vector<std::uint32_t> versions_;
  Figures figures_;
  std::uint64_t bytes_;
};

/// A replica that is a version vector over shared histories: 4 bytes an owner. Everything else about it is a view of
/// them. For rules under which nothing but the own account decides anything.
class VersionReplica final : public Replica {
public:
  /// `histories` outlives the replica and has the same owners.
  VersionReplica(std::shared_ptr<const ReplicaOptions> options, Histories& histories);
  VersionReplica(ReplicaOptions options, Histories& histories)
      : VersionReplica{std::make_shared<const ReplicaOptions>(std::move(options)), histories} {}

  /// Whether replicas under `rules` can be held in this form.
  static bool suits(const Rules& rules);

  std::unique_ptr<Replica> clone() const override { return std::make_unique<VersionReplica>(*this); }
  std::unique_ptr<Replica> blank() const override {
    return std::make_unique<VersionReplica>(shared_options(), histories_);
  }
  void write(const OwnChange& change) override;

  /// Linear in the owners; constant when both know the same. A state that came as bytes (`LiteralState`) holds what the
  /// histories hold, as far as it is authentic.
  Result<JoinChange> join(const ReplicaState& state) override;

  /// Stops the program: what is shared is not stamped again.
  HybridTime restamp(HybridTime limit, OwnerId identity, HybridTime from) override;
  std::shared_ptr<const ReplicaState> share(HybridTime clock) const override;
  LedgerState state(HybridTime clock) const override;
  const Entry& entry(Slot slot) const override;
  LedgerDigests digests() const override;
  std::uint64_t encoded_bytes() const override;
  std::uint64_t entries_known() const override { return figures_.entries + metadata_.entries().size(); }
  std::uint64_t entry_memory_bytes() const override;
  const MetadataMap& metadata() const override { return metadata_; }
  std::vector<LedgerRow> newest_rows() const override;
  std::uint64_t equivocations() const override { return 0; } // each owner writes one history
  Credits total_account() const override;

  std::uint32_t version(Slot slot) const override;

private:
  struct Own {
    Slot slot = no_slot;
    std::uint32_t version = 0;
  };

  Result<JoinChange> join(const LedgerState& state);
  Result<JoinChange> join(const VersionState& theirs);
  void raise(Slot slot, std::uint32_t to);
  void change_own(Slot slot);
  void look(Slot slot, std::uint32_t from, std::uint32_t to, std::vector<std::string>* keys_changed);
  void look_at(std::size_t begin, const std::uint32_t* other, std::vector<std::string>& keys_changed);
  std::vector<std::uint32_t> widened() const;
  std::uint64_t transactions() const;

  Histories& histories_;
  std::vector<std::uint32_t> versions_; // by slot, padded; empty until another owner is heard of
  Own own_;                             // who writes here; until then, its version, too,
  VersionState::Figures figures_;
  std::uint64_t metadata_writes_ = 0; // among the records
  std::vector<Own> earlier_;          // until another owner is heard of, those that wrote here before
  MetadataMap metadata_;
};

} // namespace creditsim::core
