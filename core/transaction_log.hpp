// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"
#include "core/node_names.hpp"
#include "core/transaction.hpp"
#include "core/transaction_archive.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace creditsim::core {

/// A place in a transaction log: a handle to an immutable record, with the timestamp that orders it.
struct TransactionRow {
  std::int64_t timestamp_ms;
  const Transaction* record;

  friend bool operator==(const TransactionRow&, const TransactionRow&) = default;
};

/// The rows of a log as an export carries them. Copying one copies 16 bytes a row; the archive must outlive it.
struct TransactionList {
  std::vector<TransactionRow> rows;
  std::uint64_t digest = 0;        ///< of the records in their order
  std::uint64_t encoded_bytes = 0; ///< size of the records in the canonical binary encoding
  bool sorted = true;              ///< by ascending timestamp
  bool native = true;              ///< no record is `imported`: within one archive, same id means same record
};

/// What is known of a list of rows without looking at each: a polynomial over the digests of the records (Karp, Rabin:
/// Efficient randomized pattern-matching algorithms; IBM J. Res. Dev. 31, 1987), so that rows can come at the end and
/// leave at the front in constant time, and the size in the canonical binary encoding.
class ListSummary {
public:
  ListSummary() = default;
  explicit ListSummary(std::span<const TransactionRow> rows);

  void append(const Transaction& record);

  /// Takes away `record`, the first of the list.
  void drop(const Transaction& record);

  /// Equal for equal records in the same order. Not for hostile input.
  std::uint64_t digest() const { return digest_; }
  std::uint64_t encoded_bytes() const { return encoded_bytes_; }

private:
  std::uint64_t digest_ = 0;
  std::uint64_t encoded_bytes_ = 0;
  std::uint64_t power_ = 1; // of the base, as high as the list is long
};

/// The list of `rows` with what is derived from them; linear time.
TransactionList make_list(std::vector<TransactionRow> rows);

/// The list of the newest transactions that a replica knows, by the reference's rules: a local record goes to the end,
/// a join appends what was not known and sorts all by timestamp, and only the last `rows_max` rows stay. Equal
/// timestamps keep the order of arrival, so replicas may differ in order and, at the bound, in content for ever.
class TransactionLog {
public:
  /// An empty log that writes to `segment` of `archive` and keeps `rows_max` rows.
  TransactionLog(std::shared_ptr<TransactionArchive> archive, std::size_t segment, std::uint32_t rows_max);

  /// Writes a record of this replica and appends it. Its id is not in the archive.
  const Transaction* append(const Transaction& record);

  /// What a join did.
  struct Change {
    JoinCount rows;
    bool changed = false; ///< the list is another than before, if only in its order
  };

  /// Appends each row of `other` whose id was not in this list before, sorts by timestamp and prunes.
  /// `other_names` names the owners of its records. Rows count as changed when they are new here and stay.
  /// Between lists of one archive without imported records the join copies no text and takes linear time, about 1 ns a
  /// row when nothing changes; otherwise it looks up ids and copies records into the own segment, with owners that are
  /// new to `names` interned.
  Change join(const TransactionList& other, const TransactionArchive& other_archive, const NodeNames& other_names,
              NodeNames& names);

  /// Replaces the list by `other`, as a load does, without pruning.
  void replace(const TransactionList& other, const TransactionArchive& other_archive, const NodeNames& other_names,
               NodeNames& names);

  /// Empties the list.
  void clear();

  /// Keeps the last `rows_max` rows.
  void prune();

  std::span<const TransactionRow> rows() const { return {rows_.data() + begin_, rows_.size() - begin_}; }
  std::size_t size() const { return rows_.size() - begin_; }
  std::uint32_t rows_max() const { return rows_max_; }
  const std::shared_ptr<TransactionArchive>& archive() const { return archive_; }

  /// A copy of the rows for an export.
  TransactionList list() const;

  /// Equal for equal records in the same order. Constant time after an append, linear when asked for the first time
  /// after a join that changed the list.
  std::uint64_t digest() const { return summary().digest(); }

  /// Size of the records in the canonical binary encoding. Takes time as `digest` does.
  std::uint64_t encoded_bytes() const { return summary().encoded_bytes(); }

private:
  Change merge_sorted(std::span<const TransactionRow> theirs);
  Change merge_by_id(std::span<const TransactionRow> theirs, const TransactionArchive& other_archive,
                     const NodeNames& other_names, NodeNames& names);
  TransactionRow adopt(const TransactionRow& row, const TransactionArchive& other_archive, const NodeNames& other_names,
                       NodeNames& names);
  void drop_front(std::size_t count);
  const ListSummary& summary() const;

  std::shared_ptr<TransactionArchive> archive_;
  std::vector<TransactionRow> rows_; // the list is what starts at `begin_`
  std::size_t begin_ = 0;
  std::size_t segment_;
  mutable ListSummary summary_;
  std::uint32_t rows_max_;
  bool sorted_ = true;
  bool native_ = true;
  mutable bool summarised_ = true; // whether `summary_` is that of the list
};

} // namespace creditsim::core
