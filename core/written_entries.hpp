// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/ledger_reading.hpp"

#include <cstdint>
#include <vector>

namespace creditsim::core {

/// The entry of `owner` as the ledger in which it writes has it.
EntryReading own_entry(const CreditLedger& ledger, OwnerId owner);

/// What every owner wrote, as its own node saw it: what replicas are compared with.
///
/// While a window runs each owner's node notes what it writes, and everybody reads what was published before. So what a
/// replica may know is known here, whatever the order in which nodes run: nothing is heard of within its window.
class WrittenEntries {
public:
  explicit WrittenEntries(std::size_t owners) : owners_(owners) {}

  /// Notes an owner's entry after a write of its own. Whoever starts from an older store may write a version again.
  void note(const EntryReading& entry);

  /// Between windows: what the owner noted is known to everybody from now on.
  void publish(OwnerId owner);

  /// Whether `entry` is what its owner wrote: under its version, where those count (`versions`), else no counter above
  /// what the owner has written. `own`: what is noted and not published counts, too; for the owner's node alone.
  bool wrote(const EntryReading& entry, bool versions, bool own) const;

  /// The published entry of that version, as it was written first; null when there is none.
  const EntryReading* at(OwnerId owner, std::uint32_t version) const;

  /// The highest published version; 0 before the first.
  std::uint32_t latest(OwnerId owner) const;

  std::size_t owners() const { return owners_.size(); }

private:
  struct Owner {
    std::vector<EntryReading> published; // by ascending version; of one version in the order of writing
    std::vector<EntryReading> noted;
    EntryReading most;     // of each counter the highest, published
    EntryReading most_own; // likewise with what is only noted
  };
  std::vector<Owner> owners_;
};

} // namespace creditsim::core
