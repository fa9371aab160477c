// SPDX-License-Identifier: MIT
#include "core/entry_ledger.hpp"

#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/history.hpp"
#include "core/iso_date.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/literal_replica.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace creditsim::core {

namespace {

using Kind = Posting::Kind;

constexpr RecordKind record_kind(Kind kind) { return static_cast<RecordKind>(kind); }
static_assert(record_kind(Kind::grant) == RecordKind::grant && record_kind(Kind::earn) == RecordKind::earn &&
              record_kind(Kind::spend) == RecordKind::spend && record_kind(Kind::hold) == RecordKind::hold &&
              record_kind(Kind::settle) == RecordKind::settle && record_kind(Kind::release) == RecordKind::release);

constexpr std::array<const char*, record_kinds> record_names{"grant",  "earn",    "spend",   "hold",
                                                             "settle", "release", "metadata"};

/// The counter that a posting raises; null for a settlement, which moves what was spent before.
Credits* counter_of(Kind kind, Entry& entry) {
  switch (kind) {
  case Kind::grant:
    return &entry.granted;
  case Kind::earn:
    return &entry.earned;
  case Kind::spend:
  case Kind::hold:
    return &entry.spent;
  case Kind::release:
    return &entry.refunded;
  case Kind::settle:
    return nullptr;
  }
  CREDITSIM_CHECK(false);
}

/// The counter that a change raised, as checkers name it.
RowReading::Counter raised_counter(RecordKind kind) {
  switch (kind) {
  case RecordKind::grant:
    return RowReading::Counter::granted;
  case RecordKind::earn:
    return RowReading::Counter::earned;
  case RecordKind::spend:
  case RecordKind::hold:
    return RowReading::Counter::spent;
  case RecordKind::release:
    return RowReading::Counter::refunded;
  case RecordKind::settle:
  case RecordKind::metadata:
    return RowReading::Counter::none;
  }
  CREDITSIM_CHECK(false);
}

/// Where counters have 12 bits, the 4,096th hundredth is none.
constexpr std::int64_t wrap_at = 1 << 12;

/// Whether nothing is held before or after it.
bool at_once(Kind kind) { return kind == Kind::grant || kind == Kind::earn || kind == Kind::spend; }

bool takes_from_account(Kind kind) { return kind == Kind::spend || kind == Kind::hold; }

// As the reference's memo has it, which stands over the row's own members.
void flatten(HistoryRow& row) {
  if (row.details.contains("task"))
    row.details["type"] = row.type == TransactionType::debit ? "task_submission" : "task_completion";
  row.node.clear();
  row.version = 0;
}

HistoryRow history_row_of(const LedgerRow& row, const OwnerTable& owners) {
  const bool debit = row.kind == RecordKind::spend || row.kind == RecordKind::hold || row.kind == RecordKind::settle;
  HistoryRow result{.id = owners.names()->name(owners.identity(row.slot)) + "/" +
                          std::to_string(owners.incarnation(row.slot)) + "/" + std::to_string(row.version),
                    .node = owners.names()->name(owners.identity(row.slot)),
                    .version = row.version,
                    .type = debit ? TransactionType::debit : TransactionType::credit,
                    .amount = row.amount,
                    .timestamp_ms = row.stamp.ms(),
                    .date = *iso_date(row.stamp.ms())}; // 48 bits of milliseconds are always a date
  result.details["kind"] = record_names[static_cast<std::size_t>(row.kind)];
  if (row.task != no_task)
    result.details["task"] = row.task;
  if (row.peer != 0)
    result.details["peer"] = row.peer;
  return result;
}

} // namespace

EntryLedger::EntryLedger(EntryLedgerOptions options)
    : replica_{std::move(options.replica)},
      stamp_ahead_ms_{options.stamp_ahead_ms}, slot_{options.slot}, window_{options.window} {
  CREDITSIM_CHECK(replica_ != nullptr && slot_ < owners().size());
  key_ = owners().order_key(slot_);
  replica_changed();
}

EntryLedger::EntryLedger(const EntryLedger& other)
    : replica_{other.replica_->clone()}, key_{other.key_}, clock_{other.clock_}, account_{other.account_},
      stamp_ahead_ms_{other.stamp_ahead_ms_}, slot_{other.slot_}, initialized_{other.initialized_},
      overspends_{other.overspends_}, window_{other.window_}, work_{other.copy_of_work()}, observer_{other.observer_} {}

EntryLedger::Work& EntryLedger::work() {
  if (work_ == nullptr)
    work_ = std::make_unique<Work>();
  return *work_;
}

const Credits* EntryLedger::hold_of(TaskId task) const {
  if (work_ == nullptr)
    return nullptr;
  const auto hold = work_->holds.find(task);
  return hold == work_->holds.end() ? nullptr : &hold->second;
}

void EntryLedger::expect_no_more(TaskId task) {
  if (work_ != nullptr)
    work_->expected.erase(task);
}

Credits EntryLedger::balance() const {
  return rules().balance == Rules::Balance::own_account ? account() : replica_->total_account();
}

bool EntryLedger::grant_due() const {
  if (rules().grant == Rules::Grant::when_empty)
    return balance() == Credits{};
  if (planted() == PlantedFault::grant_per_incarnation)
    return replica_->entry(slot_).granted == Credits{};
  bool granted = false;
  owners().for_each_slot(identity(),
                         [&](Slot slot) { granted = granted || replica_->entry(slot).granted > Credits{}; });
  return !granted;
}

Result<void> EntryLedger::admit(const Posting& posting) const {
  if (posting.amount <= Credits{})
    return Error{Errc::invalid_amount, "Amount must be positive"};
  if (takes_from_account(posting.kind) && posting.amount > balance() && !overspends_)
    return Error{Errc::insufficient_balance, "Insufficient balance"};
  const bool closes = posting.kind == Kind::release || posting.kind == Kind::settle;
  if (!closes || planted() == PlantedFault::release_after_settle)
    return {};
  const Credits* const hold = hold_of(posting.task);
  if (hold == nullptr || *hold != posting.amount)
    return Error{Errc::not_found,
                 "task " + std::to_string(posting.task) + ": no open hold of " + posting.amount.to_string()};
  return {};
}

Result<const Transaction*> EntryLedger::post(const Posting& posting, std::int64_t now_ms) {
  if (auto admitted = admit(posting); !admitted)
    return admitted.error();
  const Rules& rules = this->rules();
  OwnChange change{.after = replica_->entry(slot_),
                   .row = {.amount = posting.amount,
                           .task = posting.task,
                           .peer = posting.peer == no_owner ? 0 : owners().name_hash(posting.peer),
                           .kind = record_kind(posting.kind)}};
  Entry& after = change.after;
  const Credits moved_before = after.moved();
  const bool decrements = posting.kind == Kind::release && rules.counters == Rules::Counters::per_identity;
  if (decrements) {
    after.spent -= posting.amount; // as the reference's counters let one do (fault C10)
  } else if (Credits* counter = counter_of(posting.kind, after)) {
    const Credits room = Credits::hundredths(amount_hundredths_max) - *counter;
    if (posting.amount > room || after.version == UINT32_MAX)
      return Error{Errc::overflow, "the counter leaves the range of credits"};
    *counter += posting.amount;
    if (planted() == PlantedFault::overflow_wrap)
      *counter = Credits::hundredths(counter->hundredths() % wrap_at);
  }
  if (!at_once(posting.kind))
    change_hold(posting);
  if (rules.dedup == Rules::Dedup::durable && posting.task != no_task) {
    const auto side = posting.kind == Kind::earn ? TaskWindow::Side::earned : TaskWindow::Side::spent;
    const bool earn_marks = posting.kind == Kind::earn && rules.marking == Rules::Marking::mark_first;
    if (earn_marks || takes_from_account(posting.kind))
      window_.mark(side, posting.task);
    after.horizon = window_.horizon();
    if (posting.kind != Kind::earn || earn_marks)
      expect_no_more(posting.task);
  }
  write(change, now_ms);
  if (posting.kind == Kind::grant)
    replica_changed();
  else
    account_ += after.moved() - moved_before;
  return static_cast<const Transaction*>(nullptr);
}

void EntryLedger::mark_earned(TaskId task) {
  window_.mark(TaskWindow::Side::earned, task);
  expect_no_more(task);
}

void EntryLedger::change_hold(const Posting& posting) {
  Work& open = work();
  if (posting.kind == Kind::hold) {
    open.holds.emplace(posting.task, posting.amount);
    open.held += posting.amount;
  } else {
    open.held -= posting.amount;
    open.holds.erase(posting.task);
  }
}

// A change is one version, signed as it will travel. `change` holds the entry before with its counters after, and the
// row without stamp and version.
void EntryLedger::write(OwnChange& change, std::int64_t now_ms, MetadataEntry* metadata) {
  auto& [after, row, write] = change;
  after.version =
      planted() == PlantedFault::wall_clock_sequence ? static_cast<std::uint32_t>(now_ms) + 1 : after.version + 1;
  after.authenticator = replica_->options().authority.sign(key_, after);
  row.slot = slot_;
  row.stamp = follows_others() ? clock_.tick(now_ms) : HybridTime::at(std::max<std::int64_t>(now_ms, 0));
  row.version = after.version;
  if (metadata != nullptr) {
    metadata->stamp = row.stamp;
    metadata->slot = slot_;
    metadata->version = row.version;
  }
  write = metadata;
  replica_->write(change);
}

bool EntryLedger::processed(Posting::Kind kind, TaskId task) const {
  if (kind == Kind::settle || kind == Kind::release) {
    if (planted() == PlantedFault::dedup_without_kind)
      return window_.refuses(TaskWindow::Side::spent, task);
    return hold_of(task) == nullptr && planted() != PlantedFault::release_after_settle;
  }
  const bool earn = kind == Kind::earn;
  const auto side = earn ? TaskWindow::Side::earned : TaskWindow::Side::spent;
  if (earn && expects(task))
    return window_.contains(side, task);
  return window_.refuses(side, task);
}

void EntryLedger::set_metadata(std::string_view key, std::string value, std::int64_t now_ms) {
  MetadataEntry entry{.key = std::string{key}, .value = std::move(value)};
  OwnChange change{.after = replica_->entry(slot_), .row = {.kind = RecordKind::metadata}};
  write(change, now_ms, &entry);
  if (observer_ != nullptr)
    observer_->on_ledger_event({.kind = LedgerEvent::Kind::metadata, .key = key, .text = entry.value});
}

void EntryLedger::delete_metadata(std::string_view key, std::int64_t now_ms) {
  MetadataEntry entry{.key = std::string{key}, .value = "null", .deleted = true};
  OwnChange change{.after = replica_->entry(slot_), .row = {.kind = RecordKind::metadata}};
  write(change, now_ms, &entry);
}

std::optional<std::string> EntryLedger::metadata_value(std::string_view key) const {
  const MetadataEntry* const known = replica_->metadata().find(key);
  const bool absent = rules().deleted_keys == Rules::DeletedKeys::absent;
  if (known == nullptr || (known->deleted && absent))
    return std::nullopt;
  return known->value;
}

Result<JoinChange> EntryLedger::join(const SharedState& state, std::int64_t now_ms) {
  const auto* theirs = dynamic_cast<const ReplicaState*>(&state);
  CREDITSIM_CHECK(theirs != nullptr);
  if (follows_others() && !HybridClock::acceptable(theirs->clock(), now_ms, stamp_ahead_ms_))
    return Error{Errc::stamp_ahead, "clock: " + std::to_string(theirs->clock().ms()) + " ms is more than " +
                                        std::to_string(stamp_ahead_ms_) + " ms ahead of " + std::to_string(now_ms)};
  auto change = replica_->join(*theirs);
  if (!change || change.value().counters_changed) // a careless join may have come half-way
    replica_changed();
  if (!change)
    return change;
  clock_.observe(theirs->clock());
  if (observer_ != nullptr)
    observer_->on_ledger_event({.kind = LedgerEvent::Kind::merged, .balance = balance()});
  return change;
}

bool EntryLedger::correct_stamps(std::int64_t now_ms) {
  if (!follows_others() || HybridClock::acceptable(clock_.last(), now_ms, stamp_ahead_ms_))
    return false;
  const HybridTime limit{HybridTime::at(now_ms + stamp_ahead_ms_ + 1).bits - 1};
  const HybridTime last = replica_->restamp(limit, identity(), HybridTime::at(now_ms));
  clock_ = HybridClock{};
  clock_.observe(last);
  return true;
}

std::shared_ptr<const SharedState> EntryLedger::share(std::int64_t now_ms) const {
  return replica_->share(export_clock(now_ms));
}

Result<void> EntryLedger::shutdown(std::int64_t) {
  initialized_ = false;
  if (observer_ != nullptr)
    observer_->on_ledger_event({.kind = LedgerEvent::Kind::shutdown});
  return {};
}

Credits EntryLedger::total_earned() const {
  Credits total;
  for (Slot slot = 0; slot < owners().size(); ++slot)
    total += replica_->entry(slot).earned;
  return total;
}

Credits EntryLedger::total_spent() const {
  Credits total;
  for (Slot slot = 0; slot < owners().size(); ++slot)
    total += replica_->entry(slot).spent;
  return total;
}

// The reference's limits: 0 is all, -k all but the first k.
Result<std::vector<HistoryRow>> EntryLedger::history(std::int64_t limit) const {
  const auto all = std::numeric_limits<std::size_t>::max();
  const std::size_t rows_max = limit > 0 ? static_cast<std::size_t>(limit) : all;
  const bool flat = rules().history_record == Rules::HistoryRecord::flat;
  auto rows = flat ? replica_->newest_rows() : replica_->newest_rows_of(identity(), rows_max);
  if (rows.size() > rows_max)
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(rows_max));
  if (limit < 0)
    rows.erase(rows.begin(),
               rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), static_cast<std::size_t>(-limit))));
  std::vector<HistoryRow> result;
  result.reserve(rows.size());
  for (const auto& row : rows) {
    if (row.stamp.ms() > HybridTime::ms_max) // only careless reading lets it in (fault E5)
      return Error{Errc::invalid_value, "Invalid time value"};
    result.push_back(history_row_of(row, owners()));
    if (flat)
      flatten(result.back());
  }
  return result;
}

AccountFigures EntryLedger::own() const {
  const Entry entry = replica_->entry(slot_);
  return {.granted = entry.granted,
          .earned = entry.earned,
          .spent = entry.spent,
          .refunded = entry.refunded,
          .entries = entry.version > 0 ? 1U : 0U};
}

// Where counters are kept per identity, a join mixes entries: a version then names no content.
LedgerAbilities EntryLedger::abilities() const {
  LedgerAbilities abilities{LedgerAbility::entries,  LedgerAbility::grants,        LedgerAbility::rows,
                            LedgerAbility::snapshot, LedgerAbility::once_per_task, LedgerAbility::own_limit};
  if (rules().counters == Rules::Counters::per_incarnation)
    abilities.add(LedgerAbility::versions);
  return abilities;
}

void EntryLedger::read(LedgerReading& reading) const {
  reading.value = account();
  reading.entries.clear();
  for (Slot slot = 0; slot < owners().size(); ++slot)
    if (const Entry entry = replica_->entry(slot); entry.version > 0)
      reading.entries.push_back({.owner = slot,
                                 .version = entry.version,
                                 .granted = entry.granted,
                                 .earned = entry.earned,
                                 .spent = entry.spent,
                                 .refunded = entry.refunded});
}

RowsReading EntryLedger::read_rows() const {
  RowsReading reading;
  for (const LedgerRow& row : replica_->newest_rows())
    reading.rows.push_back({.owner = row.slot,
                            .version = row.version,
                            .counter = raised_counter(row.kind),
                            .amount = row.amount,
                            .time_ms = row.stamp.ms(),
                            .order = rules().log_order == Rules::LogOrder::arrival
                                         ? static_cast<std::uint64_t>(row.stamp.ms())
                                         : row.stamp.bits});
  reading.full = reading.rows.size() >= replica_->options().rows_max;
  return reading;
}

std::string EntryLedger::canonical_bytes() const { return encode_ledger_state_binary(replica_->state(HybridTime{})); }

struct EntryLedger::Snapshot final : LedgerSnapshot {
  explicit Snapshot(const EntryLedger& ledger) : kept{ledger} { kept.observer_ = nullptr; }

  EntryLedger kept;
};

std::shared_ptr<const LedgerSnapshot> EntryLedger::snapshot() const { return std::make_shared<const Snapshot>(*this); }

Result<void> EntryLedger::restore(const LedgerSnapshot& snapshot) {
  const auto* own_kind = dynamic_cast<const Snapshot*>(&snapshot);
  CREDITSIM_CHECK(own_kind != nullptr);
  const EntryLedger& kept = own_kind->kept;
  replica_ = kept.replica_->clone();
  key_ = kept.key_;
  slot_ = kept.slot_;
  clock_ = kept.clock_;
  window_ = kept.window_;
  work_ = kept.copy_of_work();
  account_ = kept.account_;
  initialized_ = kept.initialized_;
  return {};
}

std::unique_ptr<CreditLedger> EntryLedger::blank() const {
  return std::make_unique<EntryLedger>(EntryLedgerOptions{
      .slot = slot_, .replica = replica_->blank(), .window = window_.size(), .stamp_ahead_ms = stamp_ahead_ms_});
}

void EntryLedger::replace_by(const EntryLedger& stored) {
  replica_ = stored.replica_->clone();
  window_ = stored.window_;
  work_ = stored.copy_of_work();
  account_ = stored.account_;
}

void EntryLedger::read_half() {
  auto* const literal = dynamic_cast<LiteralReplica*>(replica_.get());
  CREDITSIM_CHECK(literal != nullptr);
  LedgerState half = literal->state(clock_.last());
  for (Entry& entry : half.entries)
    entry.spent = entry.refunded = {};
  half.rows.clear();
  half.metadata.clear();
  *literal = LiteralReplica{literal->shared_options()};
  literal->load(half);
  replica_changed();
  restart_without_work(slot_);
}

void EntryLedger::restart(Slot slot) {
  CREDITSIM_CHECK(owners().identity(slot) == identity());
  slot_ = slot;
  key_ = owners().order_key(slot);
  initialized_ = false;
  if (planted() == PlantedFault::dedup_lost_at_restart)
    window_ = TaskWindow{window_.size()};
}

void EntryLedger::restart_without_work(Slot slot) {
  restart(slot);
  work_.reset();
}

} // namespace creditsim::core
