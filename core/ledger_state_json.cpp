// SPDX-License-Identifier: MIT
#include "core/ledger_state_json.hpp"

#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/json_members.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/ledger_state_draft.hpp"
#include "core/strict_json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace creditsim::core {

namespace {

using Sorted = nlohmann::json; // members ascend by name
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> kind_words{"grant", "earn", "spend", "hold", "settle", "release"};
constexpr const char* kind_expected = R"("grant", "earn", "spend", "hold", "settle" or "release")";
constexpr const char* hex_expected = "16 hexadecimal digits in lower case";
constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t hex_length = 16;
constexpr std::uint64_t count_max = (std::uint64_t{1} << HybridTime::count_bits) - 1;

std::string hex_text(std::uint64_t bits) {
  std::string text(hex_length, '0');
  for (std::size_t i = hex_length; i-- > 0; bits >>= 4)
    text[i] = hex_digits[bits & 15];
  return text;
}

Sorted stamp_json(HybridTime stamp) { return {{"count", stamp.bits & count_max}, {"ms", stamp.ms()}}; }

// What names an owner in every object.
Sorted owner_json(const LedgerState& state, Slot slot) {
  const OwnerTable& owners = *state.owners;
  return {{"identity", owners.names()->name(owners.identity(slot))}, {"incarnation", owners.incarnation(slot)}};
}

Sorted entry_json(const LedgerState& state, Slot slot) {
  const Entry& entry = state.entries[slot];
  Sorted json = owner_json(state, slot);
  json["authenticator"] = hex_text(entry.authenticator);
  json["earned"] = entry.earned.to_string();
  json["granted"] = entry.granted.to_string();
  json["horizon"] = hex_text(entry.horizon);
  json["refunded"] = entry.refunded.to_string();
  json["spent"] = entry.spent.to_string();
  json["version"] = entry.version;
  return json;
}

Sorted row_json(const LedgerState& state, const LedgerRow& row) {
  const auto kind = static_cast<std::size_t>(row.kind);
  CREDITSIM_CHECK(kind < kind_words.size());
  Sorted json = owner_json(state, row.slot);
  json["amount"] = row.amount.to_string();
  json["kind"] = kind_words[kind];
  json["peer"] = hex_text(row.peer);
  json["stamp"] = stamp_json(row.stamp);
  json["task"] = hex_text(row.task);
  json["version"] = row.version;
  return json;
}

Sorted metadata_json(const LedgerState& state, const MetadataEntry& entry) {
  const auto value = parse_strict_json(entry.value);
  CREDITSIM_CHECK(value.ok());
  Sorted json = owner_json(state, entry.slot);
  json["deleted"] = entry.deleted;
  json["key"] = entry.key;
  json["stamp"] = stamp_json(entry.stamp);
  json["value"] = Sorted(value.value());
  json["version"] = entry.version;
  return json;
}

// Takes members of one object, each of which must be there. The first that is not there or not in its one form fails
// the reader: from then on everything taken is empty, and `error` says what was wrong where.
class Fields {
public:
  Fields(const Json& object, std::string place, std::initializer_list<std::string_view> names)
      : members_{object, std::move(place), names} {
    if (const auto checked = members_.check(); !checked)
      error_ = checked.error();
  }

  const Json* take(const char* key, const char* expected) {
    const Json* const value = error_ ? nullptr : members_.find(key);
    if (value == nullptr && !error_)
      error_ = members_.missing(key, expected);
    return value;
  }

  std::string_view text(const char* key, const char* expected) {
    const Json* const value = take(key, expected);
    if (value == nullptr)
      return {};
    if (!value->is_string())
      return refuse(key, *value, expected), std::string_view{};
    return value->get_ref<const std::string&>();
  }

  bool boolean(const char* key) {
    const Json* const value = take(key, "true or false");
    if (value != nullptr && !value->is_boolean())
      refuse(key, *value, "true or false");
    return !error_ && value->get<bool>();
  }

  std::uint64_t whole(const char* key, std::uint64_t max) {
    const Json* const value = take(key, "a whole number");
    if (value == nullptr)
      return 0;
    if (!value->is_number_unsigned())
      return refuse(key, *value, "a whole number of at least 0"), 0;
    const auto number = value->get<std::uint64_t>();
    if (number <= max)
      return number;
    error_ = {Errc::invalid_value,
              place(key) + ": found " + std::to_string(number) + ", expected at most " + std::to_string(max)};
    return 0;
  }

  std::uint32_t whole32(const char* key) { return static_cast<std::uint32_t>(whole(key, UINT32_MAX)); }

  std::uint64_t hex(const char* key) {
    const std::string_view digits = text(key, hex_expected);
    if (error_)
      return 0;
    if (digits.size() != hex_length || digits.find_first_not_of(hex_digits) != std::string_view::npos)
      return refuse(key, Json(digits), hex_expected), 0;
    std::uint64_t bits = 0;
    for (const char digit : digits)
      bits = bits << 4 | hex_digits.find(digit);
    return bits;
  }

  // Only the form in which an amount is written, so that there is one.
  Credits amount(const char* key) {
    constexpr const char* expected = "credits with two decimals, as in \"12.30\"";
    const std::string_view digits = text(key, expected);
    if (error_)
      return {};
    std::int64_t hundredths = 0; // the greatest amount has 16 digits
    for (const char digit : digits.substr(0, 18))
      if (digit >= '0' && digit <= '9')
        hundredths = 10 * hundredths + (digit - '0');
    const Credits amount = Credits::hundredths(hundredths);
    if (amount.to_string() != digits)
      return refuse(key, Json(digits), expected), Credits{};
    if (hundredths <= amount_hundredths_max)
      return amount;
    error_ = {Errc::invalid_amount, place(key) + ": found " + std::string{digits} + ", expected at most " +
                                        Credits::hundredths(amount_hundredths_max).to_string()};
    return {};
  }

  HybridTime stamp(const char* key) {
    const Json* const value = take(key, "an object");
    if (value == nullptr)
      return {};
    Fields fields{*value, place(key), {"count", "ms"}};
    const std::uint64_t count = fields.whole("count", count_max);
    const std::uint64_t ms = fields.whole("ms", static_cast<std::uint64_t>(HybridTime::ms_max));
    error_ = fields.error();
    return {HybridTime::at(static_cast<std::int64_t>(ms)).bits | count};
  }

  // The elements of an array, each to `read` with its place.
  template <class Read> void each(const char* key, Read read) {
    const Json* const array = take(key, "an array");
    if (array == nullptr)
      return;
    if (!array->is_array())
      return refuse(key, *array, "an array");
    for (std::size_t i = 0; i < array->size() && !error_; ++i)
      error_ = read((*array)[i], place(key) + "[" + std::to_string(i) + "]");
  }

  void refuse(const char* key, const Json& found, const char* expected) {
    error_ = unexpected_json(place(key), found, expected);
  }

  // Takes over what another part of the decoder found wrong with a member of this object.
  void check(const Result<void>& checked) {
    if (!error_ && !checked)
      error_ = {checked.error().code, place(checked.error().context)};
  }

  std::string place(std::string_view key) const { return members_.place(key); }
  const std::optional<Error>& error() const { return error_; }

private:
  JsonMembers members_;
  std::optional<Error> error_;
};

std::optional<Error> read_entry(const Json& json, const std::string& place, LedgerStateDraft& draft) {
  Fields fields{
      json,
      place,
      {"authenticator", "earned", "granted", "horizon", "identity", "incarnation", "refunded", "spent", "version"}};
  Entry entry;
  entry.authenticator = fields.hex("authenticator");
  entry.earned = fields.amount("earned");
  entry.granted = fields.amount("granted");
  entry.horizon = fields.hex("horizon");
  const std::string_view identity = fields.text("identity", "a name");
  const Incarnation incarnation = fields.whole32("incarnation");
  entry.refunded = fields.amount("refunded");
  entry.spent = fields.amount("spent");
  entry.version = fields.whole32("version");
  if (!fields.error())
    fields.check(draft.add_entry(identity, incarnation, entry));
  return fields.error();
}

// The place of the owner of a row or key among the entries.
Slot read_owner(Fields& fields, const LedgerStateDraft& draft) {
  const std::string_view identity = fields.text("identity", "a name");
  const Incarnation incarnation = fields.whole32("incarnation");
  if (fields.error())
    return no_slot;
  const auto slot = draft.find(identity, incarnation);
  if (!slot)
    fields.check(Error{Errc::invalid_value, "identity: found " + shown_json(Json(identity)) + ", incarnation " +
                                                std::to_string(incarnation) + ", expected one that has an entry"});
  return slot.value_or(no_slot);
}

RecordKind read_kind(Fields& fields) {
  const std::string_view word = fields.text("kind", kind_expected);
  const auto known = std::find(kind_words.begin(), kind_words.end(), word);
  if (!fields.error() && known == kind_words.end())
    fields.refuse("kind", Json(word), kind_expected);
  return fields.error() ? RecordKind::grant : static_cast<RecordKind>(known - kind_words.begin());
}

std::optional<Error> read_row(const Json& json, const std::string& place, LedgerStateDraft& draft) {
  Fields fields{json, place, {"amount", "identity", "incarnation", "kind", "peer", "stamp", "task", "version"}};
  LedgerRow row;
  row.amount = fields.amount("amount");
  row.slot = read_owner(fields, draft);
  row.kind = read_kind(fields);
  row.peer = fields.hex("peer");
  row.stamp = fields.stamp("stamp");
  row.task = fields.hex("task");
  row.version = fields.whole32("version");
  if (!fields.error())
    fields.check(draft.add_row(row));
  return fields.error();
}

std::optional<Error> read_metadata(const Json& json, const std::string& place, LedgerStateDraft& draft) {
  Fields fields{json, place, {"deleted", "identity", "incarnation", "key", "stamp", "value", "version"}};
  MetadataEntry entry;
  entry.deleted = fields.boolean("deleted");
  entry.slot = read_owner(fields, draft);
  entry.key = fields.text("key", "a text");
  entry.stamp = fields.stamp("stamp");
  if (const Json* const value = fields.take("value", "a value"); value != nullptr)
    entry.value = canonical_json(*value);
  entry.version = fields.whole32("version");
  if (!fields.error())
    fields.check(draft.add_metadata(std::move(entry)));
  return fields.error();
}

// Clock and entries come before what refers to them, wherever they stand.
std::optional<Error> read_state(const Json& json, LedgerStateDraft& draft) {
  Fields fields{json, "", {"clock", "entries", "format", "metadata", "rows"}};
  constexpr const char* format_expected = "\"creditsim-ledger/1\"";
  if (const std::string_view format = fields.text("format", format_expected);
      !fields.error() && format != ledger_state_format)
    fields.refuse("format", Json(format), format_expected);
  if (const HybridTime clock = fields.stamp("clock"); !fields.error())
    fields.check(draft.set_clock(clock));
  const auto with_draft = [&draft](auto read) {
    return [&draft, read](const Json& element, const std::string& place) { return read(element, place, draft); };
  };
  fields.each("entries", with_draft(read_entry));
  fields.each("rows", with_draft(read_row));
  fields.each("metadata", with_draft(read_metadata));
  return fields.error();
}

} // namespace

std::string encode_ledger_state_json(const LedgerState& state, JsonLayout layout) {
  Sorted json{{"format", ledger_state_format},
              {"clock", stamp_json(state.clock)},
              {"entries", Sorted::array()},
              {"rows", Sorted::array()},
              {"metadata", Sorted::array()}};
  for (const Slot slot : canonical_owners(state))
    json["entries"].push_back(entry_json(state, slot));
  for (const auto& row : state.rows)
    json["rows"].push_back(row_json(state, row));
  for (const auto& entry : state.metadata)
    json["metadata"].push_back(metadata_json(state, entry));
  return layout == JsonLayout::compact ? canonical_json(json)
                                       : json.dump(2, ' ', false, Sorted::error_handler_t::replace);
}

Result<LedgerState> decode_ledger_state_json(std::string_view text, std::shared_ptr<OwnerTable> owners) {
  const Result<Json> json = parse_strict_json(text);
  if (!json)
    return json.error();
  LedgerStateDraft draft;
  if (const auto error = read_state(json.value(), draft); error)
    return *error;
  return draft.finish(std::move(owners));
}

} // namespace creditsim::core
