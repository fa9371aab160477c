// SPDX-License-Identifier: MIT
#include "scenarios/vectors_credit_system.hpp"

#include "core/reference_ledger.hpp"
#include "scenarios/vectors_credit_events.hpp"
#include "scenarios/vectors_setup.hpp"

#include <cmath>

namespace creditsim::scenarios {

namespace {

using core::CreditSystem;
using core::Errc;
using core::Error;
using core::Result;

constexpr std::string_view ledger_prefix = "ledger.";

/// Where our typed errors stand for null, as the reference returns it.
bool is_null(const Error& error, bool spending) {
  return error.code == Errc::foreign_node || error.code == Errc::duplicate_task ||
         (spending && error.code != Errc::invalid_value);
}

struct PaymentArguments {
  LooseValue node;
  LooseValue task;
  LooseValue type;
  LooseValue priority;
  LooseValue peer;
  double amount;

  core::Payment payment() const {
    return {.node = node.view(),
            .amount = amount,
            .task = task.view(),
            .type = type.view(),
            .priority = priority.view(),
            .peer = peer.view()};
  }
};

Json info_member(const Json& info, const char* name) {
  const Json* value = member(info, name);
  return value == nullptr ? special("undefined") : *value;
}

PaymentArguments payment_arguments(const Json& node, double amount, const Json& task, const Json& info, bool spending) {
  return {LooseValue{node},
          LooseValue{task},
          LooseValue{info_member(info, "type")},
          LooseValue{info_member(info, "priority")},
          LooseValue{info_member(info, spending ? "targetPeer" : "submitter")},
          amount};
}

Json to_json(const core::CreditStats& stats) {
  return {{"creditsEarned", stats.earned.to_double()},
          {"creditsSpent", stats.spent.to_double()},
          {"tasksExecuted", stats.tasks_executed},
          {"tasksSubmitted", stats.tasks_submitted},
          {"insufficientFunds", stats.insufficient_funds}};
}

Json rows_to_json(const std::vector<core::HistoryRow>& rows) {
  Json list = Json::array();
  for (const core::HistoryRow& row : rows)
    list.push_back(core::to_json(row));
  return list;
}

Json to_json(const core::CreditSummary& summary) {
  return {{"nodeId", scenarios::to_json(summary.node)},
          {"balance", summary.balance.to_double()},
          {"totalEarned", summary.total_earned.to_double()},
          {"totalSpent", summary.total_spent.to_double()},
          {"stats", to_json(summary.stats)},
          {"initialized", summary.initialized},
          {"recentTransactions", rows_to_json(summary.recent)}};
}

class CreditSystemRunner final : public ScriptRunner {
public:
  explicit CreditSystemRunner(const Json& setup) : node_{info_member(setup, "nodeId")} {}

  Result<void> set_up(const Json& setup) {
    if (const Json* config = member(setup, "config"); config != nullptr) {
      auto rules = rules_from_config(*config);
      if (!rules)
        return rules.error();
      rules_ = std::move(rules).value();
    }
    for (const auto& item : setup.items())
      if (item.key() != "nodeId" && item.key() != "at" && item.key() != "config" && item.key() != "ledger" &&
          item.key() != "file")
        return Error{Errc::malformed, "setup." + item.key() + " is not known"};
    if (const Json* file = member(setup, "file"); file != nullptr)
      store_file(store_, *file);
    if (const Json* ledger = member(setup, "ledger"); ledger != nullptr)
      given_ledger_ = *ledger;
    rebuild();
    return {};
  }

  Result<StepOutcome> run(const Json& step) override {
    StepOutcome outcome;
    if (auto called = call(step, outcome); !called)
      return called.error();
    recorder_.hand_over(outcome);
    outcome.after = state();
    return outcome;
  }

  Result<Json> final_state(const Json& recorded) override {
    const Json* at = member(recorded, "at");
    if (at == nullptr || !at->is_number_integer())
      return Error{Errc::malformed, "final.at: expected whole milliseconds"};
    Json result{{"at", *at}, {"export", scenarios::to_json(ledger_->export_state(at->get<std::int64_t>()))}};
    const Json* state = member(recorded, "export");
    const Json* rows = state == nullptr ? nullptr : member(*state, "transactions");
    if (rows != nullptr && rows->is_object())
      result["export"]["transactions"] = ends_of(result["export"]["transactions"]);
    const auto summary = system_->summary();
    const Json* expected = member(recorded, "summary");
    const Json* thrown = expected == nullptr ? nullptr : member(*expected, "throws");
    if (summary)
      result["summary"] = to_json(summary.value());
    else
      result["summary"] = {{"throws", thrown == nullptr ? Json(summary.error().context) : *thrown}};
    return result;
  }

private:
  /// What a very long list is recorded as.
  static Json ends_of(const Json& rows) {
    if (rows.empty())
      return {{"count", 0}};
    return {{"count", rows.size()}, {"first", rows.front()}, {"last", rows.back()}};
  }

  void rebuild() {
    system_ = nullptr;
    ledger_ = std::make_unique<core::ReferenceLedger>(ledger_options());
    system_ = std::make_unique<CreditSystem>(
        *ledger_, core::CreditSystemOptions{.node = node_.view(), .rules = &rules_, .observer = &recorder_});
    recorder_.names = ledger_->names().get();
    emitter_ = {};
  }

  /// Of the ledger that the script gives, or of the one that the reference's system makes for itself.
  core::ReferenceLedgerOptions ledger_options() {
    core::ReferenceLedgerOptions options{.ids = &ids_, .store = &store_};
    if (!given_ledger_) {
      options.node = node_.view().is_text() ? node_.view().spelling() : std::string_view{};
      options.max_transactions = rules_.history;
      return options;
    }
    options.node = text_member(*given_ledger_, "nodeId");
    if (const Json* bound = member(*given_ledger_, "maxTransactions"); bound != nullptr && bound->is_number_unsigned())
      options.max_transactions = bound->get<std::uint32_t>();
    return options;
  }

  Result<void> call(const Json& step, StepOutcome& outcome) {
    const auto op = step["op"].get<std::string>();
    const auto now_ms = step["at"].get<std::int64_t>();
    if (op.starts_with(ledger_prefix))
      return call_ledger(*ledger_, op.substr(ledger_prefix.size()), step, outcome);
    if (op == "earnCredits" || op == "spendCredits")
      return pay(op == "spendCredits", step, now_ms, outcome);
    if (op == "earnMany" || op == "spendMany")
      return pay_many(op == "spendMany", argument(step, 0), now_ms, outcome);
    if (op == "getTransactionHistory")
      return history(step, outcome);
    if (op == "hasSufficientCredits")
      return has_sufficient(step, outcome);
    if (op == "handlerEmit")
      return emit(step, now_ms, outcome);
    return call_simple(op, step, now_ms, outcome);
  }

  Result<void> call_simple(const std::string& op, const Json& step, std::int64_t now_ms, StepOutcome& outcome) {
    if (op == "initialize") {
      if (auto initialized = system_->initialize(now_ms); !initialized)
        return initialized;
      outcome.returns = special("this");
    } else if (op == "getBalance") {
      outcome.returns = system_->balance_of(LooseValue{argument(step, 0)}.view()).to_double();
      outcome.returns_tolerance = Tolerance::all;
    } else if (op == "getSummary") {
      const auto summary = system_->summary();
      if (summary)
        outcome.returns = to_json(summary.value());
      else
        outcome.throws = Thrown{"RangeError", summary.error().context};
    } else if (op == "export") {
      outcome.returns = scenarios::to_json(ledger_->export_state(now_ms));
    } else if (op == "merge") {
      join(argument(step, 0), now_ms, outcome);
    } else if (op == "shutdown") {
      return system_->shutdown(now_ms);
    } else if (op == "wireToTaskHandler") {
      system_->wire_to(emitter_);
    } else if (op == "restart") {
      rebuild();
    } else {
      return Error{Errc::not_found, "operation " + op + " is not known"};
    }
    return {};
  }

  Result<void> pay(bool spending, const Json& step, std::int64_t now_ms, StepOutcome& outcome) {
    const auto amount = as_number(argument(step, 1));
    if (!amount)
      return Error{Errc::invalid_amount, "amount: found " + shown(&argument(step, 1)) + ", expected a number"};
    const Json& info = argument(step, 3);
    if (!info.is_object()) { // the reference reads members of it, the typed interface cannot be called with it
      outcome.throws = Thrown{"TypeError", "taskInfo: found " + shown(&info) + ", expected an object"};
      return {};
    }
    const auto arguments = payment_arguments(argument(step, 0), *amount, argument(step, 2), info, spending);
    const auto record =
        spending ? system_->spend(arguments.payment(), now_ms) : system_->earn(arguments.payment(), now_ms);
    if (record)
      outcome.returns = scenarios::to_json(*record.value(), *recorder_.names);
    else if (is_null(record.error(), spending))
      outcome.returns = nullptr;
    else
      outcome.throws = thrown_by(record.error());
    return {};
  }

  /// Many payments in one step; of these only the number of successes is recorded.
  Result<void> pay_many(bool spending, const Json& bulk, std::int64_t now_ms, StepOutcome& outcome) {
    std::int64_t first = 0, count = 0, step_ms = 0;
    for (const auto& [name, value] : {std::pair{"first", &first}, {"count", &count}, {"stepMs", &step_ms}}) {
      const Json* given = member(bulk, name);
      if (given == nullptr || !given->is_number_integer())
        return Error{Errc::malformed, std::string{name} + ": expected a whole number"};
      *value = given->get<std::int64_t>();
    }
    const auto amount = as_number(info_member(bulk, "amount"));
    if (!amount)
      return Error{Errc::malformed, "amount: expected a number"};
    recorder_.muted = true;
    std::uint64_t paid = 0;
    for (std::int64_t index = 0; index < count; ++index) {
      const Json task = text_member(bulk, "taskPrefix") + std::to_string(first + index);
      const auto arguments =
          payment_arguments(info_member(bulk, "nodeId"), *amount, task, info_member(bulk, "taskInfo"), spending);
      const std::int64_t at_ms = now_ms + index * step_ms;
      const auto record =
          spending ? system_->spend(arguments.payment(), at_ms) : system_->earn(arguments.payment(), at_ms);
      paid += record.ok() ? 1 : 0;
    }
    recorder_.muted = false;
    outcome.returns = paid;
    return {};
  }

  Result<void> history(const Json& step, StepOutcome& outcome) {
    const Json& limit = argument(step, 1);
    const auto number = is_special(limit, "undefined") ? std::optional{50.0} : as_number(limit);
    if (!number || std::fabs(*number) > 1e15)
      return Error{Errc::invalid_value, "limit: found " + shown(&limit) + ", expected a number"};
    const LooseValue node{argument(step, 0)};
    const auto rows = system_->history(node.view(), static_cast<std::int64_t>(*number));
    if (rows)
      outcome.returns = rows_to_json(rows.value());
    else
      outcome.throws = Thrown{"RangeError", rows.error().context};
    outcome.returns_tolerance = Tolerance::exact;
    return {};
  }

  Result<void> has_sufficient(const Json& step, StepOutcome& outcome) {
    const auto amount = as_number(argument(step, 0));
    if (!amount)
      return Error{Errc::invalid_amount, "amount: found " + shown(&argument(step, 0)) + ", expected a number"};
    const LooseValue type{info_member(argument(step, 1), "type")};
    const LooseValue priority{info_member(argument(step, 1), "priority")};
    outcome.returns = system_->has_sufficient_credits(*amount, type.view(), priority.view());
    return {};
  }

  Result<void> emit(const Json& step, std::int64_t now_ms, StepOutcome& outcome) {
    const auto heard = emitter_.emit(as_text(argument(step, 0)).value_or(""), argument(step, 1), now_ms);
    if (heard)
      outcome.returns = heard.value();
    else
      outcome.throws = thrown_by(heard.error());
    return {};
  }

  void join(const Json& state, std::int64_t now_ms, StepOutcome& outcome) {
    const auto decoded = decode_state(state, ledger_->names());
    if (!decoded)
      outcome.throws = Thrown{"TypeError", decoded.error().context};
    else if (const auto joined = system_->join(core::ReferenceState{decoded.value()}, now_ms); !joined)
      outcome.throws = thrown_by(joined.error());
  }

  Json state() const {
    return {{"balance", ledger_->balance().to_double()},
            {"cents", ledger_->balance().hundredths()},
            {"earned", ledger_->total_earned().to_double()},
            {"spent", ledger_->total_spent().to_double()},
            {"stats", to_json(system_->stats())},
            {"processed", system_->processed_tasks()},
            {"txs", ledger_->transaction_count()},
            {"initialized", system_->initialized()}};
  }

  LooseValue node_;
  core::CreditRules rules_;
  std::optional<Json> given_ledger_;
  core::IdSource ids_;
  core::MemoryStore store_;
  EventRecorder recorder_;
  TaskEmitter emitter_;
  std::unique_ptr<core::ReferenceLedger> ledger_;
  std::unique_ptr<CreditSystem> system_;
};

} // namespace

Result<std::unique_ptr<ScriptRunner>> make_credit_system_runner(const Json& script) {
  const Json* setup = member(script, "setup");
  if (setup == nullptr)
    return Error{Errc::malformed, "setup: found nothing, expected an object"};
  auto runner = std::make_unique<CreditSystemRunner>(*setup);
  if (auto ready = runner->set_up(*setup); !ready)
    return ready.error();
  return std::unique_ptr<ScriptRunner>{std::move(runner)};
}

} // namespace creditsim::scenarios
