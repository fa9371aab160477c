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
    per_identity,    ///< one entry, of which a join keeps the larger counters (faults C1, C2)
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

  Balance balance = Balance::own_account;
  Grant grant = Grant::once_per_identity;
  MetadataTies metadata_ties = MetadataTies::total_order;
  LogOrder log_order = LogOrder::total_order;
  Dedup dedup = Dedup::durable;
  Settlement settlement = Settlement::one_worker;
  Counters counters = Counters::per_incarnation;
  Writers writers = Writers::owner;
  Payment payment = Payment::transfer;

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
            .payment = Payment::mint_and_burn};
  }
};

} // namespace creditsim::core
