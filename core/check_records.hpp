// SPDX-License-Identifier: MIT
#pragma once

#include "core/check_acknowledged.hpp"
#include "core/check_metadata.hpp"
#include "core/findings.hpp"
#include "core/written_entries.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// What the checks of single nodes leave in a window for those across nodes.
struct CheckNotes {
  Findings findings;
  std::vector<OwnerId> written; ///< owners that wrote
  std::vector<OwnerId> lost;    ///< owners whose node starts from an older store
};

/// What a node's checks know of its replica: written by them while a window runs, read between windows.
struct NodeRecord {
  bool started = false;
  LedgerAbilities abilities;
  LedgerReading reading;
  std::vector<MetadataWrite> metadata; ///< what its workload wrote
  /// By owner: the furthest progress that the replica ever knew, since it last started from an older store.
  std::vector<std::int64_t> furthest;
};

/// About how many bytes the records of `nodes` nodes take when every one knows all of `owners`.
constexpr std::uint64_t record_bytes(std::uint64_t nodes, std::uint64_t owners) {
  return nodes * owners * (2 * sizeof(EntryReading) + sizeof(std::int64_t)); // the reading, and the one before
}

/// What the checkers of a run keep of it.
struct CheckRecords {
  CheckRecords(std::size_t owner_count, std::size_t node_count)
      : written{owner_count}, acknowledged{owner_count}, nodes(node_count) {}

  WrittenEntries written;
  Acknowledgements acknowledged;
  std::vector<NodeRecord> nodes;
};

} // namespace creditsim::core
