// SPDX-License-Identifier: MIT
#include "core/check.hpp"
#include "core/ledger_json.hpp"
#include "core/strict_json.hpp"

#include <algorithm>
#include <vector>

namespace creditsim::core {

namespace {

using Json = nlohmann::ordered_json;

std::string quoted(std::string_view text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

// An exact decimal in the shortest form, as in `12.3`.
std::string amount_text(Credits amount) {
  std::string text = amount.to_string(); // two decimals
  while (text.back() == '0')
    text.pop_back();
  if (text.back() == '.')
    text.pop_back();
  return text;
}

// Writes JSON as JavaScript does, compact or with two spaces a level.
class Writer {
public:
  explicit Writer(JsonLayout layout) : pretty_{layout == JsonLayout::file} {}

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }

  void close(char bracket) {
    --depth_;
    if (!first_)
      new_line();
    out_ += bracket;
    first_ = false;
  }

  // Starts the next element of an array.
  void next() {
    if (!first_)
      out_ += ',';
    new_line();
    first_ = false;
  }

  // Starts the next member of an object.
  void key(std::string_view key) {
    next();
    out_ += quoted(key) + (pretty_ ? ": " : ":");
  }

  void text(std::string_view text) { out_ += quoted(text); }
  void raw(std::string_view json) { out_ += json; }

  // A value whose text is compact JSON.
  void value(const std::string& json) {
    if (!pretty_ || (json[0] != '{' && json[0] != '[')) {
      out_ += json;
      return;
    }
    const Result<Json> parsed = parse_strict_json(json);
    CREDITSIM_CHECK(parsed.ok());
    for (const char c : parsed.value().dump(2)) {
      out_ += c;
      if (c == '\n') // texts hold no bare line ends, so these are the layout's
        out_.append(2 * depth_, ' ');
    }
  }

  std::string take() { return std::move(out_); }

private:
  void new_line() {
    if (!pretty_)
      return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool pretty_;
  bool first_ = true;
};

void write_owner(Writer& writer, OwnerId owner, const NodeNames& names) {
  if (owner == no_owner)
    return;
  writer.key("nodeId");
  writer.text(names.name(owner));
}

void write_counter(Writer& writer, const GCounter& counter) {
  std::vector<std::pair<std::string_view, Credits>> entries;
  counter.for_each([&](OwnerId owner, Credits amount) { entries.emplace_back(counter.names().name(owner), amount); });
  std::sort(entries.begin(), entries.end());
  writer.open('{');
  write_owner(writer, counter.owner(), counter.names());
  writer.key("counters");
  writer.open('{');
  for (const auto& [name, amount] : entries) {
    writer.key(name);
    writer.raw(amount_text(amount));
  }
  writer.close('}');
  writer.close('}');
}

void write_entry(Writer& writer, const LwwEntry& entry) {
  writer.open('{');
  if (!entry.value.empty()) { // JavaScript leaves out what is undefined
    writer.key("value");
    writer.value(entry.value);
  }
  writer.key("timestamp");
  writer.raw(std::to_string(entry.timestamp_ms));
  if (entry.deleted) {
    writer.key("deleted");
    writer.raw("true");
  }
  writer.close('}');
}

void write_map(Writer& writer, const LwwMap& map, const NodeNames& names) {
  std::vector<const LwwEntry*> entries;
  for (const LwwEntry& entry : map.entries())
    entries.push_back(&entry);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LwwEntry* a, const LwwEntry* b) { return stands_before(a->key, b->key); });
  writer.open('{');
  write_owner(writer, map.owner(), names);
  writer.key("entries");
  writer.open('{');
  for (const LwwEntry* entry : entries) {
    writer.key(entry->key);
    write_entry(writer, *entry);
  }
  writer.close('}');
  writer.close('}');
}

void write_transaction(Writer& writer, const Transaction& record, const NodeNames& names) {
  writer.open('{');
  writer.key("id");
  writer.text(record.id);
  writer.key("type");
  writer.text(record.type == TransactionType::credit ? "credit" : "debit");
  writer.key("amount");
  writer.raw(amount_text(record.amount));
  writer.key("memo");
  writer.text(record.memo);
  writer.key("timestamp");
  writer.raw(std::to_string(record.timestamp_ms));
  writer.key("nodeId");
  writer.text(names.name(record.owner));
  writer.close('}');
}

// The JSON that `write` writes, parsed.
template <class Write> Json as_json(Write write) {
  Writer writer{JsonLayout::compact};
  write(writer);
  Result<Json> json = parse_strict_json(writer.take());
  CREDITSIM_CHECK(json.ok());
  return std::move(json).value();
}

} // namespace

std::string encode_ledger_json(const LedgerExport& state, JsonLayout layout) {
  Writer writer{layout};
  writer.open('{');
  if (state.node)
    write_owner(writer, *state.node, *state.names);
  if (state.timestamp_ms) {
    writer.key("timestamp");
    writer.raw(std::to_string(*state.timestamp_ms));
  }
  if (state.earned) {
    writer.key("earned");
    write_counter(writer, *state.earned);
  }
  if (state.spent) {
    writer.key("spent");
    write_counter(writer, *state.spent);
  }
  if (state.metadata) {
    writer.key("metadata");
    write_map(writer, *state.metadata, *state.names);
  }
  if (state.transactions) {
    writer.key("transactions");
    writer.open('[');
    for (const TransactionRow& row : state.transactions->rows) {
      writer.next();
      write_transaction(writer, *row.record, *state.names);
    }
    writer.close(']');
  }
  writer.close('}');
  return writer.take();
}

nlohmann::ordered_json counter_to_json(const GCounter& counter) {
  return as_json([&](Writer& writer) { write_counter(writer, counter); });
}

nlohmann::ordered_json map_to_json(const LwwMap& map, const NodeNames& names) {
  return as_json([&](Writer& writer) { write_map(writer, map, names); });
}

nlohmann::ordered_json transaction_to_json(const Transaction& record, const NodeNames& names) {
  return as_json([&](Writer& writer) { write_transaction(writer, record, names); });
}

} // namespace creditsim::core
