// SPDX-License-Identifier: MIT
#include "core/node_checks.hpp"

#include "core/check_grant.hpp"
#include "core/check_monotone.hpp"
#include "core/check_ownership.hpp"
#include "core/check_shown_history.hpp"

#include <algorithm>
#include <utility>

namespace creditsim::core {

namespace {

using Ability = LedgerAbility;

// Nodes that are looked at closely each time.
constexpr std::uint32_t sampled_nodes = 4;

} // namespace

NodeChecks::NodeChecks(const NodeWorld& world, NodeIndex self)
    : world_{world}, records_{*world.records}, record_{world.records->nodes[self]},
      labels_{*world.names, world.owners.get()}, account_rules_{world.scenario.credits}, self_{self} {}

void NodeChecks::watch(const CreditLedger& ledger, OwnerId owner) {
  ledger_ = &ledger;
  owner_ = owner;
}

bool NodeChecks::looks_for(Checker checker) const {
  return world_.checkers.has(checker) && !found_.has(checker) && record_.abilities.has_all(info_of(checker).needs);
}

void NodeChecks::report(Checker checker, std::optional<std::string> fault) {
  if (!fault)
    return;
  found_.add(checker);
  notes_->findings.add(checker, {.time_us = now_us_, .node = self_, .detail = std::move(*fault)});
}

bool NodeChecks::is_own(OwnerId owner) const {
  return owner < world_.churn.slots() && world_.churn.node_of(owner) == self_;
}

bool NodeChecks::honest(OwnerId owner) const {
  return owner >= world_.churn.slots() || world_.honest(world_.churn.node_of(owner));
}

void NodeChecks::begin(TimeUs now_us, CheckNotes& notes) {
  now_us_ = now_us;
  notes_ = &notes;
  touched_ = false;
}

void NodeChecks::posted(const Posting& posting, const Result<const Transaction*>& answer) {
  touched_ = true;
  if (answer && posting.kind == Posting::Kind::earn && posting.task != no_task)
    booked_.insert(posting.task);
  const bool unanswered = !answer && answer.error().code == Errc::indefinite;
  if (answer || unanswered)
    records_.acknowledged.note(owner_, posting, ledger_->progress(owner_), answer.ok());
}

void NodeChecks::wrote() {
  touched_ = true;
  records_.written.note(own_entry(*ledger_, owner_));
  notes_->written.push_back(owner_);
}

void NodeChecks::charged(TaskId task, Credits amount, PriceTerms terms) {
  if (looks_for(Checker::account_rules) && world_.honest(self_))
    report(Checker::account_rules, account_rules_.charged(task, amount, terms, ledger_->account()));
}

void NodeChecks::refused_task(TaskId task) {
  if (looks_for(Checker::account_rules))
    report(Checker::account_rules, account_rules_.refused(task));
}

void NodeChecks::granted_at_start() {
  if (looks_for(Checker::account_rules))
    report(Checker::account_rules, account_rules_.started(ledger_->own().granted));
}

void NodeChecks::acknowledges(TaskId task) {
  const bool done = booked_.contains(task) || ledger_->processed(Posting::Kind::earn, task);
  if (!done && looks_for(Checker::acknowledged) && world_.honest(self_))
    report(Checker::acknowledged, "the payment for task " + std::to_string(task) + " is acknowledged and not booked");
}

void NodeChecks::arrived(const SharedState& state, std::uint64_t bytes) {
  if (looks_for(Checker::message_content) && state.encoded_bytes() != bytes)
    report(Checker::message_content, "a state of " + std::to_string(bytes) + " bytes left, and one of " +
                                         std::to_string(state.encoded_bytes()) + " arrived");
}

void NodeChecks::writes_metadata(std::string_view key, std::optional<std::string> value) {
  record_.metadata.push_back(
      {.key = std::string{key}, .value = std::move(value), .before = ledger_->metadata_value(key)});
}

void NodeChecks::before_input() {
  if (looks_for(Checker::rejected_input))
    rejected_input_.before(*ledger_);
}

void NodeChecks::joined(const std::shared_ptr<const SharedState>& state) {
  touched_ = true;
  if (state != nullptr && looks_for(Checker::join_laws)) // else it came as bytes
    join_laws_.received(state);
}

void NodeChecks::refused(std::string_view reason) {
  touched_ = true;
  if (looks_for(Checker::rejected_input))
    report(Checker::rejected_input, rejected_input_.refused(*ledger_, reason));
}

void NodeChecks::restarted(bool older) {
  record_.started = true;
  record_.abilities = ledger_->abilities();
  if (!older)
    return;
  history_.forget();
  std::fill(record_.furthest.begin(), record_.furthest.end(), 0);
  read();
  note_loss();
}

void NodeChecks::left() {
  record_.started = false;
  std::fill(record_.furthest.begin(), record_.furthest.end(), 0);
  note_loss();
}

// What the node did itself and has no more.
void NodeChecks::note_loss() {
  for (OwnerId owner = 0; owner < records_.acknowledged.owners(); ++owner)
    if (is_own(owner)) {
      records_.acknowledged.lost(owner, record_.started ? ledger_->progress(owner) : 0);
      notes_->lost.push_back(owner);
    }
}

void NodeChecks::read() {
  ledger_->read(record_.reading);
  record_.furthest.resize(records_.acknowledged.owners());
  for (const EntryReading& entry : record_.reading.entries)
    if (entry.owner < record_.furthest.size())
      record_.furthest[entry.owner] = std::max(record_.furthest[entry.owner], ledger_->progress(entry.owner));
}

void NodeChecks::end() {
  if (!touched_ || !record_.started)
    return;
  std::swap(before_, record_.reading);
  read();
  compare(before_);
  if (looks_for(Checker::grant))
    report(Checker::grant, granted_again({.own = ledger_->own(),
                                          .abilities = record_.abilities,
                                          .owner = owner_,
                                          .initial = world_.scenario.credits.initial_credits},
                                         record_.reading, labels_));
}

// What changed of any owner's entry, by both lists at once.
void NodeChecks::compare(const LedgerReading& before) {
  const auto& now = record_.reading.entries;
  auto entry = now.begin();
  for (const EntryReading& was : before.entries) {
    for (; entry != now.end() && entry->owner < was.owner; ++entry)
      look_at(*entry);
    const bool known = entry != now.end() && entry->owner == was.owner;
    if (!known || *entry != was) {
      if (looks_for(Checker::monotone) && honest(was.owner))
        report(Checker::monotone, went_back(was, known ? &*entry : nullptr, labels_));
      if (known)
        look_at(*entry);
    }
    if (known)
      ++entry;
  }
  for (; entry != now.end(); ++entry)
    look_at(*entry);
}

void NodeChecks::look_at(const EntryReading& entry) {
  if (!looks_for(Checker::ownership) || !honest(entry.owner))
    return;
  const OwnershipView view{.versions = record_.abilities.has(Ability::versions), .own = is_own(entry.owner)};
  report(Checker::ownership, not_written(entry, records_.written, view, labels_));
}

// What a hostile owner says of itself need not agree. Where clocks are so far apart that stamps are corrected, changes
// of others are forgotten and come again, while their entries stay.
bool NodeChecks::lists_all(OwnerId owner) const {
  const bool corrected = world_.scenario.rules.clock == Rules::Clock::hybrid && world_.stamps_corrected;
  return honest(owner) && (is_own(owner) || !corrected);
}

void NodeChecks::look_at_history() {
  RowsReading rows = ledger_->read_rows();
  LedgerReading reading = record_.reading;
  std::erase_if(rows.rows, [this](const RowReading& row) { return !lists_all(row.owner); });
  std::erase_if(reading.entries, [this](const EntryReading& entry) { return !lists_all(entry.owner); });
  report(Checker::history,
         history_.look(rows, reading, records_.written, labels_, record_.abilities.has(Ability::versions)));
}

void NodeChecks::look_at_shown() {
  const OwnerId identity = labels_.identity(owner_);
  report(Checker::shown_history,
         shown_wrongly(*ledger_, {.node = world_.names->name(identity),
                                  .latest_ms = (now_us_ + world_.scenario.ledger.stamp_ahead_us) / 1000,
                                  .own_clock = world_.node_faults.clock(self_).empty()}));
}

// Between windows: nobody writes meanwhile.
void NodeChecks::look_at_metadata() {
  std::vector<const std::vector<MetadataWrite>*> writes;
  std::set<std::string> keys;
  for (const NodeRecord& record : records_.nodes) {
    writes.push_back(&record.metadata);
    for (const MetadataWrite& write : record.metadata)
      keys.insert(write.key);
  }
  for (const std::string& key : keys)
    report(Checker::metadata, wrong_metadata(key, ledger_->metadata_value(key), writes));
}

void NodeChecks::sample(TimeUs now_us, bool last, CheckNotes& notes) {
  begin(now_us, notes);
  if (!record_.started || !world_.honest(self_))
    return;
  const std::uint32_t nodes = world_.churn.nodes();
  const std::uint64_t turns = (nodes + sampled_nodes - 1) / sampled_nodes;
  const auto time = static_cast<std::uint64_t>(now_us / world_.scenario.sample_interval_us);
  const bool turn = (self_ + time) % turns == 0;
  // A clock that was wrong has its stamps corrected, which changes their order; until then others refuse its states.
  const bool in_time = world_.node_faults.clock(self_).empty();
  if ((turn || last) && looks_for(Checker::history) && in_time)
    look_at_history();
  // Laws are of those who keep them: who tells different peers different things does not.
  if (turn && looks_for(Checker::join_laws) && in_time && !world_.forks)
    report(Checker::join_laws, join_laws_.look(*ledger_, now_us / 1000, labels_));
  if ((turn || last) && looks_for(Checker::shown_history))
    look_at_shown();
  if (last && looks_for(Checker::metadata))
    look_at_metadata();
}

} // namespace creditsim::core
