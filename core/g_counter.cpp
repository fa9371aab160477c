// SPDX-License-Identifier: MIT
#include "core/g_counter.hpp"

#include "core/hash.hpp"
#include "core/varint.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

constexpr std::size_t block = 256;             // entries that a join compares before it looks for what changed
constexpr std::size_t range_per_known_max = 4; // a longer range than this per known entry is held as pairs
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

std::uint64_t entry_hash(OwnerId owner, std::int64_t amount) {
  return chain64(mix64(owner + std::uint64_t{1}), static_cast<std::uint64_t>(amount));
}

// On x86-64 twice: for processors with vectors of 256 bits, and for all others; which one is decided when the program
// starts, which takes glibc. Sanitizers are not ready by then.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(CREDITSIM_SANITIZED)
#define CREDITSIM_FOR_WIDE_VECTORS_TOO __attribute__((target_clones("avx2", "default")))
#else
#define CREDITSIM_FOR_WIDE_VECTORS_TOO
#endif

// Values lie in -1..amount_hundredths_max, so differences do not overflow and their sign bit is the comparison. Unlike
// a 64-bit comparison this becomes vector code on every x86-64.
CREDITSIM_FOR_WIDE_VECTORS_TOO
std::uint64_t count_below(const std::int64_t* own, const std::int64_t* other, std::size_t count) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < count; ++i)
    below += static_cast<std::uint64_t>(own[i] - other[i]) >> 63;
  return below;
}

bool fits_range(std::size_t length, std::size_t known) { return length <= range_per_known_max * known; }

Error out_of_range() { return {Errc::overflow, "the sum of all entries leaves the range of credits"}; }

} // namespace

Result<void> GCounter::increment(Credits amount) {
  if (amount < Credits{})
    return Error{Errc::invalid_amount, amount.to_string() + " is not an amount of at least 0"};
  const std::size_t place = place_of(owner_);
  if (place == nowhere || values_[place] == absent)
    return raise(owner_, amount);
  std::int64_t sum = 0;
  std::int64_t total = 0;
  if (__builtin_add_overflow(values_[place], amount.hundredths(), &sum) || sum > amount_hundredths_max)
    return Error{Errc::overflow, own().to_string() + " + " + amount.to_string() + " is more than an entry can hold, " +
                                     Credits::hundredths(amount_hundredths_max).to_string()};
  if (__builtin_add_overflow(total_, amount.hundredths(), &total))
    return out_of_range();
  account(owner_, values_[place], sum);
  values_[place] = sum;
  return {};
}

Result<void> GCounter::raise(OwnerId owner, Credits amount) { return raise(std::vector{Entry{owner, amount}}); }

Result<void> GCounter::raise(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end());
  Pairs news;
  std::int64_t total = total_;
  for (const auto& [owner, amount] : entries) {
    if (owner == no_owner)
      return Error{Errc::invalid_value, "the counter has no owner"};
    if (amount < Credits{} || amount.hundredths() > amount_hundredths_max)
      return Error{Errc::invalid_amount, amount.to_string() + " is not an amount from 0 to " +
                                             Credits::hundredths(amount_hundredths_max).to_string()};
    if (!news.empty() && news.back().first == owner)
      return Error{Errc::invalid_value, names_->name(owner) + " has two entries"};
    const std::size_t place = place_of(owner);
    const std::int64_t before = place == nowhere ? absent : values_[place];
    if (amount.hundredths() <= before)
      continue;
    if (__builtin_add_overflow(total, amount.hundredths() - std::max(before, std::int64_t{0}), &total))
      return out_of_range();
    news.emplace_back(owner, amount.hundredths());
  }
  apply(news);
  return {};
}

Result<JoinCount> GCounter::join(const GCounter& other) {
  if (names_ != other.names_)
    return join(renamed(other));
  if (!join_fits(other))
    return out_of_range();
  JoinCount count{.received = other.known_, .changed = 0};
  if (other.known_ == 0 || this == &other)
    return count;
  count.changed = widen_for(other) ? join_range(other) : join_pairs(other);
  return count;
}

bool GCounter::join_fits(const GCounter& other) const {
  std::int64_t total = 0;
  if (!__builtin_add_overflow(total_, other.total_, &total))
    return true;
  total = total_;
  bool fits = true;
  other.for_each([&](OwnerId owner, Credits amount) {
    const std::optional<OwnerId> here = names_ == other.names_ ? owner : names_->find(other.names_->name(owner));
    const Credits before = here ? entry(*here).value_or(Credits{}) : Credits{};
    if (amount > before && __builtin_add_overflow(total, (amount - before).hundredths(), &total))
      fits = false;
  });
  return fits;
}

std::optional<Credits> GCounter::entry(OwnerId owner) const {
  const std::size_t place = place_of(owner);
  if (place == nowhere || values_[place] == absent)
    return std::nullopt;
  return Credits::hundredths(values_[place]);
}

std::size_t GCounter::place_of(OwnerId owner) const {
  if (!sparse())
    return owner >= first_ && owner - first_ < values_.size() ? owner - first_ : nowhere;
  const auto found = std::lower_bound(owners_.begin(), owners_.end(), owner);
  return found != owners_.end() && *found == owner ? static_cast<std::size_t>(found - owners_.begin()) : nowhere;
}

// Keeps sum, digest and size up to date when the entry of `owner` goes from `before` (maybe `absent`) to `after`.
void GCounter::account(OwnerId owner, std::int64_t before, std::int64_t after) {
  encoded_bytes_ += varint_size(static_cast<std::uint64_t>(after));
  digest_ += entry_hash(owner, after);
  if (before == absent) {
    ++known_;
    total_ += after;
    encoded_bytes_ += text_size(names_->name(owner).size());
    return;
  }
  total_ += after - before;
  encoded_bytes_ -= varint_size(static_cast<std::uint64_t>(before));
  digest_ -= entry_hash(owner, before);
}

// Takes over `news`: by ascending owner, each new here or larger than the own entry.
void GCounter::apply(const Pairs& news) {
  bool placed = true;
  for (const auto& [owner, amount] : news) {
    const std::size_t place = place_of(owner);
    account(owner, place == nowhere ? absent : values_[place], amount);
    if (place == nowhere)
      placed = false;
    else
      values_[place] = amount;
  }
  if (!placed)
    rebuild(news);
}

// Merges `news` with the own entries, of which some may already hold it, into the form that suits the result.
void GCounter::rebuild(const Pairs& news) {
  Pairs all;
  all.reserve(known_);
  auto next = news.begin();
  for_each([&](OwnerId owner, Credits amount) {
    for (; next != news.end() && next->first < owner; ++next)
      all.push_back(*next);
    if (next != news.end() && next->first == owner)
      ++next;
    all.emplace_back(owner, amount.hundredths());
  });
  all.insert(all.end(), next, news.end());
  CREDITSIM_CHECK(all.size() == known_);
  hold(all);
}

void GCounter::hold(const Pairs& all) {
  const OwnerId first = all.front().first;
  const std::size_t length = std::size_t{all.back().first} - first + 1;
  const bool as_range = fits_range(length, all.size());
  std::vector<std::int64_t> values(as_range ? length : all.size(), absent);
  std::vector<OwnerId> owners(as_range ? 0 : all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    values[as_range ? all[i].first - first : i] = all[i].second;
    if (!as_range)
      owners[i] = all[i].first;
  }
  values_ = std::move(values);
  owners_ = std::move(owners);
  first_ = as_range ? first : 0;
}

// Makes this counter a range that covers the range of `other`, if both are ranges and the result will suit as one.
bool GCounter::widen_for(const GCounter& other) {
  if (sparse() || other.sparse())
    return false;
  const OwnerId first = values_.empty() ? other.first_ : std::min(first_, other.first_);
  const std::size_t end =
      std::max(values_.empty() ? 0 : first_ + values_.size(), std::size_t{other.first_} + other.values_.size());
  if (!fits_range(end - first, std::max(known_, other.known_)))
    return false;
  if (first < first_ && !values_.empty())
    values_.insert(values_.begin(), first_ - first, absent);
  first_ = first;
  values_.resize(end - first, absent);
  return true;
}

std::uint64_t GCounter::join_range(const GCounter& other) {
  std::int64_t* const own = values_.data() + (other.first_ - first_);
  const std::int64_t* const theirs = other.values_.data();
  std::uint64_t changed = 0;
  for (std::size_t begin = 0; begin < other.values_.size(); begin += block) {
    const std::size_t end = std::min(begin + block, other.values_.size());
    const std::uint64_t below = count_below(own + begin, theirs + begin, end - begin);
    if (below == 0)
      continue;
    changed += below;
    for (std::size_t i = begin; i < end; ++i) {
      if (own[i] >= theirs[i])
        continue;
      account(other.first_ + static_cast<OwnerId>(i), own[i], theirs[i]);
      own[i] = theirs[i];
    }
  }
  return changed;
}

std::uint64_t GCounter::join_pairs(const GCounter& other) {
  Pairs news;
  std::size_t place = 0; // moves through the own entries along with those of `other`
  other.for_each([&](OwnerId owner, Credits amount) {
    while (place < values_.size() && owner_at(place) < owner)
      place += sparse() ? 1 : owner - owner_at(place);
    const bool here = place < values_.size() && owner_at(place) == owner;
    if (amount.hundredths() > (here ? values_[place] : absent))
      news.emplace_back(owner, amount.hundredths());
  });
  apply(news);
  return news.size();
}

// The entries of `other` under the names of this counter.
GCounter GCounter::renamed(const GCounter& other) const {
  std::vector<Entry> entries;
  other.for_each(
      [&](OwnerId owner, Credits amount) { entries.emplace_back(names_->intern(other.names_->name(owner)), amount); });
  GCounter result{*names_};
  CREDITSIM_CHECK(result.raise(std::move(entries)).ok());
  return result;
}

bool same_entries(const GCounter& a, const GCounter& b) {
  bool same = a.known() == b.known();
  a.for_each([&](OwnerId owner, Credits amount) {
    const std::optional<OwnerId> there = &a.names() == &b.names() ? owner : b.names().find(a.names().name(owner));
    same = same && there && b.entry(*there) == amount;
  });
  return same;
}

} // namespace creditsim::core
