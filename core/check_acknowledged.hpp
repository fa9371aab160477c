// SPDX-License-Identifier: MIT
#pragma once

#include "core/amount_sum.hpp"
#include "core/credit_ledger.hpp"
#include "core/virtual_time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace creditsim::core {

/// The values that a sum may have of which some parts may count or not, as in the checker of counters of Maelstrom
/// (Jepsen's workbench for distributed systems).
class PossibleSums {
public:
  void add(AmountSum amount) { sure_ += amount; }

  /// May count or not.
  void add_perhaps(AmountSum amount);

  bool contains(AmountSum value) const;

  /// `7.00`, `7.00 or 12.00`, or `7.00 to 40.00` where too many values are possible to be told apart.
  std::string to_string() const;

private:
  static constexpr std::size_t told_apart_max = 4096;

  AmountSum sure_ = 0;
  std::set<AmountSum> perhaps_{0}; // sums of the parts that may count; empty when they are too many to be told apart
  AmountSum least_ = 0;            // of these
  AmountSum most_ = 0;
};

/// What owners were told is done, and what became of it: nothing of that may be lost.
///
/// What had no answer (`Errc::indefinite`), and what an owner lost with its store before anyone had heard of it, may
/// count or not. Each owner's node notes its own part while a window runs; all else is between windows.
class Acknowledgements {
public:
  static constexpr std::size_t counters = 4; ///< granted, earned, spent, refunded
  using Amounts = std::array<AmountSum, counters>;

  explicit Acknowledgements(std::size_t owners) : owners_(owners) {}

  /// A posting of `owner` was done, or had no answer; refused ones are none. `progress` is the owner's afterwards
  /// (`CreditLedger::progress`).
  void note(OwnerId owner, const Posting& posting, std::int64_t progress, bool answered);

  /// The owner starts from a store in which it stood at `progress`: what it did later may be lost.
  void lost(OwnerId owner, std::int64_t progress);

  /// At the end another node knows the owner at `progress`, which names what it did for good: what it did up to there
  /// is not lost.
  void heard(OwnerId owner, std::int64_t progress);

  /// Another node knows the owner at `progress` now. Where the owner comes to the same progress again this tells at
  /// once after a loss what is not lost, as long as that node keeps it.
  void heard_by(NodeIndex node, OwnerId owner, std::int64_t progress);

  /// Nobody else had heard of what the owner has lost so far.
  void close_losses(OwnerId owner);

  /// The node starts from an older store itself.
  void forgets(NodeIndex node);

  /// At the end: what some node heard and kept is not lost.
  void settle();

  /// Whether the owner ever lost something.
  bool has_lost(OwnerId owner) const { return owners_[owner].lost; }

  /// What a counter of the owner may be. Where grants are not kept apart (`LedgerAbility::grants`) they count as
  /// earned, and so does what was refunded.
  PossibleSums possible(OwnerId owner, std::size_t counter, bool grants_apart) const;

  /// Adds what the owner's account may be to `sums`.
  void add_account(OwnerId owner, PossibleSums& sums) const;

  std::size_t owners() const { return owners_.size(); }

private:
  struct Doubt {
    Amounts amounts{};
    std::int64_t progress = 0;
    bool hearable = false;            // someone may know it
    std::vector<NodeIndex> hearers{}; // who does, where that was told at once
  };
  struct Done {
    Amounts amounts{};
    std::int64_t progress = 0;
  };
  struct Owner {
    Amounts sure{};
    std::vector<Done> done;    // what a loss may put in doubt, by ascending progress
    std::vector<Doubt> doubts; // what may count or not
    bool lost = false;
  };
  std::vector<Owner> owners_;
};

/// The counters of an entry in the order of `Acknowledgements::Amounts`.
Acknowledgements::Amounts amounts_of(const EntryReading& entry);

/// The name of a counter, as findings print it.
const char* counter_name(std::size_t counter);

} // namespace creditsim::core
