// SPDX-License-Identifier: MIT
#include "core/ledger_draft.hpp"

#include "core/check.hpp"

#include <string>

namespace creditsim::core {

namespace {

Result<void> check_sum(const LedgerDraft::Counter& draft, std::string_view place) {
  Credits sum;
  for (const auto& [name, amount] : draft.entries) {
    const Result<Credits> next = Credits::checked_add(sum, amount);
    if (!next)
      return Error{Errc::overflow, std::string{place} + ": the sum of all entries leaves the range of credits"};
    sum = next.value();
  }
  return {};
}

OwnerId intern_owner(std::optional<std::string_view> owner, NodeNames& names) {
  return owner ? names.intern(*owner) : no_owner;
}

TransactionList finish_list(const std::vector<LedgerDraft::Record>& draft, TransactionArchive& archive,
                            NodeNames& names) {
  std::vector<TransactionRow> rows;
  rows.reserve(draft.size());
  for (const LedgerDraft::Record& found : draft) {
    Transaction record = found.record;
    record.owner = names.intern(found.owner);
    record.imported = true; // nothing says that ids are unique in it
    const Transaction* const stored = archive.append(0, record);
    rows.push_back({stored->timestamp_ms, stored});
  }
  return make_list(std::move(rows));
}

} // namespace

Result<GCounter> finish_counter(const LedgerDraft::Counter& draft, std::string_view place, NodeNames& names) {
  if (const Result<void> sum = check_sum(draft, place); !sum)
    return sum.error();
  GCounter counter{names, intern_owner(draft.owner, names)};
  std::vector<GCounter::Entry> entries;
  entries.reserve(draft.entries.size());
  for (const auto& [name, amount] : draft.entries)
    entries.emplace_back(names.intern(name), amount);
  CREDITSIM_CHECK(counter.raise(std::move(entries)).ok());
  return counter;
}

LwwMap finish_map(LedgerDraft::Map draft, NodeNames& names) {
  LwwMap map{intern_owner(draft.owner, names)};
  for (LwwEntry& entry : draft.entries)
    map.put(std::move(entry));
  return map;
}

Result<LedgerExport> finish_ledger(LedgerDraft draft, std::shared_ptr<NodeNames> names) {
  for (const auto& [counter, place] : {std::pair{&draft.earned, "earned"}, {&draft.spent, "spent"}})
    if (const Result<void> sum = *counter ? check_sum(**counter, place) : Result<void>{}; !sum)
      return sum.error();

  LedgerExport state;
  state.names = std::move(names);
  state.timestamp_ms = draft.timestamp_ms;
  if (draft.node)
    state.node = state.names->intern(*draft.node);
  if (draft.earned)
    state.earned = finish_counter(*draft.earned, "earned", *state.names).value();
  if (draft.spent)
    state.spent = finish_counter(*draft.spent, "spent", *state.names).value();
  if (draft.metadata)
    state.metadata = finish_map(std::move(*draft.metadata), *state.names);
  if (draft.transactions) {
    state.archive = std::make_shared<TransactionArchive>(*state.names, 1);
    state.transactions = finish_list(*draft.transactions, *state.archive, *state.names);
  }
  return state;
}

} // namespace creditsim::core
