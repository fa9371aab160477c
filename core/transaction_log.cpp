// SPDX-License-Identifier: MIT
#include "core/transaction_log.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>

namespace creditsim::core {

namespace {

using Rows = std::span<const TransactionRow>;

// The base of the lists' digests, an odd number, and its inverse modulo 2^64, which Newton's iteration finds in five
// steps: each doubles the bits that are right, from the three of the base itself.
constexpr std::uint64_t base = 0x9e3779b97f4a7c15;
constexpr std::uint64_t inverse_of(std::uint64_t odd) {
  std::uint64_t inverse = odd;
  for (int step = 0; step < 5; ++step)
    inverse *= 2 - odd * inverse;
  return inverse;
}
constexpr std::uint64_t base_inverse = inverse_of(base);
static_assert(base * base_inverse == 1);

constexpr std::size_t small_group = 8; // in smaller groups looking at every row is fastest

bool earlier(const TransactionRow& a, const TransactionRow& b) { return a.timestamp_ms < b.timestamp_ms; }

// A look-up table of the records in a group of rows of equal timestamps.
class RecordSet {
public:
  explicit RecordSet(Rows rows) {
    std::size_t size = 16;
    while (size < 2 * rows.size())
      size *= 2;
    slots_.resize(size, nullptr);
    for (const TransactionRow& row : rows)
      slots_[slot_of(row.record)] = row.record;
  }

  bool contains(const Transaction* record) const { return slots_[slot_of(record)] == record; }

private:
  std::size_t slot_of(const Transaction* record) const {
    std::size_t slot = mix64(reinterpret_cast<std::uintptr_t>(record)) & (slots_.size() - 1);
    while (slots_[slot] != nullptr && slots_[slot] != record)
      slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  std::vector<const Transaction*> slots_;
};

// Appends to `fresh` the rows of `theirs` that are not in `own`; all have the same timestamp.
void collect_fresh(Rows own, Rows theirs, std::vector<TransactionRow>& fresh) {
  const auto difference = std::mismatch(own.begin(), own.end(), theirs.begin(), theirs.end());
  theirs = theirs.subspan(static_cast<std::size_t>(difference.second - theirs.begin()));
  if (theirs.empty())
    return;
  if (own.size() <= small_group || theirs.size() <= small_group) {
    std::copy_if(theirs.begin(), theirs.end(), std::back_inserter(fresh),
                 [&](const TransactionRow& row) { return std::find(own.begin(), own.end(), row) == own.end(); });
    return;
  }
  const RecordSet known{own};
  std::copy_if(theirs.begin(), theirs.end(), std::back_inserter(fresh),
               [&](const TransactionRow& row) { return !known.contains(row.record); });
}

Rows group_at(Rows rows, std::size_t begin) {
  std::size_t end = begin;
  while (end < rows.size() && rows[end].timestamp_ms == rows[begin].timestamp_ms)
    ++end;
  return rows.subspan(begin, end - begin);
}

// The rows of `theirs` that are not in `own`; both are sorted by timestamp.
std::vector<TransactionRow> fresh_rows(Rows own, Rows theirs) {
  std::vector<TransactionRow> fresh;
  std::size_t at = 0;
  for (std::size_t i = 0; i < theirs.size();) {
    // Mostly both lists go on alike. No list holds a record twice, so what stands in both here stands nowhere else.
    if (at < own.size() && own[at].record == theirs[i].record) {
      ++at;
      ++i;
      continue;
    }
    while (at < own.size() && earlier(own[at], theirs[i]))
      ++at;
    if (at == own.size() || earlier(theirs[i], own[at])) {
      fresh.push_back(theirs[i++]);
      continue;
    }
    const Rows group = group_at(theirs, i);
    const Rows known = group_at(own, at);
    collect_fresh(known, group, fresh);
    i += group.size();
    at += known.size();
  }
  return fresh;
}

} // namespace

TransactionLog::TransactionLog(std::shared_ptr<TransactionArchive> archive, std::size_t segment, std::uint32_t rows_max)
    : archive_{std::move(archive)}, segment_{segment}, rows_max_{rows_max} {}

const Transaction* TransactionLog::append(const Transaction& record) {
  const Transaction* const stored = archive_->append(segment_, record);
  sorted_ = sorted_ && (size() == 0 || rows_.back().timestamp_ms <= stored->timestamp_ms);
  native_ = native_ && !stored->imported;
  rows_.push_back({stored->timestamp_ms, stored});
  if (summarised_)
    summary_.append(*stored);
  prune();
  return stored;
}

TransactionLog::Change TransactionLog::join(const TransactionList& other, const TransactionArchive& other_archive,
                                            const NodeNames& other_names, NodeNames& names) {
  const bool alike = &other_archive == archive_.get() && native_ && other.native && sorted_ && other.sorted;
  const Change change = alike ? merge_sorted(other.rows) : merge_by_id(other.rows, other_archive, other_names, names);
  summarised_ = summarised_ && !change.changed;
  return change;
}

// In one archive and without imported records the same id means the same record, so pointers tell rows apart, and as
// equal records have equal timestamps, one pass over both sorted lists finds what is new.
TransactionLog::Change TransactionLog::merge_sorted(Rows theirs) {
  Change change{.rows = {.received = theirs.size(), .changed = 0}, .changed = false};
  if (size() >= rows_max_ && size() != 0) { // what is older than all that can stay would be pruned again
    const TransactionRow& oldest = rows()[size() - rows_max_];
    const auto kept = std::lower_bound(theirs.begin(), theirs.end(), oldest, earlier);
    theirs = theirs.subspan(static_cast<std::size_t>(kept - theirs.begin()));
  }
  const std::vector<TransactionRow> fresh = fresh_rows(rows(), theirs);
  const std::size_t before = size();
  const std::size_t total = before + fresh.size();
  const std::size_t dropped = total > rows_max_ ? total - rows_max_ : 0;
  if (fresh.empty() && dropped == 0)
    return change;

  // Fill the list from its end, of equal timestamps the new rows last, until all that stays is in place.
  rows_.resize(begin_ + total);
  TransactionRow* const list = rows_.data() + begin_;
  std::size_t own_left = before;
  std::size_t fresh_left = fresh.size();
  for (std::size_t place = total; place > dropped; --place) {
    const bool take_fresh = fresh_left > 0 && (own_left == 0 || !earlier(fresh[fresh_left - 1], list[own_left - 1]));
    list[place - 1] = take_fresh ? fresh[--fresh_left] : list[--own_left];
  }
  drop_front(dropped);
  change.rows.changed = fresh.size() - fresh_left;
  change.changed = change.rows.changed > 0 || own_left > 0;
  return change;
}

// The reference's own way: any ids, any order, records of any archive.
TransactionLog::Change TransactionLog::merge_by_id(Rows theirs, const TransactionArchive& other_archive,
                                                   const NodeNames& other_names, NodeNames& names) {
  const std::vector<TransactionRow> before(rows().begin(), rows().end());
  std::unordered_set<std::string_view> known; // for look-up only
  for (const TransactionRow& row : before)
    known.insert(row.record->id);
  struct Candidate {
    TransactionRow row;
    bool fresh;
  };
  std::vector<Candidate> all;
  all.reserve(before.size() + theirs.size());
  for (const TransactionRow& row : before)
    all.push_back({row, false});
  for (const TransactionRow& row : theirs)
    if (!known.contains(row.record->id))
      all.push_back({row, true});
  std::stable_sort(all.begin(), all.end(),
                   [](const Candidate& a, const Candidate& b) { return earlier(a.row, b.row); });
  if (all.size() > rows_max_)
    all.erase(all.begin(), all.end() - rows_max_);

  Change change{.rows = {.received = theirs.size(), .changed = 0}, .changed = false};
  rows_.clear();
  begin_ = 0;
  for (const Candidate& candidate : all) {
    rows_.push_back(candidate.fresh ? adopt(candidate.row, other_archive, other_names, names) : candidate.row);
    change.rows.changed += candidate.fresh ? 1 : 0;
  }
  sorted_ = true;
  change.changed = rows_ != before;
  return change;
}

// The row for a record of another list: the same record in one archive, else a copy in the own segment.
TransactionRow TransactionLog::adopt(const TransactionRow& row, const TransactionArchive& other_archive,
                                     const NodeNames& other_names, NodeNames& names) {
  const Transaction* stored = row.record;
  if (&other_archive != archive_.get()) {
    Transaction copy = *row.record;
    copy.imported = true;
    if (&other_names != &names)
      copy.owner = names.intern(other_names.name(copy.owner));
    stored = archive_->append(segment_, copy);
  }
  native_ = native_ && !stored->imported;
  return {stored->timestamp_ms, stored};
}

void TransactionLog::replace(const TransactionList& other, const TransactionArchive& other_archive,
                             const NodeNames& other_names, NodeNames& names) {
  clear();
  for (const TransactionRow& row : other.rows)
    rows_.push_back(adopt(row, other_archive, other_names, names));
  sorted_ = std::is_sorted(rows_.begin(), rows_.end(), earlier);
  summarised_ = false;
}

void TransactionLog::clear() {
  rows_.clear();
  begin_ = 0;
  sorted_ = true;
  native_ = true;
  summary_ = {};
  summarised_ = true;
}

void TransactionLog::prune() {
  if (size() <= rows_max_)
    return;
  const std::size_t dropped = size() - rows_max_;
  for (std::size_t i = 0; i < dropped && summarised_; ++i)
    summary_.drop(*rows()[i].record);
  drop_front(dropped);
}

// Rows leave at the front, so they are moved only when as many have left as stay.
void TransactionLog::drop_front(std::size_t count) {
  begin_ += count;
  if (begin_ < rows_.size() - begin_)
    return;
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
}

TransactionList TransactionLog::list() const {
  return {.rows = {rows().begin(), rows().end()},
          .digest = digest(),
          .encoded_bytes = encoded_bytes(),
          .sorted = sorted_,
          .native = native_};
}

const ListSummary& TransactionLog::summary() const {
  if (!summarised_)
    summary_ = ListSummary{rows()};
  summarised_ = true;
  return summary_;
}

ListSummary::ListSummary(Rows rows) {
  for (const TransactionRow& row : rows)
    append(*row.record);
}

void ListSummary::append(const Transaction& record) {
  digest_ = digest_ * base + record.digest;
  power_ *= base;
  encoded_bytes_ += record.encoded_bytes;
}

void ListSummary::drop(const Transaction& record) {
  power_ *= base_inverse;
  digest_ -= record.digest * power_;
  encoded_bytes_ -= record.encoded_bytes;
}

TransactionList make_list(std::vector<TransactionRow> rows) {
  const ListSummary summary{rows};
  const bool sorted = std::is_sorted(rows.begin(), rows.end(), earlier);
  const bool native =
      std::none_of(rows.begin(), rows.end(), [](const TransactionRow& row) { return row.record->imported; });
  return {.rows = std::move(rows),
          .digest = summary.digest(),
          .encoded_bytes = summary.encoded_bytes(),
          .sorted = sorted,
          .native = native};
}

} // namespace creditsim::core
