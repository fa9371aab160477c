// SPDX-License-Identifier: MIT
#include "core/written_entries.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

void raise(EntryReading& most, const EntryReading& entry) {
  most.version = std::max(most.version, entry.version);
  most.granted = std::max(most.granted, entry.granted);
  most.earned = std::max(most.earned, entry.earned);
  most.spent = std::max(most.spent, entry.spent);
  most.refunded = std::max(most.refunded, entry.refunded);
}

bool within(const EntryReading& entry, const EntryReading& most) {
  return entry.granted <= most.granted && entry.earned <= most.earned && entry.spent <= most.spent &&
         entry.refunded <= most.refunded;
}

struct ByVersion {
  bool operator()(const EntryReading& entry, std::uint32_t version) const { return entry.version < version; }
  bool operator()(std::uint32_t version, const EntryReading& entry) const { return version < entry.version; }
};

} // namespace

EntryReading own_entry(const CreditLedger& ledger, OwnerId owner) {
  const LedgerAbilities abilities = ledger.abilities();
  const AccountFigures own = ledger.own();
  EntryReading entry{
      .owner = owner, .granted = own.granted, .earned = own.earned, .spent = own.spent, .refunded = own.refunded};
  if (abilities.has(LedgerAbility::versions))
    entry.version = static_cast<std::uint32_t>(ledger.progress(owner));
  if (!abilities.has(LedgerAbility::grants)) {
    entry.earned += entry.granted + entry.refunded;
    entry.granted = {};
    entry.refunded = {};
  }
  return entry;
}

void WrittenEntries::note(const EntryReading& entry) {
  Owner& owner = owners_[entry.owner];
  owner.noted.push_back(entry);
  raise(owner.most_own, entry);
}

void WrittenEntries::publish(OwnerId id) {
  Owner& owner = owners_[id];
  for (const EntryReading& entry : owner.noted) {
    raise(owner.most, entry);
    const auto place = std::upper_bound(owner.published.begin(), owner.published.end(), entry.version, ByVersion{});
    owner.published.insert(place, entry); // at the end, but for stores that were lost
  }
  owner.noted.clear();
}

bool WrittenEntries::wrote(const EntryReading& entry, bool versions, bool own) const {
  if (entry.owner >= owners_.size())
    return false;
  const Owner& owner = owners_[entry.owner];
  if (!versions)
    return within(entry, own ? owner.most_own : owner.most);
  const auto [first, last] =
      std::equal_range(owner.published.begin(), owner.published.end(), entry.version, ByVersion{});
  if (std::find(first, last, entry) != last)
    return true;
  if (own && std::find(owner.noted.begin(), owner.noted.end(), entry) != owner.noted.end())
    return true;
  // Of several changes in one event only the last is noted; what lies between is not known here.
  return first == last && entry.version < (own ? owner.most_own : owner.most).version &&
         within(entry, own ? owner.most_own : owner.most);
}

const EntryReading* WrittenEntries::at(OwnerId id, std::uint32_t version) const {
  if (id >= owners_.size())
    return nullptr;
  const auto& published = owners_[id].published;
  const auto place = std::lower_bound(published.begin(), published.end(), version, ByVersion{});
  return place != published.end() && place->version == version ? &*place : nullptr;
}

std::uint32_t WrittenEntries::latest(OwnerId owner) const { return owners_[owner].most.version; }

} // namespace creditsim::core
