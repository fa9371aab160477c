// SPDX-License-Identifier: MIT
#include "scenarios/vectors_ledger.hpp"

#include "scenarios/vectors_ledger_calls.hpp"

#include <algorithm>
#include <map>

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::ReferenceLedger;
using core::Result;

/// One replica of a script with what it is made of.
struct Replica final : core::LedgerObserver {
  std::string name;
  core::ReferenceLedgerOptions options;
  core::MemoryStore store;
  std::unique_ptr<ReferenceLedger> ledger;
  Json events = Json::array();
  Json log = Json::array();

  void on_ledger_event(const core::LedgerEvent& event) override {
    append_event(event, *ledger->names(), name.c_str(), events, log);
  }
  void rebuild() { ledger = std::make_unique<ReferenceLedger>(options); }
};

Json state_of(const ReferenceLedger& ledger) {
  return {{"balance", ledger.balance().to_double()},
          {"cents", ledger.balance().hundredths()},
          {"earned", ledger.total_earned().to_double()},
          {"spent", ledger.total_spent().to_double()},
          {"txs", ledger.transaction_count()}};
}

bool all_equal(const std::vector<Json>& values) {
  return std::all_of(values.begin(), values.end(),
                     [&](const Json& value) { return !first_difference(values.front(), value, Tolerance::exact, ""); });
}

Json sorted_rows(Json rows) {
  std::sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) { return a.dump() < b.dump(); });
  return rows;
}

Json ids_of(const Json& rows) {
  Json ids = Json::array();
  for (const Json& row : rows)
    ids.push_back(row["id"]);
  return ids;
}

class LedgerRunner final : public ScriptRunner {
public:
  Result<void> set_up(const Json& setup) {
    const Json* replicas = member(setup, "replicas");
    if (replicas == nullptr || !replicas->is_array())
      return Error{Errc::malformed, "replicas: expected a list"};
    for (const Json& description : *replicas)
      if (auto added = add_replica(description); !added)
        return added;
    return {};
  }

  Result<StepOutcome> run(const Json& step) override {
    Replica* replica = find(text_member(step, "on"));
    if (replica == nullptr)
      return Error{Errc::not_found, "on: no such replica"};
    StepOutcome outcome;
    if (auto called = call(*replica, step, outcome); !called)
      return called.error();
    std::swap(outcome.events, replica->events);
    std::swap(outcome.log, replica->log);
    outcome.after = state_of(*replica->ledger);
    if (auto stored = replica->store.load(ReferenceLedger::file_name))
      outcome.stored_text = std::move(stored).value();
    return outcome;
  }

  Result<Json> final_state(const Json& recorded) override {
    const Json* at = member(recorded, "at");
    if (at == nullptr || !at->is_number_integer())
      return Error{Errc::malformed, "final.at: expected whole milliseconds"};
    Json result{{"at", *at}, {"replicas", Json::object()}};
    for (const auto& replica : replicas_)
      result["replicas"][replica->name] = {{"export", to_json(replica->ledger->export_state(at->get<std::int64_t>()))},
                                           {"balance", replica->ledger->balance().to_double()},
                                           {"cents", replica->ledger->balance().hundredths()},
                                           {"metadataKeys", replica->ledger->metadata().keys()}};
    if (member(recorded, "converged") != nullptr)
      result["converged"] = converged(result["replicas"]);
    return result;
  }

private:
  Result<void> add_replica(const Json& description) {
    const Json* bound = member(description, "maxTransactions");
    if (bound != nullptr && !bound->is_number_unsigned())
      return Error{Errc::malformed, "maxTransactions: found " + shown(bound) + ", expected a number of transactions"};
    auto replica = std::make_unique<Replica>();
    replica->name = text_member(description, "name");
    replica->options.node = text_member(description, "nodeId");
    replica->options.ids = &ids_;
    replica->options.store = &replica->store;
    replica->options.observer = replica.get();
    if (bound != nullptr)
      replica->options.max_transactions = bound->get<std::uint32_t>();
    replica->rebuild();
    replicas_.push_back(std::move(replica));
    return {};
  }

  Result<void> call(Replica& replica, const Json& step, StepOutcome& outcome) {
    const auto op = step["op"].get<std::string>();
    if (op == "merge")
      return merge(replica, step, outcome);
    if (op == "mergeLedger")
      return merge_ledger(replica, step);
    if (op == "restart")
      return restart(replica, argument(step, 0));
    auto called = call_ledger(*replica.ledger, op, step, outcome);
    if (called && member(step, "saveAs") != nullptr && outcome.returns)
      saved_[text_member(step, "saveAs")] = *outcome.returns;
    return called;
  }

  Result<void> merge(Replica& replica, const Json& step, StepOutcome& outcome) {
    const auto state = resolve(argument(step, 0));
    if (!state)
      return state.error();
    join_json(*replica.ledger, state.value(), step["at"].get<std::int64_t>(), outcome);
    return {};
  }

  Result<void> merge_ledger(Replica& replica, const Json& step) {
    const Replica* other = find(text_member(argument(step, 0), "$replica"));
    if (other == nullptr)
      return Error{Errc::not_found, "$replica: no such replica"};
    const auto joined = replica.ledger->join(*other->ledger, step["at"].get<std::int64_t>());
    return joined ? Result<void>{} : joined.error();
  }

  Result<void> restart(Replica& replica, const Json& content) {
    const auto state = resolve(content);
    if (!state)
      return state.error();
    store_file(replica.store, state.value());
    replica.rebuild();
    static_cast<void>(replica.ledger->load().ok()); // an error is in the log
    return {};
  }

  /// A literal as it is, or the parts that `pick` leaves of a saved state.
  Result<Json> resolve(const Json& value) const {
    const Json* reference = member(value, "$ref");
    if (reference == nullptr)
      return value;
    const auto found = saved_.find(text_member(value, "$ref"));
    if (found == saved_.end())
      return Error{Errc::not_found, "$ref: nothing was saved as " + shown(reference)};
    const Json* pick = member(value, "pick");
    if (pick == nullptr)
      return found->second;
    Json picked = Json::object();
    for (const Json& part : *pick)
      if (part.is_string() && found->second.contains(part.get<std::string>()))
        picked[part.get<std::string>()] = found->second[part.get<std::string>()];
    return picked;
  }

  Replica* find(const std::string& name) const {
    const auto found = std::find_if(replicas_.begin(), replicas_.end(),
                                    [&](const std::unique_ptr<Replica>& replica) { return replica->name == name; });
    return found == replicas_.end() ? nullptr : found->get();
  }

  static Json converged(const Json& replicas) {
    std::vector<Json> earned, spent, metadata, order, set;
    for (const auto& item : replicas.items()) {
      const Json& state = item.value()["export"];
      earned.push_back(state["earned"]["counters"]);
      spent.push_back(state["spent"]["counters"]);
      metadata.push_back(state["metadata"]["entries"]);
      order.push_back(ids_of(state["transactions"]));
      set.push_back(sorted_rows(state["transactions"]));
    }
    return {{"earned", all_equal(earned)},
            {"spent", all_equal(spent)},
            {"metadata", all_equal(metadata)},
            {"transactionOrder", all_equal(order)},
            {"transactionSet", all_equal(set)}};
  }

  core::IdSource ids_;
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::map<std::string, Json> saved_;
};

} // namespace

Result<std::unique_ptr<ScriptRunner>> make_ledger_runner(const Json& script) {
  auto runner = std::make_unique<LedgerRunner>();
  const Json* setup = member(script, "setup");
  if (setup == nullptr)
    return Error{Errc::malformed, "setup: found nothing, expected an object"};
  if (auto ready = runner->set_up(*setup); !ready)
    return ready.error();
  return std::unique_ptr<ScriptRunner>{std::move(runner)};
}

} // namespace creditsim::scenarios
