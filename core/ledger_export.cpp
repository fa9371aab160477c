// SPDX-License-Identifier: MIT
#include "core/ledger_export.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

// Owners of states over different tables of names are compared by name; nobody is nobody everywhere.
class Names {
public:
  Names(const LedgerExport& a, const LedgerExport& b) : a_{*a.names}, b_{*b.names} {}

  bool same(OwnerId a, OwnerId b) const {
    if (a == no_owner || b == no_owner || &a_ == &b_)
      return a == b;
    return a_.name(a) == b_.name(b);
  }

  bool same(const TransactionRow& a, const TransactionRow& b) const {
    Transaction renamed = *b.record;
    renamed.owner = a.record->owner;
    return same(a.record->owner, b.record->owner) && same_record(*a.record, renamed);
  }

private:
  const NodeNames& a_;
  const NodeNames& b_;
};

template <class T, class Same> bool same_part(const std::optional<T>& a, const std::optional<T>& b, Same same) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}

} // namespace

bool operator==(const LedgerExport& a, const LedgerExport& b) {
  const Names names{a, b};
  const auto same_owner = [&](OwnerId x, OwnerId y) { return names.same(x, y); };
  const auto same_owned = [&](const auto& x, const auto& y) {
    return names.same(x.owner(), y.owner()) && same_entries(x, y);
  };
  const auto same_rows = [&](const TransactionList& x, const TransactionList& y) {
    return std::equal(x.rows.begin(), x.rows.end(), y.rows.begin(), y.rows.end(),
                      [&](const TransactionRow& r, const TransactionRow& s) { return names.same(r, s); });
  };
  return same_part(a.node, b.node, same_owner) && a.timestamp_ms == b.timestamp_ms &&
         same_part(a.earned, b.earned, same_owned) && same_part(a.spent, b.spent, same_owned) &&
         same_part(a.metadata, b.metadata, same_owned) && same_part(a.transactions, b.transactions, same_rows);
}

} // namespace creditsim::core
