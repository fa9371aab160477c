// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credits.hpp"
#include "core/g_counter.hpp"
#include "core/id_source.hpp"
#include "core/ledger_export.hpp"
#include "core/ledger_observer.hpp"
#include "core/lww_map.hpp"
#include "core/result.hpp"
#include "core/rules.hpp"
#include "core/store.hpp"
#include "core/transaction_log.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace creditsim::core {

/// What a ledger is made of. Everything that is left out gets the reference's default.
struct ReferenceLedgerOptions {
  std::string node{};                            ///< the node's id; empty: one from the id source
  std::shared_ptr<NodeNames> names{};            ///< shared by the ledgers of a simulation; null: an own one
  std::shared_ptr<TransactionArchive> archive{}; ///< over the same names, with a segment for each of their owners;
                                                 ///< null: an own one
  std::uint32_t max_transactions = 10'000;       ///< rows kept in the transaction log; 0 is 10,000
  std::int64_t autosave_interval_ms = 30'000;    ///< how often the caller means to call `autosave`; 0 is 30,000
  Rules rules = Rules::reference();              ///< of which the ledger looks at `balance` and `grant`
  IdSource* ids = nullptr;                       ///< outlives the ledger; null: an own one that starts with 1
  Store* store = nullptr;                        ///< outlives the ledger; null: nothing is ever saved or loaded
  LedgerObserver* observer = nullptr;            ///< outlives the ledger; null: nobody listens
};

/// The state of a reference's ledger as messages carry it.
struct ReferenceState final : SharedState {
  explicit ReferenceState(LedgerExport exported) : state{std::move(exported)} {}
  std::uint64_t encoded_bytes() const override;

  LedgerExport state;
};

struct ReferenceLedgerSummary {
  std::string node;
  Credits balance;
  Credits earned;
  Credits spent;
  std::size_t transactions = 0;
  std::int64_t last_sync_ms = 0; ///< time of the last join, 0 before the first
  bool initialized = false;
};

/// One replica of the reference's credit ledger: grow-only counters of what each node earned and spent, metadata, and
/// the newest transactions.
///
/// What it takes for the balance and when it finds the grant due are values of its rules, the reference's unless said:
/// the balance over the counters of all nodes that it knows (fault A1), the grant whenever that is 0 (B1). All else is
/// the reference's and fixed: metadata ties, order of the log, one entry per identity, anyone writes any entry, no
/// settlement, and no memory of tasks, so the credit system must have its own (`Dedup::pruned_table`). Amounts are
/// exact hundredths. It reads no clock: every method that needs the time is given it, in milliseconds.
class ReferenceLedger final : public CreditLedger {
public:
  explicit ReferenceLedger(ReferenceLedgerOptions options);
  ReferenceLedger(const ReferenceLedger&) = delete;
  ReferenceLedger& operator=(const ReferenceLedger&) = delete;

  /// The name under which a ledger is saved in its store.
  static constexpr std::string_view file_name = "ledger.json";

  /// Loads what the store holds and becomes initialised. A load that fails is logged, not returned.
  void initialize() override;

  /// Grants, rewards and released holds are credited, prices and holds debited. Refuses as `credit` and `debit` do, and
  /// every settlement (`Errc::invalid_value`).
  Result<const Transaction*> post(const Posting& posting, std::int64_t now_ms) override;

  /// Adds `amount` to what this node earned. Refuses what is not above zero (`Errc::invalid_amount`, `Amount must be
  /// positive`) and what leaves the range of amounts (`Errc::overflow`). The record lives as long as the archive.
  Result<const Transaction*> credit(Credits amount, std::string_view memo, std::int64_t now_ms);

  /// Adds `amount` to what this node spent. Refuses as `credit` does, and what is more than the balance
  /// (`Errc::insufficient_balance`, `Insufficient balance`).
  Result<const Transaction*> debit(Credits amount, std::string_view memo, std::int64_t now_ms);

  /// Sets `key` to `value`, canonical JSON text (`canonical_json`); empty is the reference's `undefined`.
  void set_metadata(std::string_view key, std::string value, std::int64_t now_ms) override;

  /// Deletes a key; no event, as in the reference.
  void delete_metadata(std::string_view key, std::int64_t now_ms) override;

  /// Raises this replica by the parts that `state` has. Refuses sums out of range (`Errc::overflow`), the replica is
  /// then unchanged.
  Result<JoinChange> join(const LedgerExport& state, std::int64_t now_ms);

  /// Joins a `ReferenceState`.
  Result<JoinChange> join(const SharedState& state, std::int64_t now_ms) override;

  /// Joins the state of another replica.
  Result<JoinChange> join(const ReferenceLedger& other, std::int64_t now_ms);

  /// Keeps the last `max_transactions` rows of the log.
  void prune();

  /// Writes the state to the store as the reference writes its file.
  Result<void> save(std::int64_t now_ms);

  /// As `save`, but an error is logged.
  void autosave(std::int64_t now_ms);

  /// Replaces earned, spent, metadata and transactions by what the store holds; false when it holds nothing. Text that
  /// is not a ledger is refused whole. Where a part is missing the parts before it are replaced all the same (fault
  /// C11), and the error names it. Errors are logged too.
  Result<bool> load();

  /// Saves and stops. An error of the store is returned and leaves the ledger running.
  Result<void> shutdown(std::int64_t now_ms) override;

  /// Becomes the ledger that its options describe: all that is not in the store is lost. It is not yet initialised.
  void restart();

  /// The whole state.
  LedgerExport export_state(std::int64_t now_ms) const;

  /// The whole state, as a `ReferenceState`.
  std::shared_ptr<const SharedState> share(std::int64_t now_ms) const override;

  Credits account() const override { return own_earned() - own_spent(); }
  Credits balance() const override;
  bool grant_due() const override;
  bool keeps_texts() const override { return true; }
  Credits total_earned() const override { return earned_.value(); }
  Credits total_spent() const override { return spent_.value(); }

  /// The own account. The counters do not keep apart where an amount came from: what was granted before the last start
  /// counts as earned, and so does what was refunded.
  AccountFigures own() const override;

  /// What the node itself earned and spent, as this replica knows it.
  Credits own_earned() const { return earned_.own(); }
  Credits own_spent() const { return spent_.own(); }

  /// The last `limit` transactions, oldest first, with the reference's limits: 0 is all, -k all but the first k.
  std::vector<const Transaction*> transactions(std::int64_t limit = 50) const;

  Result<std::vector<HistoryRow>> history(std::int64_t limit) const override;
  std::size_t transaction_count() const { return log_.size(); }

  /// The value of `key` as canonical JSON text: `null` when deleted, no value when unknown.
  std::optional<std::string> get_metadata(std::string_view key) const { return metadata_.get(key); }
  std::optional<std::string> metadata_value(std::string_view key) const override { return get_metadata(key); }

  ReferenceLedgerSummary summary() const;
  LedgerDigests digests() const override;

  /// Number of counter and metadata entries known.
  std::uint64_t entries_known() const override;

  std::uint64_t entry_memory_bytes() const override;

  /// The earned and spent hundredths of `owner` together.
  std::int64_t progress(OwnerId owner) const override;

  const std::string& node() const { return names_->name(node_); }
  OwnerId node_id() const { return node_; }
  bool initialized() const override { return initialized_; }
  std::int64_t last_sync_ms() const { return last_sync_ms_; }
  std::int64_t autosave_interval_ms() const { return autosave_interval_ms_; }
  std::uint32_t max_transactions() const { return log_.rows_max(); }
  const std::shared_ptr<NodeNames>& names() const { return names_; }
  const std::shared_ptr<TransactionArchive>& archive() const { return log_.archive(); }
  const GCounter& earned() const { return earned_; }
  const GCounter& spent() const { return spent_; }
  const LwwMap& metadata() const { return metadata_; }
  const TransactionLog& log() const { return log_; }

  LedgerAbilities abilities() const override;

  /// An owner is a node. Grants count as earned, and what was refunded, too.
  void read(LedgerReading& reading) const override;
  RowsReading read_rows() const override;

  /// The binary encoding of the state without node and time.
  std::string canonical_bytes() const override;

  std::shared_ptr<const LedgerSnapshot> snapshot() const override;
  Result<void> restore(const LedgerSnapshot& snapshot) override;
  std::unique_ptr<CreditLedger> blank() const override;

  /// Who is told of events from now on; null is nobody.
  void observe(LedgerObserver* observer) override { observer_ = observer; }

private:
  struct Snapshot;
  Result<const Transaction*> record(TransactionType type, Credits amount, std::string_view memo, std::int64_t now_ms);
  Result<void> replace_by(const LedgerExport& state);
  Error log_error(std::string_view what, const Error& error) const;
  void emit(const LedgerEvent& event) const;

  std::unique_ptr<IdSource> own_ids_; // null when the options give one
  IdSource* ids_;
  std::shared_ptr<NodeNames> names_;
  Store* store_;
  LedgerObserver* observer_;
  std::int64_t autosave_interval_ms_;
  std::int64_t last_sync_ms_ = 0;
  Credits granted_; // since the last start
  OwnerId node_;
  Rules::Balance balance_rule_;
  Rules::Grant grant_rule_;
  bool initialized_ = false;
  GCounter earned_;
  GCounter spent_;
  LwwMap metadata_;
  TransactionLog log_;
};

} // namespace creditsim::core
