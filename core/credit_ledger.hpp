// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/ledger_observer.hpp"
#include "core/ledger_reading.hpp"
#include "core/node_names.hpp"
#include "core/result.hpp"
#include "core/transaction.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace creditsim::core {

struct HistoryRow;

/// Names a task in the whole network; later tasks have greater ids.
using TaskId = std::uint64_t;

/// No task: the grant.
inline constexpr TaskId no_task = std::numeric_limits<TaskId>::max();

/// What a credit system posts to its own account.
struct Posting {
  enum class Kind : std::uint8_t {
    grant,   ///< initial credits
    earn,    ///< a reward, or a payment from another account
    spend,   ///< a price that is gone
    hold,    ///< a price that is kept for whoever executes the task
    settle,  ///< a hold goes to `peer`; the amount was spent by the hold
    release, ///< a hold comes back
  };
  Kind kind = Kind::grant;
  Credits amount = {};
  TaskId task = no_task;
  OwnerId peer = no_owner;    ///< the other side of the payment
  std::string_view memo = {}; ///< for ledgers that keep texts (`CreditLedger::keeps_texts`)
};

/// What an account is made of, as its owner's replica knows it.
struct AccountFigures {
  Credits granted;
  Credits earned; ///< without the grant
  Credits spent;  ///< with what is held
  Credits refunded;
  std::uint32_t entries = 0; ///< entries of the replica that make up the account; metadata keys are none

  Credits account() const { return granted + earned + refunded - spent; }
};

/// What a join did to a replica.
struct JoinChange {
  std::uint64_t entries_received = 0;  ///< entries in the joined state
  std::uint64_t entries_redundant = 0; ///< of these, those that changed nothing
  bool counters_changed = false;
  bool metadata_changed = false;
  bool transactions_changed = false; ///< in content or in order

  bool changed() const { return counters_changed || metadata_changed || transactions_changed; }
};

/// One number per part of a replica's state; replicas over one table of names with equal numbers hold equal parts.
struct LedgerDigests {
  std::uint64_t counters = 0;
  std::uint64_t metadata = 0;
  std::uint64_t transactions = 0; ///< depends on the order of the list, as the list does

  friend bool operator==(const LedgerDigests&, const LedgerDigests&) = default;
};

/// The state of a replica as messages of one process carry it: immutable, shared, never copied. Each ledger reads its
/// own kind only.
class SharedState {
public:
  virtual ~SharedState() = default;

  /// The size in the canonical binary encoding; constant time.
  virtual std::uint64_t encoded_bytes() const = 0;
};

/// A ledger as a credit system, a node and the checkers see it: the account of its owner inside a replica that gossip
/// raises.
class CreditLedger {
public:
  virtual ~CreditLedger() = default;

  /// Loads what is stored, if anything is, and becomes ready. What goes wrong is logged by the ledger.
  virtual void initialize() = 0;
  virtual bool initialized() const = 0;

  /// What the node may spend, by the ledger's rule of balance.
  virtual Credits balance() const = 0;

  /// The own account, as far as this replica knows it, whatever the rule of balance.
  virtual Credits account() const = 0;

  /// Whether the initial credits are due, by the ledger's rule of grants.
  virtual bool grant_due() const = 0;

  /// Changes the own account. The record is null where the ledger keeps no such records; it lives as long as the
  /// ledger's archive. Refuses what is not above zero (`Errc::invalid_amount`), what leaves the range of amounts
  /// (`Errc::overflow`), and a spend or hold beyond the balance (`Errc::insufficient_balance`).
  virtual Result<const Transaction*> post(const Posting& posting, std::int64_t now_ms) = 0;

  /// Whether `task` needs no posting of that kind any more: there was one, its hold is closed by a settlement or a
  /// release, or the task is too old to tell. False where the ledger does not know tasks.
  virtual bool processed(Posting::Kind /*kind*/, TaskId /*task*/) const { return false; }

  /// Marks a task that was paid for, where the posting did not (`Rules::Marking::effect_first`).
  virtual void mark_earned(TaskId /*task*/) {}

  /// Whether `Posting::memo` is kept, so that it is worth making.
  virtual bool keeps_texts() const = 0;

  /// From now on a payment for `task` is due here, and will be taken however long it takes; likewise.
  virtual void expect(TaskId /*task*/) {}

  /// The payment for `task` is not due any more.
  virtual void expect_no_more(TaskId /*task*/) {}

  /// Sets a metadata key to `value`, canonical JSON text.
  virtual void set_metadata(std::string_view key, std::string value, std::int64_t now_ms) = 0;

  /// Deletes a metadata key, known or not; no event. Nothing where the ledger keeps none; likewise.
  virtual void delete_metadata(std::string_view /*key*/, std::int64_t /*now_ms*/) {}

  /// The value of a metadata key as canonical JSON text; none when it was never set or, by the rule of deleted keys,
  /// is deleted.
  virtual std::optional<std::string> metadata_value(std::string_view /*key*/) const { return std::nullopt; }

  /// Raises the replica to the least upper bound of itself and `state`. Refused whole or joined whole.
  /// Stops the program when `state` is of another kind of ledger.
  virtual Result<JoinChange> join(const SharedState& state, std::int64_t now_ms) = 0;

  /// To be called when a clock may have been set back: where stamps were given or seen that `now_ms` says are too far
  /// ahead, the clock was wrong. What others stamped so is forgotten, as it would have been refused; what this node
  /// wrote is stamped again. Says whether anything changed.
  virtual bool correct_stamps(std::int64_t /*now_ms*/) { return false; }

  /// The whole state of the replica.
  virtual std::shared_ptr<const SharedState> share(std::int64_t now_ms) const = 0;

  /// Stops; an error of the store leaves the ledger running.
  virtual Result<void> shutdown(std::int64_t now_ms) = 0;

  /// The own account.
  virtual AccountFigures own() const = 0;

  /// Sums over everything the replica knows; estimates until it has converged.
  virtual Credits total_earned() const = 0;
  virtual Credits total_spent() const = 0;

  /// The last `limit` transactions, oldest first, with the reference's limits: 0 is all, -k all but the first k.
  /// Refuses a row that has no date (`Errc::invalid_value`, fault E5).
  virtual Result<std::vector<HistoryRow>> history(std::int64_t limit) const = 0;

  virtual LedgerDigests digests() const = 0;

  /// Number of entries and metadata keys known.
  virtual std::uint64_t entries_known() const = 0;

  /// Memory, as allocated, in which this replica alone holds the entries and metadata that it knows. What it shares
  /// with others is not counted, nor what lives outside of this program.
  virtual std::uint64_t entry_memory_bytes() const { return 0; }

  /// How much of what `owner` wrote this replica has seen: a number that grows with each write.
  virtual std::int64_t progress(OwnerId owner) const = 0;

  /// Who is told of events from now on; null is nobody.
  virtual void observe(LedgerObserver* observer) = 0;

  /// What this replica can answer, the same for its whole life. Checkers that need more do not apply.
  virtual LedgerAbilities abilities() const { return {}; }

  /// Replaces `reading` by what this replica says now. Linear in what is known. Without `LedgerAbility::entries` the
  /// value alone.
  virtual void read(LedgerReading& reading) const;

  /// The changes that this replica lists (`LedgerAbility::rows`).
  virtual RowsReading read_rows() const { return {}; }

  /// What the state is, in bytes: equal for two replicas exactly when they hold the same, whoever holds it and when it
  /// was asked. Linear in what is known.
  virtual std::string canonical_bytes() const = 0;

  /// What `restore` brings back: everything that a store would hold. Null without `LedgerAbility::snapshot`.
  virtual std::shared_ptr<const LedgerSnapshot> snapshot() const { return nullptr; }

  /// Becomes what the ledger was that gave `snapshot`, a ledger of the same kind and run; who listens stays. Refuses a
  /// damaged snapshot and is then as before. Stops the program when `snapshot` is of another kind of ledger.
  virtual Result<void> restore(const LedgerSnapshot& snapshot);

  /// An empty ledger of the same kind and owner, on which states can be tried: nobody hears of it. Null without
  /// `LedgerAbility::snapshot`.
  virtual std::unique_ptr<CreditLedger> blank() const { return nullptr; }

  /// The node stops and starts again at once with all that it has stored. Only a ledger that lives outside of this
  /// program has to do something about it.
  virtual void reboot(std::int64_t /*now_ms*/) {}

  /// Why this ledger can do nothing any more, in one line: what it refuses and answers from then on proves nothing.
  /// Empty while it works.
  virtual const std::string& failure() const;
};

} // namespace creditsim::core
