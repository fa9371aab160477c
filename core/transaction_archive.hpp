// SPDX-License-Identifier: MIT
#pragma once

#include "core/node_names.hpp"
#include "core/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace creditsim::core {

/// The records of all ledgers of a simulation: written once, never moved, never freed before the archive.
///
/// It consists of segments, each written by one ledger only. Different segments may be written by different threads at
/// once, and whoever holds a pointer to a record may read it. Records that ledgers write here themselves (not
/// `imported`) have ids that are unique in the archive; those who share an archive see to that (`IdSource`).
class TransactionArchive {
public:
  /// An archive of `segments` empty segments (8 bytes each); `names`, of the owners of its records, outlives it.
  TransactionArchive(const NodeNames& names, std::size_t segments);
  ~TransactionArchive();
  TransactionArchive(const TransactionArchive&) = delete;
  TransactionArchive& operator=(const TransactionArchive&) = delete;

  /// Copies `record` with its texts into `segment` (below `segments()`) and fills in its derived members.
  const Transaction* append(std::size_t segment, const Transaction& record);

  std::size_t segments() const { return segments_.size(); }
  const NodeNames& names() const { return *names_; }

private:
  struct Chunk;

  static char* reserve(Chunk*& newest, std::size_t needed);

  const NodeNames* names_;
  std::vector<Chunk*> segments_; // the newest chunk of each
};

} // namespace creditsim::core
