// SPDX-License-Identifier: MIT
#include "core/literal_replica.hpp"

#include "core/check.hpp"
#include "core/g_counter.hpp"
#include "core/hash.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace creditsim::core {

namespace {

// The order of two entries that one owner wrote under one version: any total order will do, as long as it is one.
auto content_key(const Entry& entry) {
  return std::tuple{entry.granted, entry.earned, entry.spent, entry.refunded, entry.horizon, entry.authenticator};
}

auto content_key(const LedgerRow& row) { return std::tuple{row.stamp, row.amount, row.task, row.peer, row.kind}; }

Entry larger_counters(const Entry& a, const Entry& b) {
  const Entry& newer = a.version >= b.version ? a : b;
  return {.granted = std::max(a.granted, b.granted),
          .earned = std::max(a.earned, b.earned),
          .spent = std::max(a.spent, b.spent),
          .refunded = std::max(a.refunded, b.refunded),
          .horizon = std::max(a.horizon, b.horizon),
          .authenticator = newer.authenticator,
          .version = newer.version};
}

__extension__ using Wide = __int128;

Wide amounts_of(const Entry& entry) {
  return Wide{entry.granted.hundredths()} + entry.earned.hundredths() + entry.spent.hundredths() +
         entry.refunded.hundredths();
}

/// What the sum of all amounts grows by. Modulo 2^64 on the way: sums that a join lets in are in range.
std::int64_t amounts_grown(const Entry& before, const Entry& after) {
  std::uint64_t grown = 0;
  for (const auto counter : {&Entry::granted, &Entry::earned, &Entry::spent, &Entry::refunded})
    grown += static_cast<std::uint64_t>((after.*counter).hundredths()) -
             static_cast<std::uint64_t>((before.*counter).hundredths());
  return static_cast<std::int64_t>(grown);
}

Credits added(Credits a, Credits b) {
  return Credits::hundredths(std::min(a.hundredths() + b.hundredths(), amount_hundredths_max));
}

/// What a join with a planted fault makes of two entries, where the fault shows.
std::optional<Entry> taken_as_planted(PlantedFault planted, const Entry& ours, const Entry& theirs) {
  Entry both = theirs.version > ours.version ? theirs : ours;
  switch (planted) {
  case PlantedFault::join_by_sum:
    both.earned = added(ours.earned, theirs.earned);
    both.spent = added(ours.spent, theirs.spent);
    return both;
  case PlantedFault::join_counts_again:
    if (ours != theirs)
      return std::nullopt;
    ++both.version;
    return both;
  case PlantedFault::min_of_spent:
    if (ours.version == 0 || theirs.version <= ours.version)
      return std::nullopt;
    both.spent = std::min(ours.spent, theirs.spent);
    return both;
  case PlantedFault::version_off_by_one:
    return ours.version > 0 && theirs.version == ours.version + 1 ? std::optional{ours} : std::nullopt;
  default:
    return std::nullopt;
  }
}

/// Whether of each owner the versions descend, as they do where each was written once, by a clock that goes forward.
bool versions_descend(const std::vector<LedgerRow>& newest_first, std::size_t owners) {
  std::vector<std::uint32_t> lowest(owners, UINT32_MAX);
  return std::all_of(newest_first.begin(), newest_first.end(), [&](const LedgerRow& row) {
    const bool descends = row.version < lowest[row.slot];
    lowest[row.slot] = row.version;
    return descends;
  });
}

/// The newest rows of both lists, newest first, one for each version: of two that a forger or a copied store wrote the
/// later one. It stands before the other, so nothing that was cut off before would have its place.
std::vector<LedgerRow> newest_of_each(const std::vector<LedgerRow>& a, const std::vector<LedgerRow>& b,
                                      const ReplicaOptions& options) {
  std::vector<LedgerRow> all{a};
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end(), [&](const LedgerRow& x, const LedgerRow& y) {
    if (x.stamp == y.stamp && x.slot == y.slot && x.version == y.version)
      return content_key(x) > content_key(y);
    return row_before(y, x, *options.owners);
  });
  std::set<std::pair<Slot, std::uint32_t>> taken;
  std::erase_if(all, [&](const LedgerRow& row) {
    return taken.size() == options.rows_max || !taken.emplace(row.slot, row.version).second;
  });
  return all;
}

std::uint64_t row_digest(const LedgerRow& row) {
  std::uint64_t digest = chain64(row.stamp.bits, std::uint64_t{row.slot} << 32 | row.version);
  digest = chain64(digest, static_cast<std::uint64_t>(row.amount.hundredths()));
  return chain64(digest, row.task);
}

/// Erases what others than `identity` wrote with a later stamp than `limit`, and lists the stamps of what it wrote
/// itself. Returns the latest of the other stamps, `last` at least.
template <class Written, class IsOwn>
HybridTime take_ahead(std::vector<Written>& all, HybridTime limit, IsOwn is_own, HybridTime last,
                      std::vector<HybridTime*>& own) {
  std::erase_if(all, [&](const Written& written) { return written.stamp > limit && !is_own(written.slot); });
  for (Written& written : all)
    if (written.stamp > limit)
      own.push_back(&written.stamp);
    else
      last = std::max(last, written.stamp);
  return last;
}

} // namespace

LiteralReplica::LiteralReplica(std::shared_ptr<const ReplicaOptions> options)
    : Replica{std::move(options)}, metadata_{this->options().owners, this->options().rules.metadata_ties,
                                             this->options().planted} {
  CREDITSIM_CHECK(this->options().owners != nullptr);
  CREDITSIM_CHECK(this->options().rows_max >= 1);
}

void LiteralReplica::write(const OwnChange& change) {
  const Slot slot = change.row.slot;
  CREDITSIM_CHECK(change.after.version == entry(slot).version + 1 ||
                  options().planted == PlantedFault::wall_clock_sequence);
  CREDITSIM_CHECK((change.row.kind == RecordKind::metadata) == (change.write != nullptr));
  set(slot, change.after);
  if (change.write != nullptr)
    write_metadata(*change.write);
  else
    write_row(change.row);
}

// What a wall clock stamps may be earlier than what is there (fault D3), and the same time is no later one (D2): the
// reference sets it all the same.
void LiteralReplica::write_metadata(const MetadataEntry& write) {
  const Rules& rules = options().rules;
  if (rules.clock == Rules::Clock::wall || rules.metadata_ties == Rules::MetadataTies::local_stays)
    metadata_.set(write);
  else
    metadata_.put(write);
}

// The reference appends what it writes and sorts when it joins: only under a wall clock that went back it shows (E9).
void LiteralReplica::write_row(const LedgerRow& row) {
  const bool in_order = options().rules.log_order == Rules::LogOrder::total_order;
  const bool last = rows_.empty() || row_before(rows_.back(), row, *options().owners);
  const bool may_be_there = options().rules.decoding == Rules::Decoding::as_it_comes; // no entry vouches for rows
  if (in_order && (!last || may_be_there)) {
    join_rows({row});
    return;
  }
  rows_.push_back(row);
  if (rows_.size() > options().rows_max)
    rows_.pop_front();
  rows_changed();
}

void LiteralReplica::load(const LedgerState& state) {
  CREDITSIM_CHECK(state.owners == options().owners && entries_.empty());
  for (Slot slot = 0; slot < state.entries.size(); ++slot)
    if (state.entries[slot].version > 0)
      set(slot, state.entries[slot]);
}

Result<JoinChange> LiteralReplica::join(const ReplicaState& state) {
  const auto* literal = dynamic_cast<const LiteralState*>(&state);
  CREDITSIM_CHECK(literal != nullptr); // replicas of one run all have one form
  return join(literal->state());
}

Result<JoinChange> LiteralReplica::join(const LedgerState& state) {
  if (state.owners != options().owners)
    return join(translated(state, options().owners));
  const bool careless = options().rules.decoding == Rules::Decoding::as_it_comes;
  if (auto checked = check(state); !checked && !careless)
    return checked.error();
  JoinChange change;
  const bool drops = options().planted == PlantedFault::join_drops_last_entry;
  const bool partly = careless || drops; // what belongs to entries that were left out is left out, too
  const std::size_t end = state.entries.size() - (drops ? 1 : 0);
  for (Slot slot = 0; slot < end; ++slot) {
    if (state.entries[slot].version == 0)
      continue;
    ++change.entries_received;
    if (auto checked = careless ? check_while_joining(slot, state.entries[slot]) : Result<void>{}; !checked)
      return checked.error();
    if (take(slot, state.entries[slot]))
      change.counters_changed = true;
    else
      ++change.entries_redundant;
  }
  for (const auto& entry : state.metadata) {
    ++change.entries_received;
    if ((!partly || known(entry.slot)) && metadata_.put(entry))
      change.metadata_changed = true;
    else
      ++change.entries_redundant;
  }
  change.transactions_changed = join_rows(partly ? rows_of_known(state.rows) : state.rows);
  return change;
}

// What would be taken must be what its owner wrote; what is known already is not looked at again.
Result<void> LiteralReplica::check(const LedgerState& state) const {
  const auto later = [&](const auto& written) { return written.stamp > state.clock; };
  const bool stamps_tell = options().rules.clock == Rules::Clock::hybrid; // a wall clock says nothing of others' stamps
  if (stamps_tell && (std::any_of(state.rows.begin(), state.rows.end(), later) ||
                      std::any_of(state.metadata.begin(), state.metadata.end(), later)))
    return Error{Errc::invalid_value, "clock: earlier than a stamp in the state"};
  const auto version_of = [&](Slot slot) { return slot < state.entries.size() ? state.entries[slot].version : 0; };
  for (const LedgerRow& row : state.rows)
    if (row.version == 0 || row.version > version_of(row.slot))
      return Error{Errc::invalid_value, "rows: version " + std::to_string(row.version) + " of an entry with version " +
                                            std::to_string(version_of(row.slot))};
  Wide amounts = amounts_;
  for (Slot slot = 0; slot < state.entries.size(); ++slot) {
    const Entry& theirs = state.entries[slot];
    if (theirs.version == 0 || theirs.version < entry(slot).version || theirs == entry(slot))
      continue;
    amounts += std::max<Wide>(0, amounts_of(larger_counters(entry(slot), theirs)) - amounts_of(entry(slot)));
    if (options().rules.writers == Rules::Writers::anyone)
      continue;
    if (auto authentic = check_authentic(options(), slot, theirs); !authentic)
      return authentic;
  }
  // Two states that are good by themselves may be one that nobody could read.
  if (amounts > std::numeric_limits<std::int64_t>::max())
    return Error{Errc::overflow, "entries: with those known the sum of all amounts leaves the range of credits"};
  return {};
}

std::vector<LedgerRow> LiteralReplica::rows_of_known(std::vector<LedgerRow> rows) const {
  std::erase_if(rows, [this](const LedgerRow& row) { return !known(row.slot); });
  return rows;
}

// What came before stays joined. What is cut off has no authenticator, so that nobody can ask for it.
Result<void> LiteralReplica::check_while_joining(Slot slot, const Entry& theirs) const {
  const bool asks = options().rules.writers == Rules::Writers::owner && theirs.authenticator != 0;
  if (!asks || theirs.version < entry(slot).version || theirs == entry(slot))
    return {};
  return check_authentic(options(), slot, theirs);
}

bool LiteralReplica::take(Slot slot, const Entry& theirs) {
  const Entry ours = entry(slot);
  if (const auto planted = taken_as_planted(options().planted, ours, theirs)) {
    set(slot, *planted);
    return *planted != ours;
  }
  if (ours == theirs)
    return false;
  if (options().rules.counters == Rules::Counters::per_identity) {
    const Entry both = larger_counters(ours, theirs);
    if (both == ours)
      return false;
    set(slot, both);
    return true;
  }
  if (theirs.version == ours.version)
    ++equivocations_;
  const bool newer = std::tuple{theirs.version, content_key(theirs)} > std::tuple{ours.version, content_key(ours)};
  if (newer)
    set(slot, theirs);
  return newer;
}

void LiteralReplica::set(Slot slot, const Entry& now) {
  const auto& owners = *options().owners;
  if (slot >= entries_.size())
    entries_.resize(slot + 1);
  Entry& known = entries_[slot];
  if (known.version == 0) {
    ++counts_.entries;
    counts_.entry_bytes += entry_bytes(owners.names()->name(owners.identity(slot)), owners.incarnation(slot), now,
                                       options().authenticator_bytes);
  } else {
    counts_.entry_bytes += static_cast<std::uint64_t>(entry_bytes_grown(known, now));
  }
  digest_ += digest_grown(slot, known, now);
  amounts_ += amounts_grown(known, now);
  known = now;
}

// A version stands for all that its owner wrote up to it, where it was written once.
std::uint64_t LiteralReplica::digest_grown(Slot slot, const Entry& before, const Entry& after) const {
  const std::uint64_t owner = options().owners->weight(slot);
  if (options().rules.counters == Rules::Counters::per_incarnation && !options().forks)
    return owner * (std::uint64_t{after.version} - before.version);
  return digest_of(owner, after) - digest_of(owner, before);
}

std::uint64_t LiteralReplica::digest_of(std::uint64_t owner, const Entry& entry) const {
  std::uint64_t digest = owner;
  for (const Credits amount : {entry.granted, entry.earned, entry.spent, entry.refunded})
    digest = chain64(digest, static_cast<std::uint64_t>(amount.hundredths()));
  digest = chain64(digest, entry.version);
  return options().forks ? chain64(chain64(digest, entry.horizon), entry.authenticator) : digest;
}

bool LiteralReplica::join_rows(const std::vector<LedgerRow>& rows) {
  return options().rules.log_order == Rules::LogOrder::total_order ? merge_rows(rows) : append_rows(rows);
}

// The newest of both lists, each change once: linear, and nothing is written when nothing is new.
bool LiteralReplica::merge_rows(const std::vector<LedgerRow>& rows) {
  const auto& owners = *options().owners;
  std::vector<LedgerRow> merged;
  merged.reserve(std::min<std::size_t>(rows_.size() + rows.size(), options().rows_max));
  auto ours = rows_.rbegin();
  auto theirs = rows.rbegin();
  bool changed = false;
  while (merged.size() < options().rows_max && (ours != rows_.rend() || theirs != rows.rend())) {
    const bool same = ours != rows_.rend() && theirs != rows.rend() && ours->slot == theirs->slot &&
                      ours->version == theirs->version && ours->stamp == theirs->stamp;
    if (same) {
      const bool other_content = content_key(*theirs) > content_key(*ours);
      changed = changed || other_content;
      merged.push_back(other_content ? *theirs : *ours);
      ++ours, ++theirs;
    } else if (theirs == rows.rend() || (ours != rows_.rend() && row_before(*theirs, *ours, owners))) {
      merged.push_back(*ours++);
    } else {
      merged.push_back(*theirs++);
      changed = true;
    }
  }
  if (!changed)
    return false;
  if (!versions_descend(merged, owners.size()))
    merged = newest_of_each(rows_.elements(), rows, options());
  std::reverse(merged.begin(), merged.end());
  changed = rows_.elements() != merged;
  rows_ = ChunkedQueue<LedgerRow>{merged};
  rows_changed();
  return changed;
}

// The reference's way: what is new comes last, then all are sorted by time, which leaves ties as they came.
bool LiteralReplica::append_rows(const std::vector<LedgerRow>& rows) {
  const auto before = rows_.elements();
  auto after = before;
  for (const auto& row : rows) {
    const auto known = [&](const LedgerRow& r) { return r.slot == row.slot && r.version == row.version; };
    if (std::none_of(before.begin(), before.end(), known))
      after.push_back(row);
  }
  std::stable_sort(after.begin(), after.end(),
                   [](const LedgerRow& a, const LedgerRow& b) { return a.stamp.ms() < b.stamp.ms(); });
  if (after.size() > options().rows_max)
    after.erase(after.begin(), after.end() - options().rows_max);
  if (after == before)
    return false;
  rows_ = ChunkedQueue<LedgerRow>{after};
  rows_changed();
  return true;
}

void LiteralReplica::rows_changed() {
  if (!options().forks && options().rules.log_order == Rules::LogOrder::total_order)
    return;
  rows_digest_ = 0;
  for (const auto& row : rows_)
    rows_digest_ = chain64(rows_digest_, row_digest(row));
}

HybridTime LiteralReplica::restamp(HybridTime limit, OwnerId identity, HybridTime from) {
  const OwnerTable& owners = *options().owners;
  const auto is_own = [&](Slot slot) { return owners.identity(slot) == identity; };
  auto metadata = metadata_.entries();
  auto rows = rows_.elements();
  std::vector<HybridTime*> own;
  HybridTime last = take_ahead(rows, limit, is_own, from, own);
  last = take_ahead(metadata, limit, is_own, last, own);
  std::sort(own.begin(), own.end(), [](const HybridTime* a, const HybridTime* b) { return *a < *b; });
  for (HybridTime* stamp : own)
    *stamp = last = {last.bits + 1};
  // What was known already comes first, in its order, and what was ahead after it, in its own.
  std::stable_sort(rows.begin(), rows.end(), [](const LedgerRow& a, const LedgerRow& b) { return a.stamp < b.stamp; });
  rows_ = ChunkedQueue<LedgerRow>{rows};
  rows_changed();
  metadata_ = MetadataMap{options().owners, options().rules.metadata_ties, options().planted};
  for (const auto& entry : metadata)
    metadata_.put(entry);
  return last;
}

std::shared_ptr<const ReplicaState> LiteralReplica::share(HybridTime clock) const {
  return std::make_shared<const LiteralState>(state(clock), encoded_bytes());
}

LedgerState LiteralReplica::state(HybridTime clock) const {
  return {.owners = options().owners,
          .entries = entries_,
          .rows = rows_.elements(),
          .metadata = metadata_.entries(),
          .clock = clock};
}

LedgerDigests LiteralReplica::digests() const {
  // In total order the list is a view of the versions, where each of these was written once.
  const bool view = !options().forks && options().rules.log_order == Rules::LogOrder::total_order;
  const bool tells_metadata = options().planted != PlantedFault::digest_without_metadata;
  return {.counters = digest_,
          .metadata = tells_metadata ? metadata_.digest() : 0,
          .transactions = view ? digest_ : rows_digest_};
}

std::uint64_t LiteralReplica::encoded_bytes() const {
  StateCounts counts = counts_;
  counts.rows = rows_.size();
  counts.metadata = metadata_.entries().size();
  counts.metadata_bytes = metadata_.encoded_bytes();
  return state_bytes(counts);
}

Credits LiteralReplica::total_account() const {
  Credits total;
  const auto identities = options().owners->names()->size();
  for (OwnerId identity = 0; identity < identities; ++identity)
    total += account(identity);
  return total;
}

} // namespace creditsim::core
