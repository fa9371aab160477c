// SPDX-License-Identifier: MIT
#include "core/history.hpp"

#include "core/iso_date.hpp"
#include "core/strict_json.hpp"
#include "core/utf16.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

using nlohmann::ordered_json;

std::string_view without_digits(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return {end, text.end()};
}

/// Whether the text is a JSON number; the parser refuses numbers beyond doubles, which JavaScript reads as infinite.
bool is_json_number(std::string_view text) {
  constexpr std::string_view white_space = " \t\n\r";
  text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
  text.remove_suffix(text.size() - std::min(text.find_last_not_of(white_space) + 1, text.size()));
  if (text.starts_with('-'))
    text.remove_prefix(1);
  const bool leading_zero = text.starts_with('0');
  const std::string_view after_integer = without_digits(text);
  const std::size_t digits = text.size() - after_integer.size();
  if (digits == 0 || (leading_zero && digits > 1))
    return false;
  text = after_integer;
  if (text.starts_with('.')) {
    const std::string_view after_fraction = without_digits(text.substr(1));
    if (after_fraction.size() + 1 == text.size())
      return false;
    text = after_fraction;
  }
  if (text.empty())
    return true;
  if (text.front() != 'e' && text.front() != 'E')
    return false;
  text.remove_prefix(1);
  if (text.starts_with('+') || text.starts_with('-'))
    text.remove_prefix(1);
  return !text.empty() && without_digits(text).empty();
}

/// The memo as JSON; discarded when it is none or nested too deep to be handled safely.
ordered_json parse_memo(const std::string& memo) {
  bool too_deep = false;
  const auto watch_depth = [&](int depth, ordered_json::parse_event_t, ordered_json&) {
    too_deep = too_deep || depth > json_depth_max;
    return true;
  };
  ordered_json parsed = ordered_json::parse(memo, watch_depth, false);
  return too_deep ? ordered_json(ordered_json::value_t::discarded) : parsed;
}

/// What JavaScript's spread of the parsed memo adds to an object.
ordered_json details_of(const std::string& memo) {
  ordered_json details = ordered_json::object();
  if (memo.empty() || is_json_number(memo))
    return details;
  ordered_json parsed = parse_memo(memo);
  if (parsed.is_discarded()) {
    details["memo"] = memo;
  } else if (parsed.is_object()) {
    return parsed;
  } else if (parsed.is_array()) {
    for (std::size_t index = 0; index < parsed.size(); ++index)
      details[std::to_string(index)] = parsed[index];
  } else if (parsed.is_string()) {
    const auto units = utf16_units(parsed.get_ref<const std::string&>(), memo.size());
    for (std::size_t index = 0; index < units.size(); ++index)
      details[std::to_string(index)] = units[index];
  }
  return details;
}

} // namespace

Result<HistoryRow> history_row(const Transaction& record) {
  auto date = iso_date(record.timestamp_ms);
  if (!date)
    return Error{Errc::invalid_value, "Invalid time value"};
  HistoryRow row;
  row.id = record.id;
  row.type = record.type;
  row.amount = record.amount;
  row.timestamp_ms = record.timestamp_ms;
  row.date = std::move(*date);
  row.details = details_of(std::string{record.memo});
  return row;
}

ordered_json to_json(const HistoryRow& row) {
  ordered_json result{{"id", row.id},
                      {"type", row.type == TransactionType::credit ? "credit" : "debit"},
                      {"amount", row.amount.to_double()},
                      {"timestamp", row.timestamp_ms},
                      {"date", row.date}};
  if (row.node.empty()) {
    for (const auto& item : row.details.items())
      result[item.key()] = item.value();
    return result;
  }
  result["node"] = row.node;
  result["version"] = row.version;
  result["details"] = row.details;
  return result;
}

} // namespace creditsim::core
