// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/node_names.hpp"

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace creditsim::core {

/// What a replica says of one owner's account, as plain data.
struct EntryReading {
  OwnerId owner = no_owner;  ///< as `CreditLedger::progress` numbers owners: an identity, or one start of it
  std::uint32_t version = 0; ///< changes so far; 0 where the ledger counts none (`LedgerAbility::versions`)
  Credits granted{};         ///< zero where grants count as earned (`LedgerAbility::grants`)
  Credits earned{};
  Credits spent{};
  Credits refunded{};

  friend bool operator==(const EntryReading&, const EntryReading&) = default;
};

/// What a replica says of one change that an owner made.
struct RowReading {
  /// The counter that the change raised.
  enum class Counter : std::uint8_t {
    none, ///< a change that moved nothing that was not moved before: a settlement
    granted,
    earned,
    spent,
    refunded,
  };
  OwnerId owner = no_owner;  ///< as in `EntryReading`
  std::uint32_t version = 0; ///< of the owner's entry after the change; 0 where the ledger counts none
  Counter counter = Counter::none;
  Credits amount{};
  std::int64_t time_ms = 0; ///< when it was made, by its owner's clock
  std::uint64_t order = 0; ///< rows are listed by ascending `order`; equal where the ledger takes them for simultaneous

  friend bool operator==(const RowReading&, const RowReading&) = default;
};

/// A replica as a checker sees it. Reusing one reading for many replicas saves its memory.
struct LedgerReading {
  Credits value{};                     ///< the account, or the sum of all (`LedgerAbility::sums`)
  std::vector<EntryReading> entries{}; ///< by ascending owner, known ones only; empty without `LedgerAbility::entries`

  /// The entry of an owner; null when it is not known. Logarithmic.
  const EntryReading* find(OwnerId owner) const;
};

/// The changes that a replica lists.
struct RowsReading {
  std::vector<RowReading> rows{}; ///< oldest first
  bool full = false;              ///< the list has no room for more: older changes may have been dropped
};

/// What a replica can answer. A checker that needs more than that is not applicable.
enum class LedgerAbility : std::uint8_t {
  entries,       ///< `LedgerReading::entries`: what is known of each owner
  versions,      ///< an entry's version names its content, and the higher version is the newer entry
  grants,        ///< entries keep grants apart from what was earned
  rows,          ///< `CreditLedger::read_rows`
  snapshot,      ///< `CreditLedger::snapshot`, `restore` and `blank`
  sums,          ///< `LedgerReading::value` is of the whole network, as in a counter that has no owners
  once_per_task, ///< it refuses to pay or charge again for a task
  own_limit,     ///< it refuses to spend beyond the own account
};

/// A set of abilities.
class LedgerAbilities {
public:
  constexpr LedgerAbilities() = default;
  constexpr LedgerAbilities(std::initializer_list<LedgerAbility> abilities) {
    for (const LedgerAbility ability : abilities)
      add(ability);
  }

  constexpr void add(LedgerAbility ability) { bits_ |= bit(ability); }
  constexpr bool has(LedgerAbility ability) const { return (bits_ & bit(ability)) != 0; }
  constexpr bool has_all(LedgerAbilities needed) const { return (bits_ & needed.bits_) == needed.bits_; }

  friend bool operator==(const LedgerAbilities&, const LedgerAbilities&) = default;

private:
  static constexpr std::uint32_t bit(LedgerAbility ability) { return 1U << static_cast<unsigned>(ability); }

  std::uint32_t bits_ = 0;
};

/// The name of an ability, as reasons print it: `entries`.
const char* ability_name(LedgerAbility ability);

/// A state of a ledger that `CreditLedger::restore` brings back: immutable, and read by its own kind of ledger only.
class LedgerSnapshot {
public:
  virtual ~LedgerSnapshot() = default;
};

} // namespace creditsim::core
