// SPDX-License-Identifier: MIT
#include "scenarios/vectors_ledger_calls.hpp"

#include "core/ledger_json.hpp"
#include "core/strict_json.hpp"

#include <cmath>
#include <map>

namespace creditsim::scenarios {

namespace {

using core::Credits;
using core::Errc;
using core::Error;
using core::LedgerEvent;
using core::ReferenceLedger;
using core::Result;
using core::Transaction;

/// Metadata as canonical text, empty for the reference's `undefined`, back as JSON.
Json metadata_value(std::string_view text) {
  return text.empty() ? special("undefined") : Json::parse(text, nullptr, false);
}

std::string metadata_text(const Json& value) {
  return is_special(value, "undefined") ? std::string{} : core::canonical_json(value);
}

Json list_of_values(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values)
    list.push_back(metadata_value(value));
  return list;
}

struct Call {
  ReferenceLedger& ledger;
  const Json& step;
  StepOutcome& outcome;

  std::int64_t now_ms() const { return step["at"].get<std::int64_t>(); }
  std::string key() const { return as_text(argument(step, 0)).value_or(""); }
  void returns(Json value, Tolerance tolerance = Tolerance::exact) const {
    outcome.returns = std::move(value);
    outcome.returns_tolerance = tolerance;
  }
  void returns_this() const { returns(special("this")); }
  Result<void> record(Result<const Transaction*> (ReferenceLedger::*method)(Credits, std::string_view,
                                                                            std::int64_t)) const {
    const auto amount = as_exact_amount(argument(step, 0));
    if (!amount)
      return amount.error();
    const std::string memo = as_text(argument(step, 1)).value_or("");
    const auto record = (ledger.*method)(amount.value(), memo, now_ms());
    if (record)
      returns(to_json(*record.value(), *ledger.names()));
    else
      outcome.throws = thrown_by(record.error());
    return {};
  }
};

using Handler = Result<void> (*)(const Call&);

Result<void> get_transactions(const Call& call) {
  const Json& limit = argument(call.step, 0);
  const auto number = is_special(limit, "undefined") ? std::optional{50.0} : as_number(limit);
  if (!number || std::fabs(*number) > 1e15)
    return Error{Errc::invalid_value, "limit: found " + shown(&limit) + ", expected a number"};
  Json list = Json::array();
  for (const Transaction* record : call.ledger.transactions(static_cast<std::int64_t>(*number)))
    list.push_back(to_json(*record, *call.ledger.names()));
  call.returns(std::move(list));
  return {};
}

Result<void> get_summary(const Call& call) {
  const core::ReferenceLedgerSummary summary = call.ledger.summary();
  call.returns({{"nodeId", summary.node},
                {"balance", summary.balance.to_double()},
                {"earned", summary.earned.to_double()},
                {"spent", summary.spent.to_double()},
                {"transactions", summary.transactions},
                {"lastSync", summary.last_sync_ms},
                {"initialized", summary.initialized}},
               Tolerance::sums);
  return {};
}

Result<void> initialize(const Call& call) {
  call.ledger.initialize();
  call.returns_this();
  return {};
}

Result<void> get_metadata(const Call& call) {
  const auto value = call.ledger.get_metadata(call.key());
  if (value && !value->empty())
    call.returns(metadata_value(*value));
  return {};
}

Result<void> has_metadata(const Call& call) {
  if (const auto known = call.ledger.metadata().has(call.key()))
    call.returns(*known);
  return {};
}

Result<void> set_metadata(const Call& call) {
  call.ledger.set_metadata(call.key(), metadata_text(argument(call.step, 1)), call.now_ms());
  return {};
}

Result<void> delete_metadata(const Call& call) {
  call.ledger.delete_metadata(call.key(), call.now_ms());
  return {};
}

Result<void> save(const Call& call) { return call.ledger.save(call.now_ms()); }

Result<void> shutdown(const Call& call) { return call.ledger.shutdown(call.now_ms()); }

Result<void> load(const Call& call) {
  // An error is logged by the ledger, as in the reference, and not returned.
  static_cast<void>(call.ledger.load().ok());
  return {};
}

Result<void> export_state(const Call& call) {
  call.returns(to_json(call.ledger.export_state(call.now_ms())), Tolerance::sums);
  return {};
}

Result<void> join(const Call& call) {
  join_json(call.ledger, argument(call.step, 0), call.now_ms(), call.outcome);
  return {};
}

template <Credits (ReferenceLedger::*amount)() const> Result<void> sum(const Call& call) {
  call.returns((call.ledger.*amount)().to_double(), Tolerance::all);
  return {};
}

Result<void> metadata_keys(const Call& call) {
  call.returns(call.ledger.metadata().keys());
  return {};
}

Result<void> metadata_values(const Call& call) {
  call.returns(list_of_values(call.ledger.metadata().values()));
  return {};
}

const std::map<std::string, Handler, std::less<>>& handlers() {
  static const std::map<std::string, Handler, std::less<>> table{
      {"initialize", initialize},
      {"credit", [](const Call& call) { return call.record(&ReferenceLedger::credit); }},
      {"debit", [](const Call& call) { return call.record(&ReferenceLedger::debit); }},
      {"balance", sum<&ReferenceLedger::balance>},
      {"totalEarned", sum<&ReferenceLedger::total_earned>},
      {"totalSpent", sum<&ReferenceLedger::total_spent>},
      {"setMetadata", set_metadata},
      {"getMetadata", get_metadata},
      {"getTransactions", get_transactions},
      {"getSummary", get_summary},
      {"save", save},
      {"load", load},
      {"shutdown", shutdown},
      {"export", export_state},
      {"merge", join},
      {"metadata.delete", delete_metadata},
      {"metadata.has", has_metadata},
      {"metadata.keys", metadata_keys},
      {"metadata.values", metadata_values},
  };
  return table;
}

Json payload_of(const LedgerEvent& event, const core::NodeNames& names) {
  using Kind = LedgerEvent::Kind;
  switch (event.kind) {
  case Kind::ready:
    return {{"nodeId", event.text}};
  case Kind::credit:
  case Kind::debit:
    return {{"amount", event.transaction->amount.to_double()},
            {"balance", event.balance.to_double()},
            {"tx", to_json(*event.transaction, names)}};
  case Kind::metadata:
    return {{"key", event.key}, {"value", metadata_value(event.text)}};
  case Kind::merged:
  case Kind::loaded:
    return {{"balance", event.balance.to_double()}};
  case Kind::saved:
    return {{"path", "<dataDir>/" + std::string{event.text}}};
  case Kind::shutdown:
  case Kind::log_error:
    break;
  }
  return special("undefined");
}

const char* name_of(LedgerEvent::Kind kind) {
  using Kind = LedgerEvent::Kind;
  switch (kind) {
  case Kind::ready:
    return "ready";
  case Kind::credit:
    return "credit";
  case Kind::debit:
    return "debit";
  case Kind::metadata:
    return "metadata";
  case Kind::merged:
    return "merged";
  case Kind::saved:
    return "saved";
  case Kind::loaded:
    return "loaded";
  case Kind::shutdown:
    return "shutdown";
  case Kind::log_error:
    break;
  }
  return "log";
}

} // namespace

Json to_json(const Transaction& record, const core::NodeNames& names) {
  return core::transaction_to_json(record, names);
}

Json to_json(const core::LedgerExport& state) { return Json::parse(core::encode_ledger_json(state), nullptr, false); }

void append_event(const LedgerEvent& event, const core::NodeNames& names, const char* source, Json& events, Json& log) {
  if (event.kind == LedgerEvent::Kind::log_error)
    log.push_back({{"level", "error"}, {"text", event.text}});
  else
    events.push_back({{"source", source}, {"name", name_of(event.kind)}, {"payload", payload_of(event, names)}});
}

Thrown thrown_by(const Error& error) {
  const bool of_reference = error.code == Errc::invalid_amount || error.code == Errc::insufficient_balance;
  return {of_reference ? "Error" : "TypeError", error.context};
}

Result<void> call_ledger(ReferenceLedger& ledger, const std::string& op, const Json& step, StepOutcome& outcome) {
  const auto handler = handlers().find(op);
  if (handler == handlers().end())
    return Error{Errc::not_found, "operation " + op + " is not known"};
  return handler->second(Call{ledger, step, outcome});
}

Result<core::LedgerExport> decode_state(const Json& state, const std::shared_ptr<core::NodeNames>& names) {
  const std::string text = state.dump(-1, ' ', false, Json::error_handler_t::replace);
  return core::decode_ledger_json(std::string_view{text}, names);
}

void join_json(ReferenceLedger& ledger, const Json& state, std::int64_t now_ms, StepOutcome& outcome) {
  const auto decoded = decode_state(state, ledger.names());
  if (!decoded) {
    outcome.throws = Thrown{"TypeError", decoded.error().context};
    return;
  }
  if (const auto joined = ledger.join(decoded.value(), now_ms); !joined)
    outcome.throws = thrown_by(joined.error());
}

void store_file(core::MemoryStore& store, const Json& content) {
  const std::string text = content.is_string() ? content.get<std::string>() : content.dump();
  // A store in memory refuses nothing.
  CREDITSIM_CHECK(store.save(ReferenceLedger::file_name, text).ok());
}

} // namespace creditsim::scenarios
