// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/node_names.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace creditsim::core {

/// The most that one entry of a counter, or one transaction, can hold: 3.5e15 hundredths. Up to here every amount
/// survives the way through a double and back.
inline constexpr std::int64_t amount_hundredths_max = 3'500'000'000'000'000;

/// What a join did to the entries of one part of a state.
struct JoinCount {
  std::uint64_t received = 0; ///< entries in the joined state
  std::uint64_t changed = 0;  ///< of these, those that changed this replica
};

/// A grow-only counter: for each owner the amount it counted, of which a join keeps the larger
/// (Shapiro, Preguiça, Baquero, Zawirski: A comprehensive study of convergent and commutative replicated data types;
/// INRIA RR-7506, 2011).
///
/// An entry of zero is an entry; an owner without one counts nothing. Amounts lie in 0..`amount_hundredths_max`, the
/// sum of all entries in 64 bits. Known entries stand in one array over the range of their owners, or, where this range
/// is more than four times as long as what is known, as sorted pairs: 8 to 32 bytes an entry.
class GCounter {
public:
  using Entry = std::pair<OwnerId, Credits>;

  /// An empty counter of `owner` (or of nobody); `names` outlives it.
  explicit GCounter(NodeNames& names, OwnerId owner = no_owner) : names_{&names}, owner_{owner} {}

  /// Adds `amount` to the own entry, which exists from then on even when `amount` is zero.
  /// Refuses a negative amount (`Errc::invalid_amount`), a counter without owner (`Errc::invalid_value`) and a sum out
  /// of range (`Errc::overflow`).
  Result<void> increment(Credits amount);

  /// Raises the entry of `owner` to at least `amount`. Refuses an amount outside 0..`amount_hundredths_max`
  /// (`Errc::invalid_amount`), `no_owner` (`Errc::invalid_value`) and a sum out of range (`Errc::overflow`).
  Result<void> raise(OwnerId owner, Credits amount);

  /// The same for many entries in any order, all or none: how decoders build a counter. Refuses an owner twice
  /// (`Errc::invalid_value`), too.
  Result<void> raise(std::vector<Entry> entries);

  /// Raises every entry to the larger of both. Counters over different tables of names are matched by name, and names
  /// that are new here are interned. Refuses a sum out of range (`Errc::overflow`), the counter is then unchanged.
  /// About 0.3 ns per entry in cache when nothing changes and both ranges are the same.
  Result<JoinCount> join(const GCounter& other);

  /// Whether `join(other)` would stay in range.
  bool join_fits(const GCounter& other) const;

  /// The sum of all entries; constant time.
  Credits value() const { return Credits::hundredths(total_); }

  /// The own entry, zero when there is none.
  Credits own() const { return entry(owner_).value_or(Credits{}); }

  /// The entry of `owner`, if known.
  std::optional<Credits> entry(OwnerId owner) const;

  OwnerId owner() const { return owner_; }
  NodeNames& names() const { return *names_; }

  /// Number of known entries; constant time.
  std::uint32_t known() const { return known_; }

  /// Equal for equal sets of (owner, amount) under one table of names; constant time. Not for hostile input.
  std::uint64_t digest() const { return digest_; }

  /// Memory of the entries as allocated; constant time.
  std::uint64_t memory_bytes() const {
    return values_.capacity() * sizeof(values_[0]) + owners_.capacity() * sizeof(owners_[0]);
  }

  /// Size of the entries in the canonical binary encoding; constant time.
  std::uint64_t encoded_bytes() const { return encoded_bytes_; }

  /// Calls `visit(OwnerId, Credits)` for each known entry by ascending owner.
  template <class Visit> void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (values_[i] != absent)
        visit(owner_at(i), Credits::hundredths(values_[i]));
  }

private:
  static constexpr std::int64_t absent = -1; // the bottom of max, as no amount is negative

  using Pairs = std::vector<std::pair<OwnerId, std::int64_t>>;

  bool sparse() const { return !owners_.empty(); }
  OwnerId owner_at(std::size_t place) const { return sparse() ? owners_[place] : first_ + static_cast<OwnerId>(place); }
  std::size_t place_of(OwnerId owner) const;
  void account(OwnerId owner, std::int64_t before, std::int64_t after);
  void apply(const Pairs& news);
  void rebuild(const Pairs& news);
  void hold(const Pairs& all);
  bool widen_for(const GCounter& other);
  std::uint64_t join_range(const GCounter& other);
  std::uint64_t join_pairs(const GCounter& other);
  GCounter renamed(const GCounter& other) const;

  std::vector<std::int64_t> values_; // `absent` where an owner in the range is not known
  std::vector<OwnerId> owners_;      // the owners of `values_` when sparse; empty when `values_` is a range
  NodeNames* names_;
  std::int64_t total_ = 0;
  std::uint64_t digest_ = 0;
  std::uint64_t encoded_bytes_ = 0;
  OwnerId owner_;
  OwnerId first_ = 0; // owner of `values_[0]` when a range
  std::uint32_t known_ = 0;
};

/// Whether both hold the same entries, matched by name. Owners are not compared.
bool same_entries(const GCounter& a, const GCounter& b);

} // namespace creditsim::core
