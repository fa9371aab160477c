// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/virtual_time.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace creditsim::core {

/// The parts of a replica that converge each in their own time: counters, metadata, transactions.
inline constexpr std::size_t ledger_parts = 3;

/// The names of the parts, as results and violations print them.
inline constexpr std::array<const char*, ledger_parts> ledger_part_names{"counters", "metadata", "transactions"};

/// The digest of a part, or of the whole replica for `part == ledger_parts`.
std::uint64_t part_digest(const LedgerDigests& digests, std::size_t part);

/// How many replicas of a shard hold which state: tells at any time whether they are equal, at the cost of what
/// changed.
///
/// Replicas of different connected components cannot reach each other and are compared within their component only.
class ReplicaCensus {
public:
  /// Counts a replica that has not been counted before.
  void add(std::uint32_t component, const LedgerDigests& digests);

  /// A replica in the state `digests` does not count any more.
  void remove(std::uint32_t component, const LedgerDigests& digests);

  /// Recounts a replica whose state went from `before` to `after`.
  void change(std::uint32_t component, const LedgerDigests& before, const LedgerDigests& after);

  /// A state that some replicas of a component hold.
  struct Group {
    std::uint64_t state = 0;
    std::uint32_t component = 0;
    std::uint32_t replicas = 0;
  };

  /// The groups of one part of the ledger, or of the whole (`part == ledger_parts`), in no particular order; if there
  /// are more than `limit`, some of them, one more than that.
  std::vector<Group> groups(std::size_t part, std::size_t limit) const;

private:
  struct Count {
    std::uint32_t component = 0;
    std::uint32_t replicas = 0;
  };
  using Counts = std::unordered_map<std::uint64_t, Count>;

  static void enter(Counts& counts, std::uint32_t component, std::uint64_t state);
  static void leave(Counts& counts, std::uint32_t component, std::uint64_t state);

  std::array<Counts, ledger_parts + 1> parts_;
};

/// True if within every component all replicas hold one state, given the groups of every shard. One more group than
/// there are components is enough to tell; a shard without replicas that count has none.
bool equal_within_components(const std::vector<std::vector<ReplicaCensus::Group>>& shards);

/// The number of replicas that hold the most common state of their component.
std::uint64_t replicas_in_largest_groups(const std::vector<std::vector<ReplicaCensus::Group>>& shards);

} // namespace creditsim::core
