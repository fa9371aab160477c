// SPDX-License-Identifier: MIT
#pragma once

#include "core/ledger_draft.hpp"
#include "core/ledger_export.hpp"
#include "core/strict_json.hpp"
#include "tests/core/samples.hpp"

#include <deque>
#include <set>
#include <string>

namespace creditsim::core {

/// Makes random states with every part now and then missing, under a fresh table of names whose order differs from
/// state to state.
class LedgerSamples {
public:
  explicit LedgerSamples(std::uint64_t seed) : samples_{seed} {}

  LedgerExport next() {
    LedgerDraft draft;
    if (!samples_.one_in(4))
      draft.node = name();
    if (!samples_.one_in(4))
      draft.timestamp_ms = timestamp();
    if (!samples_.one_in(4))
      draft.earned = counter();
    if (!samples_.one_in(4))
      draft.spent = counter();
    if (!samples_.one_in(4))
      draft.metadata = map();
    if (!samples_.one_in(4))
      draft.transactions = transactions();
    return finish_ledger(std::move(draft), std::make_shared<NodeNames>()).value();
  }

private:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::string_view name() {
    static constexpr const char* names[] = {"A", "B2", "10", "2", "0", "caf\xc3\xa9", "__proto__", "a b", "\"q\"\\"};
    return samples_.one_in(3) ? keep("n" + std::to_string(samples_.below(300))) : names[samples_.below(9)];
  }

  std::string text() {
    static constexpr const char* texts[] = {"", "memo", "{\"taskId\":\"t\"}", "\n\t\x01\x7f", "\xf0\x9f\x92\xb0"};
    return texts[samples_.below(5)];
  }

  std::string value() {
    static constexpr const char* values[] = {"null", "1", "-2.5", "\"x\"", "[1,{\"a\":[]}]", "{}", "true", ""};
    return values[samples_.below(8)];
  }

  std::int64_t timestamp() {
    const std::int64_t edges[] = {0, 1'700'000'000'000, timestamp_ms_max, -timestamp_ms_max};
    return samples_.one_in(3) ? edges[samples_.below(4)] : static_cast<std::int64_t>(samples_.below(1000));
  }

  Credits amount() {
    const std::uint64_t bounds[] = {2, 200, 100'000, static_cast<std::uint64_t>(amount_hundredths_max) + 1};
    return Credits::hundredths(static_cast<std::int64_t>(samples_.below(bounds[samples_.below(4)])));
  }

  LedgerDraft::Counter counter() {
    LedgerDraft::Counter draft;
    if (!samples_.one_in(4))
      draft.owner = name();
    std::set<std::string_view> taken;
    for (std::uint64_t i = samples_.below(samples_.one_in(5) ? 300 : 6); i > 0; --i)
      if (const std::string_view owner = name(); taken.insert(owner).second)
        draft.entries.emplace_back(owner, amount());
    return draft;
  }

  LedgerDraft::Map map() {
    LedgerDraft::Map draft;
    if (!samples_.one_in(4))
      draft.owner = name();
    std::set<std::string_view> taken;
    for (std::uint64_t i = samples_.below(6); i > 0; --i) {
      const std::string_view key = samples_.one_in(9) ? std::string_view{} : name();
      const bool deleted = samples_.one_in(3);
      if (taken.insert(key).second)
        draft.entries.push_back({.key = std::string{key},
                                 .value = deleted ? "null" : value(),
                                 .timestamp_ms = timestamp(),
                                 .deleted = deleted});
    }
    return draft;
  }

  std::vector<LedgerDraft::Record> transactions() {
    std::vector<LedgerDraft::Record> list;
    for (std::uint64_t i = samples_.below(6); i > 0; --i) {
      LedgerDraft::Record draft;
      draft.record.id = keep("tx-" + std::to_string(samples_.below(50)));
      draft.record.memo = keep(text());
      draft.record.amount = std::max(amount(), Credits::hundredths(1));
      draft.record.timestamp_ms = timestamp();
      draft.record.type = samples_.one_in(2) ? TransactionType::credit : TransactionType::debit;
      draft.owner = name();
      list.push_back(draft);
    }
    return list;
  }

  Samples samples_;
  std::deque<std::string> texts_;
};

} // namespace creditsim::core
