// SPDX-License-Identifier: MIT
#include "core/reference_ledger.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/history.hpp"
#include "core/ledger_binary.hpp"
#include "core/ledger_json.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

constexpr std::uint32_t max_transactions_default = 10'000;
constexpr std::int64_t autosave_interval_ms_default = 30'000;

template <class T> T or_default(T value, T standard) { return value == 0 ? standard : value; }

TransactionLog make_log(const NodeNames& names, std::shared_ptr<TransactionArchive> archive, OwnerId node,
                        std::uint32_t rows_max) {
  if (archive == nullptr)
    return {std::make_shared<TransactionArchive>(names, 1), 0, rows_max};
  CREDITSIM_CHECK(&archive->names() == &names);
  CREDITSIM_CHECK(node < archive->segments());
  return {std::move(archive), node, rows_max};
}

Error missing_part(std::string_view part) {
  return {Errc::malformed, std::string{part} + ": missing, expected an object"};
}

} // namespace

std::uint64_t ReferenceState::encoded_bytes() const { return encoded_size(state); }

ReferenceLedger::ReferenceLedger(ReferenceLedgerOptions options)
    : own_ids_{options.ids == nullptr ? std::make_unique<IdSource>() : nullptr}, ids_{options.ids == nullptr
                                                                                          ? own_ids_.get()
                                                                                          : options.ids},
      names_{options.names == nullptr ? std::make_shared<NodeNames>() : options.names}, store_{options.store},
      observer_{options.observer}, autosave_interval_ms_{or_default(options.autosave_interval_ms,
                                                                    autosave_interval_ms_default)},
      node_{names_->intern(options.node.empty() ? ids_->node_id().view() : std::string_view{options.node})},
      balance_rule_{options.rules.balance}, grant_rule_{options.rules.grant}, earned_{*names_, node_}, spent_{*names_,
                                                                                                              node_},
      metadata_{node_}, log_{make_log(*names_, std::move(options.archive), node_,
                                      or_default(options.max_transactions, max_transactions_default))} {}

void ReferenceLedger::initialize() {
  // What went wrong is logged by `load`; the reference starts empty then.
  static_cast<void>(load());
  initialized_ = true;
  emit({.kind = LedgerEvent::Kind::ready, .text = node()});
}

Result<const Transaction*> ReferenceLedger::post(const Posting& posting, std::int64_t now_ms) {
  switch (posting.kind) {
  case Posting::Kind::grant: {
    auto record = credit(posting.amount, posting.memo, now_ms);
    if (record)
      granted_ += posting.amount;
    return record;
  }
  case Posting::Kind::earn:
  case Posting::Kind::release:
    return credit(posting.amount, posting.memo, now_ms);
  case Posting::Kind::spend:
  case Posting::Kind::hold:
    return debit(posting.amount, posting.memo, now_ms);
  case Posting::Kind::settle:
    break;
  }
  return Error{Errc::invalid_value, "the reference's ledger knows no settlement"};
}

Result<const Transaction*> ReferenceLedger::credit(Credits amount, std::string_view memo, std::int64_t now_ms) {
  if (amount <= Credits{})
    return Error{Errc::invalid_amount, "Amount must be positive"};
  return record(TransactionType::credit, amount, memo, now_ms);
}

Result<const Transaction*> ReferenceLedger::debit(Credits amount, std::string_view memo, std::int64_t now_ms) {
  if (amount <= Credits{})
    return Error{Errc::invalid_amount, "Amount must be positive"};
  if (amount > balance())
    return Error{Errc::insufficient_balance, "Insufficient balance"};
  return record(TransactionType::debit, amount, memo, now_ms);
}

// The counter goes first, as it may refuse; what is refused takes no id.
Result<const Transaction*> ReferenceLedger::record(TransactionType type, Credits amount, std::string_view memo,
                                                   std::int64_t now_ms) {
  const bool credit = type == TransactionType::credit;
  if (Result<void> counted = (credit ? earned_ : spent_).increment(amount); !counted)
    return counted.error();
  const IdSource::Id id = ids_->transaction_id();
  Transaction written;
  written.id = id.view();
  written.memo = memo;
  written.amount = amount;
  written.timestamp_ms = now_ms;
  written.owner = node_;
  written.type = type;
  const Transaction* const stored = log_.append(written);
  emit({.kind = credit ? LedgerEvent::Kind::credit : LedgerEvent::Kind::debit,
        .balance = balance(),
        .transaction = stored});
  return stored;
}

void ReferenceLedger::set_metadata(std::string_view key, std::string value, std::int64_t now_ms) {
  metadata_.set(key, std::move(value), now_ms);
  emit({.kind = LedgerEvent::Kind::metadata, .key = key, .text = metadata_.find(key)->value});
}

void ReferenceLedger::delete_metadata(std::string_view key, std::int64_t now_ms) { metadata_.erase(key, now_ms); }

Result<JoinChange> ReferenceLedger::join(const LedgerExport& state, std::int64_t now_ms) {
  if (state.earned && !earned_.join_fits(*state.earned))
    return Error{Errc::overflow, "earned: the sum of all entries leaves the range of credits"};
  if (state.spent && !spent_.join_fits(*state.spent))
    return Error{Errc::overflow, "spent: the sum of all entries leaves the range of credits"};

  JoinChange change;
  const auto add = [&change](const JoinCount& count) {
    change.entries_received += count.received;
    change.entries_redundant += count.received - count.changed;
    return count.changed > 0;
  };
  if (state.earned)
    change.counters_changed = add(earned_.join(*state.earned).value());
  if (state.spent && add(spent_.join(*state.spent).value()))
    change.counters_changed = true;
  if (state.metadata)
    change.metadata_changed = add(metadata_.join(*state.metadata));
  if (state.transactions) {
    const TransactionLog::Change rows = log_.join(*state.transactions, *state.archive, *state.names, *names_);
    add(rows.rows);
    change.transactions_changed = rows.changed;
  }
  last_sync_ms_ = now_ms;
  emit({.kind = LedgerEvent::Kind::merged, .balance = balance()});
  return change;
}

Result<JoinChange> ReferenceLedger::join(const SharedState& state, std::int64_t now_ms) {
  const auto* own_kind = dynamic_cast<const ReferenceState*>(&state);
  CREDITSIM_CHECK(own_kind != nullptr);
  return join(own_kind->state, now_ms);
}

Result<JoinChange> ReferenceLedger::join(const ReferenceLedger& other, std::int64_t now_ms) {
  return join(other.export_state(now_ms), now_ms);
}

void ReferenceLedger::prune() { log_.prune(); }

Result<void> ReferenceLedger::save(std::int64_t now_ms) {
  if (store_ == nullptr)
    return {};
  if (Result<void> saved = store_->save(file_name, encode_ledger_json(export_state(now_ms), JsonLayout::file)); !saved)
    return saved;
  emit({.kind = LedgerEvent::Kind::saved, .text = file_name});
  return {};
}

void ReferenceLedger::autosave(std::int64_t now_ms) {
  if (const Result<void> saved = save(now_ms); !saved)
    static_cast<void>(log_error("Autosave error", saved.error()));
}

Result<bool> ReferenceLedger::load() {
  if (store_ == nullptr)
    return false;
  const Result<std::string> text = store_->load(file_name);
  if (!text && text.error().code == Errc::not_found)
    return false;
  if (!text)
    return log_error("Load error", text.error());
  const Result<LedgerExport> state = decode_ledger_json(text.value(), names_);
  if (!state)
    return log_error("Load error", state.error());
  if (const Result<void> replaced = replace_by(state.value()); !replaced)
    return log_error("Load error", replaced.error());
  emit({.kind = LedgerEvent::Kind::loaded, .balance = balance()});
  return true;
}

// The reference replaces part after part until one is missing, and takes over the owners that the file names.
Result<void> ReferenceLedger::replace_by(const LedgerExport& state) {
  if (!state.earned)
    return missing_part("earned");
  earned_ = *state.earned;
  granted_ = {};
  if (!state.spent)
    return missing_part("spent");
  spent_ = *state.spent;
  if (!state.metadata)
    return missing_part("metadata");
  metadata_ = *state.metadata;
  log_.clear();
  if (state.transactions)
    log_.replace(*state.transactions, *state.archive, *state.names, *names_);
  return {};
}

Result<void> ReferenceLedger::shutdown(std::int64_t now_ms) {
  if (Result<void> saved = save(now_ms); !saved)
    return saved;
  initialized_ = false;
  emit({.kind = LedgerEvent::Kind::shutdown});
  return {};
}

void ReferenceLedger::restart() {
  earned_ = GCounter{*names_, node_};
  spent_ = GCounter{*names_, node_};
  metadata_ = LwwMap{node_};
  log_.clear();
  last_sync_ms_ = 0;
  granted_ = {};
  initialized_ = false;
}

LedgerExport ReferenceLedger::export_state(std::int64_t now_ms) const {
  return {.names = names_,
          .archive = log_.archive(),
          .node = node_,
          .timestamp_ms = now_ms,
          .earned = earned_,
          .spent = spent_,
          .metadata = metadata_,
          .transactions = log_.list()};
}

std::shared_ptr<const SharedState> ReferenceLedger::share(std::int64_t now_ms) const {
  return std::make_shared<const ReferenceState>(export_state(now_ms));
}

Credits ReferenceLedger::balance() const {
  if (balance_rule_ == Rules::Balance::own_account)
    return own_earned() - own_spent();
  return earned_.value() - spent_.value();
}

bool ReferenceLedger::grant_due() const {
  if (grant_rule_ == Rules::Grant::once_per_identity)
    return !earned_.entry(earned_.owner());
  return balance() == Credits{};
}

AccountFigures ReferenceLedger::own() const {
  const auto earned = earned_.entry(earned_.owner());
  const auto spent = spent_.entry(spent_.owner());
  return {.granted = granted_,
          .earned = earned.value_or(Credits{}) - granted_,
          .spent = spent.value_or(Credits{}),
          .refunded = {},
          .entries = (earned ? 1U : 0U) + (spent ? 1U : 0U)};
}

std::uint64_t ReferenceLedger::entries_known() const {
  return std::uint64_t{earned_.known()} + spent_.known() + metadata_.size();
}

std::uint64_t ReferenceLedger::entry_memory_bytes() const {
  return earned_.memory_bytes() + spent_.memory_bytes() + metadata_.memory_bytes();
}

std::int64_t ReferenceLedger::progress(OwnerId owner) const {
  return (earned_.entry(owner).value_or(Credits{}) + spent_.entry(owner).value_or(Credits{})).hundredths();
}

std::vector<const Transaction*> ReferenceLedger::transactions(std::int64_t limit) const {
  const auto size = static_cast<std::int64_t>(log_.size());
  const std::int64_t skipped =
      limit > 0 ? std::max(size - limit, std::int64_t{0}) : std::min(-std::max(limit, -size), size);
  std::vector<const Transaction*> result;
  for (const TransactionRow& row : log_.rows().subspan(static_cast<std::size_t>(skipped)))
    result.push_back(row.record);
  return result;
}

Result<std::vector<HistoryRow>> ReferenceLedger::history(std::int64_t limit) const {
  std::vector<HistoryRow> rows;
  for (const Transaction* record : transactions(limit)) {
    auto row = history_row(*record);
    if (!row)
      return row.error();
    rows.push_back(std::move(row).value());
  }
  return rows;
}

ReferenceLedgerSummary ReferenceLedger::summary() const {
  return {.node = node(),
          .balance = balance(),
          .earned = total_earned(),
          .spent = total_spent(),
          .transactions = log_.size(),
          .last_sync_ms = last_sync_ms_,
          .initialized = initialized_};
}

LedgerDigests ReferenceLedger::digests() const {
  return {.counters = chain64(earned_.digest(), spent_.digest()),
          .metadata = metadata_.digest(),
          .transactions = log_.digest()};
}

LedgerAbilities ReferenceLedger::abilities() const {
  return {LedgerAbility::entries, LedgerAbility::rows, LedgerAbility::snapshot, LedgerAbility::once_per_task,
          LedgerAbility::own_limit}; // what it lacks of the last two are its faults
}

void ReferenceLedger::read(LedgerReading& reading) const {
  reading.value = account();
  auto& entries = reading.entries;
  entries.clear();
  earned_.for_each([&](OwnerId owner, Credits amount) { entries.push_back({.owner = owner, .earned = amount}); });
  spent_.for_each([&](OwnerId owner, Credits amount) {
    auto place = std::lower_bound(entries.begin(), entries.end(), owner,
                                  [](const EntryReading& entry, OwnerId wanted) { return entry.owner < wanted; });
    if (place == entries.end() || place->owner != owner)
      place = entries.insert(place, {.owner = owner});
    place->spent = amount;
  });
}

RowsReading ReferenceLedger::read_rows() const {
  using Counter = RowReading::Counter;
  RowsReading reading;
  reading.rows.reserve(log_.size());
  for (const TransactionRow& row : log_.rows())
    reading.rows.push_back({.owner = row.record->owner,
                            .counter = row.record->type == TransactionType::credit ? Counter::earned : Counter::spent,
                            .amount = row.record->amount,
                            .order = static_cast<std::uint64_t>(row.timestamp_ms)});
  reading.full = log_.size() >= log_.rows_max();
  return reading;
}

std::string ReferenceLedger::canonical_bytes() const { return encode_ledger_content(export_state(0)); }

struct ReferenceLedger::Snapshot final : LedgerSnapshot {
  explicit Snapshot(const ReferenceLedger& ledger)
      : earned{ledger.earned_}, spent{ledger.spent_}, metadata{ledger.metadata_}, log{ledger.log_},
        granted{ledger.granted_}, last_sync_ms{ledger.last_sync_ms_}, node{ledger.node_}, initialized{
                                                                                              ledger.initialized_} {}

  GCounter earned;
  GCounter spent;
  LwwMap metadata;
  TransactionLog log;
  Credits granted;
  std::int64_t last_sync_ms;
  OwnerId node;
  bool initialized;
};

std::shared_ptr<const LedgerSnapshot> ReferenceLedger::snapshot() const {
  return std::make_shared<const Snapshot>(*this);
}

Result<void> ReferenceLedger::restore(const LedgerSnapshot& snapshot) {
  const auto* kept = dynamic_cast<const Snapshot*>(&snapshot);
  CREDITSIM_CHECK(kept != nullptr);
  earned_ = kept->earned;
  spent_ = kept->spent;
  metadata_ = kept->metadata;
  log_ = kept->log;
  granted_ = kept->granted;
  last_sync_ms_ = kept->last_sync_ms;
  node_ = kept->node;
  initialized_ = kept->initialized;
  return {};
}

std::unique_ptr<CreditLedger> ReferenceLedger::blank() const {
  Rules rules = Rules::reference();
  rules.balance = balance_rule_;
  rules.grant = grant_rule_;
  return std::make_unique<ReferenceLedger>(ReferenceLedgerOptions{.node = node(),
                                                                  .names = names_,
                                                                  .archive = log_.archive(),
                                                                  .max_transactions = log_.rows_max(),
                                                                  .autosave_interval_ms = autosave_interval_ms_,
                                                                  .rules = rules});
}

Error ReferenceLedger::log_error(std::string_view what, const Error& error) const {
  const std::string line = "[Ledger] " + std::string{what} + ": " + error.context;
  emit({.kind = LedgerEvent::Kind::log_error, .text = line});
  return error;
}

void ReferenceLedger::emit(const LedgerEvent& event) const {
  if (observer_ != nullptr)
    observer_->on_ledger_event(event);
}

} // namespace creditsim::core
