// SPDX-License-Identifier: MIT
#include "core/check_shown_history.hpp"

#include "core/history.hpp"

namespace creditsim::core {

namespace {

std::string text_of(const nlohmann::ordered_json& row, const char* member) {
  const auto found = row.find(member);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::string> row_fault(const HistoryRow& row, const HistoryReader& reader) {
  const nlohmann::ordered_json shown = to_json(row);
  const std::string which = "row " + row.id;
  const std::string type = text_of(shown, "type");
  if (type != "credit" && type != "debit")
    return which + " is of type " + type + ", neither credit nor debit";
  const std::string node = text_of(shown, "node");
  if (node != reader.node)
    return which + (node.empty() ? std::string{" does not say whose it is"} : " is of " + node);
  if (row.version == 0)
    return which + " does not say how many came before it";
  return std::nullopt;
}

} // namespace

std::optional<std::string> shown_wrongly(const CreditLedger& ledger, const HistoryReader& reader) {
  const auto rows = ledger.history(0);
  if (!rows)
    return "the history cannot be read: " + rows.error().context;
  for (const HistoryRow& row : rows.value())
    if (auto fault = row_fault(row, reader))
      return fault;
  if (!reader.own_clock)
    return std::nullopt;
  for (const RowReading& row : ledger.read_rows().rows)
    if (row.time_ms > reader.latest_ms)
      return "a change is listed that is of " + std::to_string(row.time_ms) + " ms, when it is " +
             std::to_string(reader.latest_ms) + " ms at the latest";
  return std::nullopt;
}

} // namespace creditsim::core
