// SPDX-License-Identifier: MIT
#include "core/version_replica.hpp"

#include "core/check.hpp"
#include "core/literal_replica.hpp"

#include <algorithm>
#include <utility>

namespace creditsim::core {

VersionReplica::VersionReplica(std::shared_ptr<const ReplicaOptions> options, Histories& histories)
    : Replica{std::move(options)}, histories_{histories}, metadata_{this->options().owners,
                                                                    this->options().rules.metadata_ties} {
  CREDITSIM_CHECK(suits(this->options().rules) && !this->options().forks &&
                  !needs_literal_replicas(this->options().planted));
}

bool VersionReplica::suits(const Rules& rules) {
  return rules.balance == Rules::Balance::own_account && rules.metadata_ties == Rules::MetadataTies::total_order &&
         rules.log_order == Rules::LogOrder::total_order && rules.counters == Rules::Counters::per_incarnation &&
         rules.writers == Rules::Writers::owner && rules.clock == Rules::Clock::hybrid &&
         rules.decoding == Rules::Decoding::whole && rules.restart == Rules::Restart::joined;
}

void VersionReplica::write(const OwnChange& change) {
  histories_.append(change);
  raise(change.row.slot, change.after.version);
}

// A silent node of a large network knows its own entries only, and holds no vector for them.
void VersionReplica::raise(Slot slot, std::uint32_t to) {
  const std::uint32_t from = version(slot);
  if (own_.slot != slot)
    change_own(slot);
  if (!versions_.empty()) {
    versions_[slot] = to;
  } else {
    own_.version = to;
  }
  figures_.digest += (std::uint64_t{to} - from) * histories_.owner(slot).weight;
  figures_.records += to - from;
  if (histories_.owner(slot).needs_look(from))
    look(slot, from, to, nullptr);
}

void VersionReplica::change_own(Slot slot) {
  const auto known = std::find_if(earlier_.begin(), earlier_.end(), [&](const Own& own) { return own.slot == slot; });
  if (known != earlier_.end()) {
    std::swap(own_, *known);
    return;
  }
  if (own_.slot != no_slot)
    earlier_.push_back(own_);
  own_ = {.slot = slot};
}

// What a change of a version means beyond the sums of versions: first entries, other sizes, metadata.
void VersionReplica::look(Slot slot, std::uint32_t from, std::uint32_t to, std::vector<std::string>* keys_changed) {
  const auto& now = histories_.at(slot, to);
  figures_.entry_bytes += now.entry_bytes;
  std::uint32_t writes_before = 0;
  if (from == 0) {
    ++figures_.entries;
  } else {
    const auto& before = histories_.at(slot, from);
    figures_.entry_bytes -= before.entry_bytes;
    writes_before = before.metadata_writes;
  }
  if (now.metadata_writes == writes_before)
    return;
  metadata_writes_ += now.metadata_writes - writes_before;
  for (std::uint32_t version = from + 1; version <= to; ++version) {
    const auto& write = histories_.at(slot, version).write;
    if (write == nullptr || !metadata_.put(*write) || keys_changed == nullptr)
      continue;
    if (std::find(keys_changed->begin(), keys_changed->end(), write->key) == keys_changed->end())
      keys_changed->push_back(write->key);
  }
}

void VersionReplica::look_at(std::size_t begin, const std::uint32_t* other, std::vector<std::string>& keys_changed) {
  for (std::size_t i = begin; i < begin + Histories::block; ++i)
    if (other[i] > versions_[i] && histories_.owner(static_cast<Slot>(i)).needs_look(versions_[i]))
      look(static_cast<Slot>(i), versions_[i], other[i], &keys_changed);
}

/// The vector of who has heard of nobody else.
std::vector<std::uint32_t> VersionReplica::widened() const {
  std::vector<std::uint32_t> versions(histories_.padded_size());
  for (const auto& [slot, version] : earlier_)
    versions[slot] = version;
  if (own_.slot != no_slot)
    versions[own_.slot] = own_.version;
  return versions;
}

Result<JoinChange> VersionReplica::join(const ReplicaState& state) {
  if (const auto* decoded = dynamic_cast<const LiteralState*>(&state))
    return join(decoded->state());
  const auto* theirs = dynamic_cast<const VersionState*>(&state);
  CREDITSIM_CHECK(theirs != nullptr); // replicas of one run all have one form
  return join(*theirs);
}

Result<JoinChange> VersionReplica::join(const LedgerState& state) {
  CREDITSIM_CHECK(state.owners == options().owners);
  std::vector<std::uint32_t> versions(histories_.padded_size());
  VersionState::Figures figures{.metadata_entries = static_cast<std::uint32_t>(state.metadata.size())};
  for (Slot slot = 0; slot < state.entries.size(); ++slot) {
    const Entry& theirs = state.entries[slot];
    if (theirs.version == 0)
      continue;
    if (theirs.version >= version(slot) && theirs != entry(slot)) {
      if (auto authentic = check_authentic(options(), slot, theirs); !authentic)
        return authentic.error();
      CREDITSIM_CHECK(histories_.at(slot, theirs.version).entry == theirs); // an owner writes one history
    }
    versions[slot] = theirs.version;
    ++figures.entries;
    figures.digest += histories_.owner(slot).weight * theirs.version;
  }
  return join(VersionState{std::move(versions), figures, 0, state.clock});
}

Result<JoinChange> VersionReplica::join(const VersionState& theirs) {
  JoinChange change;
  change.entries_received = theirs.figures().entries + theirs.figures().metadata_entries;
  change.entries_redundant = change.entries_received;
  if (theirs.figures().digest == figures_.digest)
    return change;
  if (versions_.empty())
    versions_ = widened();
  std::vector<std::string> keys_changed;
  const std::uint32_t* const other = theirs.versions().data();
  std::uint32_t* const own = versions_.data();
  CREDITSIM_CHECK(theirs.versions().size() == versions_.size());
  // In blocks: most hold nothing new, and most that do hold nothing that must be looked at. Without branches on single
  // owners, which cannot be predicted; compared as signed numbers, which the oldest vector instructions can.
  constexpr std::size_t block = Histories::block;
  std::uint64_t digest = 0;
  std::uint64_t records = 0;
  std::uint64_t changed = 0;
  for (std::size_t begin = 0; begin < versions_.size(); begin += block) {
    std::int32_t any = 0;
    for (std::size_t i = begin; i < begin + block; ++i)
      any |= static_cast<std::int32_t>(other[i]) > static_cast<std::int32_t>(own[i]) ? -1 : 0;
    if (any == 0)
      continue;
    bool looks = false;
    for (std::size_t i = begin; i < begin + block; ++i)
      looks |= (other[i] > own[i]) & histories_.owner(static_cast<Slot>(i)).needs_look(own[i]);
    if (looks)
      look_at(begin, other, keys_changed);
    for (std::size_t i = begin; i < begin + block; ++i) {
      const std::uint32_t news = std::max(other[i], own[i]) - own[i];
      digest += news * histories_.owner(static_cast<Slot>(i)).weight;
      records += news;
      changed += news != 0 ? 1 : 0;
      own[i] += news;
    }
  }
  figures_.digest += digest;
  figures_.records += records;
  change.counters_changed = changed > 0;
  change.transactions_changed = changed > 0;
  change.metadata_changed = !keys_changed.empty();
  change.entries_redundant -= changed + keys_changed.size();
  return change;
}

HybridTime VersionReplica::restamp(HybridTime, OwnerId, HybridTime) { CREDITSIM_CHECK(false); }

std::shared_ptr<const ReplicaState> VersionReplica::share(HybridTime clock) const {
  auto figures = figures_;
  figures.metadata_entries = static_cast<std::uint32_t>(metadata_.entries().size());
  auto versions = versions_.empty() ? widened() : versions_;
  return std::make_shared<const VersionState>(std::move(versions), figures, encoded_bytes(), clock);
}

std::uint32_t VersionReplica::version(Slot slot) const {
  if (!versions_.empty())
    return versions_[slot];
  if (own_.slot == slot)
    return own_.version;
  const auto known = std::find_if(earlier_.begin(), earlier_.end(), [&](const Own& own) { return own.slot == slot; });
  return known == earlier_.end() ? 0 : known->version;
}

const Entry& VersionReplica::entry(Slot slot) const {
  const std::uint32_t known = version(slot);
  if (known == 0)
    return no_entry;
  // The owner, who asks most often, finds its newest entry without a search; a copy of its replica may be older.
  if (slot == own_.slot && known == histories_.latest(slot))
    return histories_.newest(slot).entry;
  return histories_.at(slot, known).entry;
}

LedgerState VersionReplica::state(HybridTime clock) const {
  std::vector<Entry> entries(histories_.size());
  for (Slot slot = 0; slot < histories_.size(); ++slot)
    entries[slot] = entry(slot);
  return {.owners = options().owners,
          .entries = std::move(entries),
          .rows = newest_rows(),
          .metadata = metadata_.entries(),
          .clock = clock};
}

// A heap of the newest so far, the oldest of them on top; an owner's own come newest first, so its first that is too
// old ends its turn.
std::vector<LedgerRow> VersionReplica::newest_rows() const {
  const auto before = [this](const LedgerRow& a, const LedgerRow& b) { return row_before(a, b, *options().owners); };
  const auto after = [&](const LedgerRow& a, const LedgerRow& b) { return before(b, a); };
  std::vector<LedgerRow> rows;
  for (Slot slot = 0; slot < histories_.size(); ++slot)
    for (std::uint32_t known = version(slot); known > 0; --known) {
      const auto& row = histories_.at(slot, known).row;
      if (row.kind == RecordKind::metadata)
        continue;
      const bool full = rows.size() == options().rows_max;
      if (full && !before(rows.front(), row))
        break;
      if (full) {
        std::pop_heap(rows.begin(), rows.end(), after);
        rows.pop_back();
      }
      rows.push_back(row);
      std::push_heap(rows.begin(), rows.end(), after);
    }
  std::sort(rows.begin(), rows.end(), before);
  return rows;
}

LedgerDigests VersionReplica::digests() const {
  return {.counters = figures_.digest, .metadata = metadata_.digest(), .transactions = figures_.digest};
}

std::uint64_t VersionReplica::transactions() const { return figures_.records - metadata_writes_; }

std::uint64_t VersionReplica::encoded_bytes() const {
  return state_bytes({.entries = figures_.entries,
                      .entry_bytes = figures_.entry_bytes,
                      .rows = std::min<std::uint64_t>(transactions(), options().rows_max),
                      .metadata = metadata_.entries().size(),
                      .metadata_bytes = metadata_.encoded_bytes()});
}

Credits VersionReplica::total_account() const {
  Credits total;
  for (OwnerId identity = 0; identity < options().owners->names()->size(); ++identity)
    total += account(identity);
  return total;
}

std::uint64_t VersionReplica::entry_memory_bytes() const {
  return versions_.capacity() * sizeof(versions_[0]) + earlier_.capacity() * sizeof(Own) + metadata_.memory_bytes();
}

} // namespace creditsim::core
