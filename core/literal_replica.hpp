// SPDX-License-Identifier: MIT
#pragma once

#include "core/chunked_queue.hpp"
#include "core/replica.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace creditsim::core {

/// The state of a `LiteralReplica` in messages.
class LiteralState final : public ReplicaState {
public:
  LiteralState(LedgerState state, std::uint64_t bytes)
      : ReplicaState{state.clock}, state_{std::move(state)}, bytes_{bytes} {}

  const LedgerState& state() const { return state_; }
  std::uint64_t encoded_bytes() const override { return bytes_; }

private:
  LedgerState state_;
  std::uint64_t bytes_;
};

/// A replica that holds every entry itself: what a library user embeds, the twin that version vectors are checked
/// against, and the only form for rules under which what is known of others decides something.
class LiteralReplica final : public Replica {
public:
  explicit LiteralReplica(std::shared_ptr<const ReplicaOptions> options);
  explicit LiteralReplica(ReplicaOptions options)
      : LiteralReplica{std::make_shared<const ReplicaOptions>(std::move(options))} {}

  std::unique_ptr<Replica> clone() const override { return std::make_unique<LiteralReplica>(*this); }
  std::unique_ptr<Replica> blank() const override { return std::make_unique<LiteralReplica>(shared_options()); }
  void write(const OwnChange& change) override;
  Result<JoinChange> join(const ReplicaState& state) override;

  /// Joins a state over any table of owners.
  Result<JoinChange> join(const LedgerState& state);

  HybridTime restamp(HybridTime limit, OwnerId identity, HybridTime from) override;
  /// Takes the entries of `state`, whoever wrote them, for an empty replica of its table.
  void load(const LedgerState& state);

  std::shared_ptr<const ReplicaState> share(HybridTime clock) const override;
  LedgerState state(HybridTime clock) const override;
  const Entry& entry(Slot slot) const override { return slot < entries_.size() ? entries_[slot] : no_entry; }
  LedgerDigests digests() const override;
  std::uint64_t encoded_bytes() const override;
  std::uint64_t entries_known() const override { return counts_.entries + metadata_.entries().size(); }
  std::uint64_t entry_memory_bytes() const override {
    return entries_.capacity() * sizeof(Entry) + metadata_.memory_bytes();
  }
  const MetadataMap& metadata() const override { return metadata_; }
  std::vector<LedgerRow> newest_rows() const override { return rows_.elements(); }
  std::uint64_t equivocations() const override { return equivocations_; }
  Credits total_account() const override;

private:
  Result<void> check(const LedgerState& state) const;
  Result<void> check_while_joining(Slot slot, const Entry& theirs) const;
  std::vector<LedgerRow> rows_of_known(std::vector<LedgerRow> rows) const;
  bool known(Slot slot) const { return entry(slot).version > 0; }
  bool take(Slot slot, const Entry& theirs);
  void set(Slot slot, const Entry& now);
  bool join_rows(const std::vector<LedgerRow>& rows);
  bool merge_rows(const std::vector<LedgerRow>& rows);
  bool append_rows(const std::vector<LedgerRow>& rows);
  void rows_changed();
  void write_row(const LedgerRow& row);
  void write_metadata(const MetadataEntry& write);
  std::uint64_t digest_grown(Slot slot, const Entry& before, const Entry& after) const;
  std::uint64_t digest_of(std::uint64_t owner, const Entry& entry) const;

  std::vector<Entry> entries_;   // by slot
  ChunkedQueue<LedgerRow> rows_; // oldest first
  MetadataMap metadata_;
  StateCounts counts_; // of the entries
  std::uint64_t digest_ = 0;
  std::uint64_t rows_digest_ = 0; // of the rows in their order; only where `digests` needs it
  std::uint64_t equivocations_ = 0;
  std::int64_t amounts_ = 0; // the sum of all amounts
};

} // namespace creditsim::core
