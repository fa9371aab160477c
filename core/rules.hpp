// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace creditsim::core {

/// The rules of the economy, one by one. In each the first value is what the reference system does, the second what it
/// should have done; a profile is one value of each.
struct Rules {
  /// What a node takes for its balance.
  enum class Balance : std::uint8_t {
    all_accounts, ///< the sum over all accounts that its replica knows (fault A1)
    own_account,  ///< its identity's own account
  };
  /// Who gets the initial credits.
  enum class Grant : std::uint8_t {
    when_empty,        ///< whoever has a balance of zero when it starts (faults B1, B2)
    once_per_identity, ///< each identity once, however often it starts
  };
  /// Which of two values of a metadata key stays when their times are equal.
  enum class MetadataTies : std::uint8_t {
    local_stays, ///< the one that was there first (faults D1, D2)
    total_order, ///< the one that is later by (hybrid time, owner, incarnation, version)
  };
  /// How the list of the newest transactions is ordered, and so which ones it keeps.
  enum class LogOrder : std::uint8_t {
    arrival,     ///< by time, of one instant by arrival (faults E1, E2)
    total_order, ///< by (hybrid time, owner, incarnation, version)
  };
  /// How a node recognises a task that it has been paid for or has paid for.
  enum class Dedup : std::uint8_t {
    pruned_table, ///< by a table in memory that forgets its oldest half (faults F1, F4)
    durable,      ///< by a window that is stored with the ledger; ids older than its horizon are refused
  };
  /// Who of several workers of one task is paid.
  enum class Settlement : std::uint8_t {
    everyone,   ///< each (fault F2)
    one_worker, ///< the first that reports to the submitter
  };
  /// What is counted for one identity.
  enum class Counters : std::uint8_t {
    per_identity,    ///< one entry, of which a join keeps the larger counters, and which can go down (C1, C2, C10)
    per_incarnation, ///< one entry for each start of the node
  };
  /// Whose entries a replica accepts.
  enum class Writers : std::uint8_t {
    anyone, ///< (fault B6)
    owner,  ///< those that their owner wrote, known by an authenticator
  };
  /// What a payment is.
  enum class Payment : std::uint8_t {
    mint_and_burn, ///< the submitter's price vanishes, the worker's reward appears (faults B4, B5, G7)
    transfer,      ///< the price is held, then settled with a worker or released
  };
  /// What stamps a change.
  enum class Clock : std::uint8_t {
    wall,   ///< the node's own clock in milliseconds, whatever it saw or stamped before (faults D2 to D5, E4)
    hybrid, ///< a hybrid logical clock, later than all that it gave or saw, and wary of what is far ahead
  };
  /// What a row of the history is.
  enum class HistoryRecord : std::uint8_t {
    flat,   ///< what the memo says stands among the row's own members and over them, and nobody is named (A4, E6, E10)
    nested, ///< the node's own changes only, each with node, version and, under one member, its details
  };
  /// How the bytes of a state are read.
  enum class Decoding : std::uint8_t {
    as_it_comes, ///< part by part, each applied as it is read, unchecked, missing parts left out (B7, C5, C9, E5)
    whole,       ///< all is read and checked before anything is applied
  };
  /// What the minimum balance is good for.
  enum class MinimumBalance : std::uint8_t {
    late, ///< looked at only when the balance does not cover the price, which is refused anyway (fault G3)
    kept, ///< a price is refused if the balance would drop below it
  };
  /// What a table of factors in a scenario does to the default one.
  enum class Multipliers : std::uint8_t {
    replaced, ///< takes its whole place, and a factor of 0 counts as absent (fault G5)
    merged,   ///< takes the place of the factors that it names
  };
  /// What comes first when a task is paid for or refused: the effect, or the mark that it is dealt with.
  enum class Marking : std::uint8_t {
    effect_first, ///< whatever comes in between has the effect again (faults F6, F7, G2)
    mark_first,   ///< both are one step
  };
  /// What a node that starts again does with what its store holds.
  enum class Restart : std::uint8_t {
    replaced, ///< works before it has read it, and then takes it for all there is, even a damaged one (C11, C14)
    joined,   ///< reads it first, refuses a damaged one, and joins it with what it knows
  };
  /// What a message holds that leaves a replica.
  enum class Exports : std::uint8_t {
    live,   ///< the replica itself: what is written after it is in it, too (fault E11)
    copied, ///< the state of that moment
  };
  /// What a deleted key of the metadata reads as.
  enum class DeletedKeys : std::uint8_t {
    null_value, ///< a value `null`; only a key that nobody ever set has none (fault D6)
    absent,     ///< no value, as a key that nobody ever set
  };

  Balance balance = Balance::own_account;
  Grant grant = Grant::once_per_identity;
  MetadataTies metadata_ties = MetadataTies::total_order;
  LogOrder log_order = LogOrder::total_order;
  Dedup dedup = Dedup::durable;
  Settlement settlement = Settlement::one_worker;
  Counters counters = Counters::per_incarnation;
  Writers writers = Writers::owner;
  Payment payment = Payment::transfer;
  Clock clock = Clock::hybrid;
  HistoryRecord history_record = HistoryRecord::nested;
  Decoding decoding = Decoding::whole;
  MinimumBalance minimum_balance = MinimumBalance::kept;
  Multipliers multipliers = Multipliers::merged;
  Marking marking = Marking::mark_first;
  Restart restart = Restart::joined;
  Exports exports = Exports::copied;
  DeletedKeys deleted_keys = DeletedKeys::absent;

  friend bool operator==(const Rules&, const Rules&) = default;

  /// Whether a submitter answers the reports of workers: else each worker is rewarded when it is done.
  constexpr bool settles() const { return payment == Payment::transfer || settlement == Settlement::one_worker; }

  /// The rules of the reference system, faults and all.
  static constexpr Rules reference() {
    return {.balance = Balance::all_accounts,
            .grant = Grant::when_empty,
            .metadata_ties = MetadataTies::local_stays,
            .log_order = LogOrder::arrival,
            .dedup = Dedup::pruned_table,
            .settlement = Settlement::everyone,
            .counters = Counters::per_identity,
            .writers = Writers::anyone,
            .payment = Payment::mint_and_burn,
            .clock = Clock::wall,
            .history_record = HistoryRecord::flat,
            .decoding = Decoding::as_it_comes,
            .minimum_balance = MinimumBalance::late,
            .multipliers = Multipliers::replaced,
            .marking = Marking::effect_first,
            .restart = Restart::replaced,
            .exports = Exports::live,
            .deleted_keys = DeletedKeys::null_value};
  }
};

} // namespace creditsim::core
