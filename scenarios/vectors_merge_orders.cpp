// SPDX-License-Identifier: MIT
#include "scenarios/vectors_merge_orders.hpp"

#include "scenarios/vectors_ledger_calls.hpp"

namespace creditsim::scenarios {

namespace {

using core::Errc;
using core::Error;
using core::ReferenceLedger;
using core::Result;

constexpr std::int64_t observer_ms = 1; // the time of an observer is not recorded and decides nothing

/// The members of one case, checked.
struct Case {
  const Json& exports;
  const Json& outcomes;
  core::ReferenceLedgerOptions observer;
};

Result<Case> read_case(const Json& entry) {
  const Json* exports = member(entry, "exports");
  const Json* outcomes = member(entry, "outcomes");
  const Json* observer = member(entry, "observer");
  if (exports == nullptr || !exports->is_array() || outcomes == nullptr || !outcomes->is_array() || observer == nullptr)
    return Error{Errc::malformed, "expected exports, outcomes and an observer"};
  Case result{*exports, *outcomes, {}};
  result.observer.node = text_member(*observer, "nodeId");
  if (const Json* bound = member(*observer, "maxTransactions"); bound != nullptr) {
    if (!bound->is_number_unsigned())
      return Error{Errc::malformed, "observer.maxTransactions: expected a number of transactions"};
    result.observer.max_transactions = bound->get<std::uint32_t>();
  }
  return result;
}

/// What an observer holds after joining in one order.
Result<Json> observed(const Case& input, const Json& order) {
  ReferenceLedger ledger{input.observer};
  for (const Json& index : order) {
    if (!index.is_number_unsigned() || index.get<std::size_t>() >= input.exports.size())
      return Error{Errc::malformed, "orders: " + shown(&index) + " is not an index into exports"};
    const auto state = decode_state(input.exports[index.get<std::size_t>()], ledger.names());
    if (!state)
      return state.error();
    if (const auto joined = ledger.join(state.value(), observer_ms); !joined)
      return joined.error();
  }
  Json result{{"balance", ledger.balance().to_double()},
              {"cents", ledger.balance().hundredths()},
              {"export", to_json(ledger.export_state(observer_ms))}};
  result["export"].erase("timestamp");
  return result;
}

std::optional<JsonDifference> difference_in_order(const Case& input, const Json& outcome, std::size_t index) {
  const Json* orders = member(outcome, "orders");
  const Json* balances = member(outcome, "balances");
  if (balances == nullptr || !balances->is_array() || balances->size() != orders->size())
    return JsonDifference{"balances", "one balance per order", shown(balances)};
  const auto found = observed(input, (*orders)[index]);
  if (!found)
    return JsonDifference{"orders", shown(&(*orders)[index]), found.error().context};
  Json expected{{"balance", (*balances)[index]}};
  for (const char* name : {"cents", "export"})
    if (const Json* part = member(outcome, name))
      expected[name] = *part;
  return first_difference(expected, found.value(), Tolerance::sums, "");
}

std::optional<VectorDifference> run_case(const Json& entry, VectorFileReport& report) {
  const auto failure = [&](std::optional<std::size_t> step, JsonDifference difference) {
    return VectorDifference{text_member(entry, "name"),
                            step,
                            step ? "merge" : "",
                            std::move(difference.place),
                            std::move(difference.expected),
                            std::move(difference.found)};
  };
  const auto input = read_case(entry);
  if (!input)
    return failure(std::nullopt, {"case", "a readable case", input.error().context});
  std::size_t step = 0;
  for (const Json& outcome : input.value().outcomes) {
    const Json* orders = member(outcome, "orders");
    if (orders == nullptr || !orders->is_array())
      return failure(step, {"orders", "a list of orders", shown(orders)});
    for (std::size_t index = 0; index < orders->size(); ++index, ++step) {
      ++report.steps;
      if (auto difference = difference_in_order(input.value(), outcome, index))
        return failure(step, std::move(*difference));
    }
  }
  return std::nullopt;
}

} // namespace

VectorFileReport run_merge_orders(const VectorFile& file) {
  VectorFileReport report;
  report.file = file.name;
  report.kind = file.kind;
  for (const Json& entry : file.content["cases"]) {
    if (const auto tag = tag_to_leave_out(entry))
      ++report.left_out[*tag];
    else if (auto difference = run_case(entry, report))
      report.failed.push_back(std::move(*difference));
    else
      ++report.passed;
  }
  return report;
}

} // namespace creditsim::scenarios
