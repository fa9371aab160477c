// SPDX-License-Identifier: MIT
#include "core/credit_system.hpp"

#include "core/js_number.hpp"
#include "core/price.hpp"
#include "core/task_memo.hpp"
#include "core/utf16.hpp"

#include <cmath>
#include <utility>

namespace creditsim::core {

/// In what the kinds of payment differ.
struct CreditSystem::Words {
  Posting::Kind posting;
  CreditEvent::Kind event;
  std::string_view call;
  std::string_view known;
  std::string_view done;
  TaskMemo::Kind memo;
  bool takes;                    ///< from the account
  bool marked_by_caller = false; ///< where the effect comes first
};

namespace {

constexpr std::size_t task_units_shown = 8;

std::string_view text_or_nothing(const LooseText& text) {
  return text.is_text() ? text.spelling() : std::string_view{};
}

/// The reference's `type || 'compute'`.
LooseText type_or_default(LooseText type) { return text_or_nothing(type).empty() ? LooseText{"compute"} : type; }

std::string line(std::string_view before, std::string_view middle = {}, std::string_view after = {}) {
  return std::string{"[Credits] "}.append(before).append(middle).append(after);
}

ProcessedTasks::Kind table_kind(Posting::Kind kind) {
  switch (kind) {
  case Posting::Kind::grant:
  case Posting::Kind::earn:
    break;
  case Posting::Kind::spend:
  case Posting::Kind::hold:
    return ProcessedTasks::Kind::spend;
  case Posting::Kind::settle:
  case Posting::Kind::release:
    return ProcessedTasks::Kind::close;
  }
  return ProcessedTasks::Kind::earn;
}

/// Where the reference returns null, the handler's caller hears nothing; other refusals are thrown at it.
Result<void> thrown_at_caller(const Result<const Transaction*>& payment, bool amounts_are_thrown) {
  if (payment.ok())
    return {};
  const Errc code = payment.error().code;
  const bool amount = code == Errc::invalid_amount || code == Errc::overflow;
  return code == Errc::invalid_value || (amount && amounts_are_thrown) ? payment.error() : Result<void>{};
}

} // namespace

CreditSystem::CreditSystem(CreditLedger& ledger, const CreditSystemOptions& options)
    : ledger_{ledger}, rules_{options.rules}, observer_{options.observer}, watch_{options.watch}, node_{options.node},
      dedup_{options.economy.dedup}, minimum_balance_{options.economy.minimum_balance},
      multipliers_{options.economy.multipliers}, marking_{options.economy.marking}, planted_{options.planted},
      grants_{options.grants} {
  CREDITSIM_CHECK(rules_ != nullptr);
  ledger_.observe(observer_);
}

Result<void> CreditSystem::initialize(std::int64_t now_ms) {
  if (!ledger_.initialized())
    ledger_.initialize();
  const Credits grant = rules_->initial_credits;
  if (grants_ && grant > Credits{} && ledger_.grant_due()) {
    const Posting posting{.kind = Posting::Kind::grant, .amount = grant, .memo = "Initial bootstrap credits"};
    if (const auto granted = ask_ledger(posting, now_ms); !granted)
      return granted.error();
    if (log_is_read())
      observer_->on_log(LogLevel::log, line("Granted ", js_number(grant), " initial credits"));
  }
  initialized_ = true;
  emit({.kind = CreditEvent::Kind::initialized});
  return {};
}

Result<const Transaction*> CreditSystem::earn(const Payment& payment, std::int64_t now_ms) {
  static constexpr Words words{.posting = Posting::Kind::earn,
                               .event = CreditEvent::Kind::credits_earned,
                               .call = "earnCredits",
                               .known = " already credited",
                               .done = "Earned ",
                               .memo = TaskMemo::Kind::completion,
                               .takes = false};
  const auto paid = pay(payment, words, now_ms);
  if (!paid)
    return paid.error();
  return paid.value().record;
}

Result<const Transaction*> CreditSystem::spend(const Payment& payment, std::int64_t now_ms) {
  static constexpr Words words{.posting = Posting::Kind::spend,
                               .event = CreditEvent::Kind::credits_spent,
                               .call = "spendCredits",
                               .known = " already charged",
                               .done = "Spent ",
                               .memo = TaskMemo::Kind::submission,
                               .takes = true};
  const auto paid = pay(payment, words, now_ms);
  if (!paid)
    return paid.error();
  return paid.value().record;
}

Result<Credits> CreditSystem::hold(const Payment& payment, std::int64_t now_ms) {
  static constexpr Words words{.posting = Posting::Kind::hold,
                               .event = CreditEvent::Kind::credits_spent,
                               .call = "holdCredits",
                               .known = " already charged",
                               .done = "Held ",
                               .memo = TaskMemo::Kind::submission,
                               .takes = true};
  const auto paid = pay(payment, words, now_ms);
  if (!paid)
    return paid.error();
  return paid.value().amount;
}

Result<CreditSystem::Paid> CreditSystem::pay(const Payment& payment, const Words& words, std::int64_t now_ms) {
  if (auto admitted = admit(payment, words); !admitted)
    return admitted.error();
  const auto amount = final_price(payment.amount, payment.type, payment.priority);
  if (!amount)
    return refusal(words, amount.error());
  if (words.takes)
    if (auto covered = cover(payment, amount.value()); !covered)
      return covered.error();
  return move(payment, words, amount.value(), now_ms);
}

// What the ledger refuses is left to it, where the reference does so.
Result<void> CreditSystem::cover(const Payment& payment, Credits amount) {
  const Credits available = balance();
  const Credits minimum = rules_->minimum_balance;
  const bool kept = minimum_balance_ == Rules::MinimumBalance::kept && minimum > Credits{};
  if (available >= amount && (!kept || available - amount >= minimum))
    return {};
  ++stats_.insufficient_funds;
  emit({.kind = CreditEvent::Kind::insufficient_funds, .amount = amount, .node = payment.node, .task = payment.task});
  if (kept)
    return warn(Errc::insufficient_balance, line("Insufficient funds: ", js_number(available),
                                                 " - " + js_number(amount) + " < " + js_number(minimum)));
  // Else the minimum is looked at here only, so it never stops what the balance covers (fault G3).
  if (minimum > Credits{} && available < minimum)
    return warn(Errc::insufficient_balance,
                line("Insufficient funds: ", js_number(available), " < " + js_number(amount)));
  return {};
}

Result<CreditSystem::Paid> CreditSystem::move(const Payment& payment, const Words& words, Credits amount,
                                              std::int64_t now_ms) {
  const auto record = post(payment, words, amount, now_ms);
  if (!record)
    return refusal(words, record.error());
  if (words.takes) {
    stats_.spent += amount;
    ++stats_.tasks_submitted;
  } else {
    stats_.earned += amount;
    ++stats_.tasks_executed;
  }
  const Paid paid{amount, record.value()};
  if (auto noted = note_paid(payment, words, paid, now_ms); !noted)
    return noted.error();
  return paid;
}

// The reference prints what a debit is refused for, and hands on what a credit is.
Error CreditSystem::refusal(const Words& words, const Error& error) const {
  return words.takes ? warn(error.code, line("Debit failed: ", error.context)) : error;
}

Result<void> CreditSystem::settle(TaskId task, Credits amount, OwnerId worker, std::int64_t now_ms) {
  return close({.kind = Posting::Kind::settle, .amount = amount, .task = task, .peer = worker}, now_ms);
}

Result<void> CreditSystem::release(TaskId task, Credits amount, std::int64_t now_ms) {
  auto closed = close({.kind = Posting::Kind::release, .amount = amount, .task = task}, now_ms);
  if (closed)
    stats_.spent -= amount;
  return closed;
}

Result<const Transaction*> CreditSystem::ask_ledger(const Posting& posting, std::int64_t now_ms) {
  auto answer = ledger_.post(posting, now_ms);
  if (watch_ != nullptr)
    watch_->posted(posting, answer);
  return answer;
}

Result<void> CreditSystem::close(const Posting& posting, std::int64_t now_ms) {
  const std::string name = std::to_string(posting.task);
  if (known(posting.kind, posting.task, name))
    return warn(Errc::duplicate_task, line("Task ", name, " already closed"));
  if (const auto record = ask_ledger(posting, now_ms); !record)
    return record.error();
  mark(posting.kind, posting.task, name, now_ms);
  return {};
}

Result<void> CreditSystem::book(TaskId task, Credits amount, OwnerId payer, std::int64_t now_ms) {
  static constexpr Words words{.posting = Posting::Kind::earn,
                               .event = CreditEvent::Kind::credits_earned,
                               .call = "bookCredits",
                               .known = " already credited",
                               .done = "Booked ",
                               .memo = TaskMemo::Kind::completion,
                               .takes = false,
                               .marked_by_caller = true};
  const std::string name = std::to_string(task);
  const Payment payment{.node = node(), .task = name, .id = task, .peer_id = payer};
  if (auto admitted = admit(payment, words); !admitted)
    return admitted.error();
  const auto paid = move(payment, words, amount, now_ms);
  return paid ? Result<void>{} : paid.error();
}

void CreditSystem::mark_booked(TaskId task, std::int64_t now_ms) {
  mark(Posting::Kind::earn, task, std::to_string(task), now_ms);
}

Result<JoinChange> CreditSystem::join(const SharedState& state, std::int64_t now_ms) {
  auto change = ledger_.join(state, now_ms);
  if (change)
    emit({.kind = CreditEvent::Kind::merged});
  return change;
}

Result<void> CreditSystem::shutdown(std::int64_t now_ms) {
  if (auto stopped = ledger_.shutdown(now_ms); !stopped)
    return stopped;
  initialized_ = false;
  emit({.kind = CreditEvent::Kind::shutdown});
  return {};
}

void CreditSystem::wire_to(TaskHandler& handler) {
  handler.add_listener(*this);
  if (log_is_read())
    observer_->on_log(LogLevel::log, line("Wired to TaskExecutionHandler"));
}

Credits CreditSystem::balance_of(LooseText node) const { return is_own(node) ? balance() : Credits{}; }

bool CreditSystem::has_sufficient_credits(double amount, LooseText type, LooseText priority) const {
  const auto required = final_price(amount, type, priority);
  return required ? balance() >= required.value() : amount < 0;
}

Result<std::vector<HistoryRow>> CreditSystem::history(LooseText node, std::int64_t limit) const {
  return is_own(node) ? ledger_.history(limit) : std::vector<HistoryRow>{};
}

Result<CreditSummary> CreditSystem::summary() const {
  auto recent = history({}, 5);
  if (!recent)
    return recent.error();
  return CreditSummary{node(), balance(),    ledger_.total_earned(),   ledger_.total_spent(),
                       stats_, initialized_, std::move(recent).value()};
}

void CreditSystem::observe(CreditObserver* observer) {
  observer_ = observer;
  ledger_.observe(observer);
}

Result<void> CreditSystem::on_task_complete(const TaskCompleted& event, std::int64_t now_ms) {
  const auto paid = earn({.node = node(),
                          .amount = rules_->completion_reward.to_double(),
                          .task = event.task,
                          .type = type_or_default(event.task_type),
                          .priority = {},
                          .peer = event.from},
                         now_ms);
  return thrown_at_caller(paid, true);
}

Result<void> CreditSystem::on_task_submitted(const TaskSubmitted& event, std::int64_t now_ms) {
  const auto charged = spend({.node = node(),
                              .amount = rules_->submission_cost.to_double(),
                              .task = event.task,
                              .type = type_or_default(event.task_type),
                              .priority = event.priority,
                              .peer = event.to},
                             now_ms);
  return thrown_at_caller(charged, false);
}

Result<void> CreditSystem::admit(const Payment& payment, const Words& words) const {
  if (payment.node != node_)
    return warn(Errc::foreign_node,
                line("Ignoring ", words.call, " for different node: ").append(payment.node.spelling()));
  if (known(words.posting, payment.id, payment.task.spelling()))
    return warn(Errc::duplicate_task, line("Task ", payment.task.spelling(), words.known));
  return {};
}

Result<const Transaction*> CreditSystem::post(const Payment& payment, const Words& words, Credits amount,
                                              std::int64_t now_ms) {
  Posting posting{.kind = words.posting, .amount = amount, .task = payment.id, .peer = payment.peer_id};
  if (!ledger_.keeps_texts())
    return ask_ledger(posting, now_ms);
  const TaskMemo memo{words.memo, payment.task, payment.type, payment.peer};
  posting.memo = memo.text();
  return ask_ledger(posting, now_ms);
}

Result<void> CreditSystem::note_paid(const Payment& payment, const Words& words, const Paid& paid,
                                     std::int64_t now_ms) {
  if (!words.marked_by_caller || marking_ == Rules::Marking::mark_first)
    mark(words.posting, payment.id, payment.task.spelling(), now_ms);
  emit({.kind = words.event,
        .amount = paid.amount,
        .node = payment.node,
        .task = payment.task,
        .transaction = paid.record});
  if (!payment.task.is_text() && payment.id == no_task)
    return Error{Errc::invalid_value, "taskId.slice is not a function"};
  if (log_is_read())
    observer_->on_log(LogLevel::log, line(words.done, js_number(paid.amount), " credits for task ")
                                         .append(utf16_prefix(payment.task.spelling(), task_units_shown))
                                         .append("..."));
  return {};
}

Result<Credits> CreditSystem::final_price(double base, const LooseText& type, const LooseText& priority) const {
  const PriceTerms terms{.type = text_or_nothing(type), .priority = text_or_nothing(priority)};
  if (planted_ != PlantedFault::rounding_twice)
    return price(*rules_, base, terms, multipliers_);
  const auto half = price(*rules_, base, {.type = terms.type, .priority = {}}, multipliers_);
  return half ? price(*rules_, half.value().to_double(), {.type = {}, .priority = terms.priority}, multipliers_) : half;
}

bool CreditSystem::ledger_knows(TaskId task) const { return dedup_ == Rules::Dedup::durable && task != no_task; }

bool CreditSystem::known(Posting::Kind kind, TaskId task, std::string_view name) const {
  if (ledger_knows(task))
    return ledger_.processed(kind, task);
  return processed_ != nullptr && processed_->contains(table_kind(kind), name);
}

// A ledger that knows tasks has marked this one with the posting, unless the effect comes first.
void CreditSystem::mark(Posting::Kind kind, TaskId task, std::string_view name, std::int64_t now_ms) {
  if (ledger_knows(task)) {
    if (kind == Posting::Kind::earn && marking_ == Rules::Marking::effect_first)
      ledger_.mark_earned(task);
    return;
  }
  if (processed_ == nullptr)
    processed_ = std::make_unique<ProcessedTasks>();
  processed_->mark(table_kind(kind), name, now_ms);
  processed_->prune({.window = rules_->dedup_window, .dropped = rules_->dedup_dropped});
}

bool CreditSystem::is_own(LooseText node) const {
  const bool falsy = node.kind() == LooseText::Kind::absent || node.kind() == LooseText::Kind::null ||
                     (node.is_text() && node.spelling().empty());
  return falsy || node == this->node();
}

Error CreditSystem::warn(Errc code, std::string text) const {
  if (log_is_read())
    observer_->on_log(LogLevel::warn, text);
  return {code, std::move(text)};
}

// The balance is only asked for where somebody listens.
void CreditSystem::emit(CreditEvent&& event) const {
  if (observer_ == nullptr)
    return;
  if (event.kind != CreditEvent::Kind::shutdown)
    event.balance = balance();
  observer_->on_credit_event(event);
}

Result<std::unique_ptr<CreditSystem>> create_credit_system(CreditLedger& ledger, const CreditSystemOptions& options,
                                                           std::int64_t now_ms) {
  auto system = std::make_unique<CreditSystem>(ledger, options);
  if (auto initialized = system->initialize(now_ms); !initialized)
    return initialized.error();
  return system;
}

} // namespace creditsim::core
