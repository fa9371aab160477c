// SPDX-License-Identifier: MIT
#include "core/ledger_json.hpp"

#include "core/json_members.hpp"
#include "core/ledger_draft.hpp"
#include "core/strict_json.hpp"

#include <algorithm>
#include <cmath>

namespace creditsim::core {

namespace {

using Json = nlohmann::ordered_json;

constexpr double hundredth_tolerance = 1e-5; // how far, in credits, a sum of doubles may be from a hundredth

Result<std::int64_t> read_timestamp(const JsonMembers& members, const char* key) {
  const Json* const value = members.find(key);
  if (value == nullptr)
    return members.missing(key, "milliseconds");
  const double number = value->is_number() ? value->get<double>() : std::nan("");
  if (std::isnan(number) || std::floor(number) != number)
    return unexpected_json(members.place(key), *value, "whole milliseconds");
  if (std::fabs(number) > static_cast<double>(timestamp_ms_max))
    return Error{Errc::invalid_value, members.place(key) + ": " + shown_json(*value) + " is beyond 2^53 ms"};
  return static_cast<std::int64_t>(number);
}

std::optional<std::uint64_t> array_index(std::string_view key) {
  if (key.empty() || key.size() > 10 || (key.size() > 1 && key[0] == '0'))
    return std::nullopt;
  std::uint64_t index = 0;
  for (const char digit : key) {
    if (digit < '0' || digit > '9')
      return std::nullopt;
    index = index * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return index < 4294967295 ? std::optional{index} : std::nullopt;
}

Result<Credits> read_amount(const Json& value, const std::string& place) {
  if (!value.is_number())
    return unexpected_json(place, value, "an amount");
  const double amount = value.get<double>();
  if (amount < 0)
    return Error{Errc::invalid_amount, place + ": " + shown_json(value) + " is not an amount of at least 0"};
  const double hundredths = std::floor(amount * 100.0 + 0.5);
  if (hundredths > static_cast<double>(amount_hundredths_max))
    return Error{Errc::invalid_amount, place + ": " + shown_json(value) + " is not an amount of at most 3.5e13"};
  // From 1e11 on doubles are too far apart for the tolerance, but still nearer to their own hundredth than to the next.
  if (std::fabs(amount - hundredths / 100.0) > hundredth_tolerance)
    return Error{Errc::invalid_amount, place + ": " + shown_json(value) + " is not a whole number of hundredths"};
  return Credits::hundredths(static_cast<std::int64_t>(hundredths));
}

Result<LedgerDraft::Counter> read_counter(const Json& json, const std::string& place) {
  const JsonMembers members{json, place, {"nodeId", "counters"}};
  if (const Result<void> checked = members.check(); !checked)
    return checked.error();
  LedgerDraft::Counter draft;
  if (const Result<void> owner = members.optional_name("nodeId", draft.owner); !owner)
    return owner.error();
  const Json* const counters = members.find("counters");
  const std::string inner = members.place("counters");
  if (counters == nullptr)
    return members.missing("counters", "an object");
  if (!counters->is_object())
    return unexpected_json(inner, *counters, "an object");
  for (const auto& [name, value] : counters->get_ref<const Json::object_t&>()) {
    if (name.empty())
      return Error{Errc::malformed, inner + ": found an empty name, expected the id of a node"};
    const Result<Credits> amount = read_amount(value, member_place(inner, name));
    if (!amount)
      return amount.error();
    draft.entries.emplace_back(name, amount.value());
  }
  return draft;
}

Result<LwwEntry> read_entry(const std::string& key, const Json& json, const std::string& place) {
  const JsonMembers members{json, place, {"value", "timestamp", "deleted"}};
  if (const Result<void> checked = members.check(); !checked)
    return checked.error();
  const Result<std::int64_t> timestamp_ms = read_timestamp(members, "timestamp");
  if (!timestamp_ms)
    return timestamp_ms.error();
  LwwEntry entry{.key = key, .value = {}, .timestamp_ms = timestamp_ms.value(), .deleted = false};
  if (const Json* const value = members.find("value"); value != nullptr)
    entry.value = canonical_json(*value);
  if (const Json* const deleted = members.find("deleted"); deleted != nullptr) {
    if (*deleted != true)
      return unexpected_json(members.place("deleted"), *deleted, "true");
    if (entry.value != "null")
      return Error{Errc::invalid_value, members.place("value") + ": found " +
                                            (entry.value.empty() ? "nothing" : shown_json(*members.find("value"))) +
                                            ", expected null in a deleted entry"};
    entry.deleted = true;
  }
  return entry;
}

Result<LedgerDraft::Map> read_map(const Json& json, const std::string& place) {
  const JsonMembers members{json, place, {"nodeId", "entries"}};
  if (const Result<void> checked = members.check(); !checked)
    return checked.error();
  LedgerDraft::Map draft;
  if (const Result<void> owner = members.optional_name("nodeId", draft.owner); !owner)
    return owner.error();
  const Json* const entries = members.find("entries");
  const std::string inner = members.place("entries");
  if (entries == nullptr)
    return members.missing("entries", "an object");
  if (!entries->is_object())
    return unexpected_json(inner, *entries, "an object");
  for (const auto& [key, value] : entries->get_ref<const Json::object_t&>()) {
    Result<LwwEntry> entry = read_entry(key, value, member_place(inner, key));
    if (!entry)
      return entry.error();
    draft.entries.push_back(std::move(entry).value());
  }
  std::stable_sort(draft.entries.begin(), draft.entries.end(),
                   [](const LwwEntry& a, const LwwEntry& b) { return stands_before(a.key, b.key); });
  return draft;
}

Result<TransactionType> read_type(const JsonMembers& members) {
  const Result<std::string_view> type = members.text("type", "\"credit\" or \"debit\"");
  if (!type)
    return type.error();
  if (type.value() == "credit")
    return TransactionType::credit;
  if (type.value() == "debit")
    return TransactionType::debit;
  return unexpected_json(members.place("type"), *members.find("type"), "\"credit\" or \"debit\"");
}

Result<Credits> read_transaction_amount(const JsonMembers& members) {
  const Json* const value = members.find("amount");
  if (value == nullptr)
    return members.missing("amount", "an amount");
  Result<Credits> amount = read_amount(*value, members.place("amount"));
  if (amount && amount.value() == Credits{})
    return Error{Errc::invalid_amount,
                 members.place("amount") + ": " + shown_json(*value) + " is not an amount above 0"};
  return amount;
}

Result<LedgerDraft::Record> read_transaction(const Json& json, const std::string& place) {
  const JsonMembers members{json, place, {"id", "type", "amount", "memo", "timestamp", "nodeId"}};
  if (const Result<void> checked = members.check(); !checked)
    return checked.error();
  const Result<std::string_view> id = members.name("id");
  const Result<TransactionType> type = id ? read_type(members) : id.error();
  const Result<Credits> amount = type ? read_transaction_amount(members) : type.error();
  const Result<std::string_view> memo = amount ? members.text("memo", "a text") : amount.error();
  const Result<std::int64_t> timestamp_ms = memo ? read_timestamp(members, "timestamp") : memo.error();
  const Result<std::string_view> owner = timestamp_ms ? members.name("nodeId") : timestamp_ms.error();
  if (!owner)
    return owner.error();
  LedgerDraft::Record draft;
  draft.record.id = id.value();
  draft.record.type = type.value();
  draft.record.amount = amount.value();
  draft.record.memo = memo.value();
  draft.record.timestamp_ms = timestamp_ms.value();
  draft.owner = owner.value();
  return draft;
}

Result<std::vector<LedgerDraft::Record>> read_transactions(const Json& json, const std::string& place) {
  if (!json.is_array())
    return unexpected_json(place, json, "an array");
  std::vector<LedgerDraft::Record> draft;
  for (std::size_t i = 0; i < json.size(); ++i) {
    Result<LedgerDraft::Record> record = read_transaction(json[i], place + "[" + std::to_string(i) + "]");
    if (!record)
      return record.error();
    draft.push_back(std::move(record).value());
  }
  return draft;
}

// Reads the part `key`, if there, with `read` into `part`.
template <class Part, class Read>
Result<void> read_part(const JsonMembers& members, const char* key, Read read, std::optional<Part>& part) {
  const Json* const json = members.find(key);
  if (json == nullptr)
    return {};
  Result<Part> found = read(*json, key);
  if (!found)
    return found.error();
  part = std::move(found).value();
  return {};
}

Result<LedgerDraft> read_ledger(const Json& json) {
  const JsonMembers members{json, "", {"nodeId", "timestamp", "earned", "spent", "metadata", "transactions"}};
  LedgerDraft draft;
  Result<void> read = members.check();
  if (read)
    read = members.optional_name("nodeId", draft.node);
  if (read && members.find("timestamp") != nullptr) {
    const Result<std::int64_t> timestamp_ms = read_timestamp(members, "timestamp");
    if (!timestamp_ms)
      return timestamp_ms.error();
    draft.timestamp_ms = timestamp_ms.value();
  }
  if (read)
    read = read_part(members, "earned", read_counter, draft.earned);
  if (read)
    read = read_part(members, "spent", read_counter, draft.spent);
  if (read)
    read = read_part(members, "metadata", read_map, draft.metadata);
  if (read)
    read = read_part(members, "transactions", read_transactions, draft.transactions);
  if (!read)
    return read.error();
  return draft;
}

} // namespace

bool stands_before(std::string_view a, std::string_view b) {
  const std::optional<std::uint64_t> index_a = array_index(a);
  const std::optional<std::uint64_t> index_b = array_index(b);
  return index_a && (!index_b || *index_a < *index_b);
}

Result<LedgerExport> decode_ledger_json(std::string_view text, std::shared_ptr<NodeNames> names) {
  const Result<Json> json = parse_strict_json(text);
  if (!json)
    return json.error();
  return ledger_from_json(json.value(), std::move(names));
}

Result<LedgerExport> ledger_from_json(const nlohmann::ordered_json& json, std::shared_ptr<NodeNames> names) {
  Result<LedgerDraft> draft = read_ledger(json);
  if (!draft)
    return draft.error();
  return finish_ledger(std::move(draft).value(), std::move(names));
}

Result<GCounter> counter_from_json(const nlohmann::ordered_json& json, std::string_view place, NodeNames& names) {
  const Result<LedgerDraft::Counter> draft = read_counter(json, std::string{place});
  if (!draft)
    return draft.error();
  return finish_counter(draft.value(), place, names);
}

Result<LwwMap> map_from_json(const nlohmann::ordered_json& json, std::string_view place, NodeNames& names) {
  Result<LedgerDraft::Map> draft = read_map(json, std::string{place});
  if (!draft)
    return draft.error();
  return finish_map(std::move(draft).value(), names);
}

} // namespace creditsim::core
