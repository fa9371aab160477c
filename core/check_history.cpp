// SPDX-License-Identifier: MIT
#include "core/check_history.hpp"

#include "core/amount_sum.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace creditsim::core {

namespace {

using Counter = RowReading::Counter;

constexpr std::size_t counters = 4;
constexpr std::array<const char*, counters> counter_names{"granted", "earned", "spent", "refunded"};
using Sums = std::array<AmountSum, counters>;

Sums sums_of(const EntryReading& entry) {
  return {entry.granted.hundredths(), entry.earned.hundredths(), entry.spent.hundredths(), entry.refunded.hundredths()};
}

// What is listed of one owner.
struct Part {
  Sums sums{};
  std::uint32_t oldest = UINT32_MAX; // the lowest version
};

std::map<OwnerId, Part> parts_of(const RowsReading& rows) {
  std::map<OwnerId, Part> parts;
  for (const RowReading& row : rows.rows) {
    Part& part = parts[row.owner];
    part.oldest = std::min(part.oldest, row.version);
    if (row.counter != Counter::none)
      part.sums[static_cast<std::size_t>(row.counter) - 1] += row.amount.hundredths();
  }
  return parts;
}

constexpr std::uint64_t name_of(OwnerId owner, std::uint32_t version) { return std::uint64_t{owner} << 32 | version; }

std::string change_text(std::uint64_t name, const OwnerLabels& labels) {
  return "version " + std::to_string(name & UINT32_MAX) + " of " + labels.of(static_cast<OwnerId>(name >> 32));
}

// What the counters were before the oldest change that is listed; nothing where that is not known.
std::optional<Sums> sums_before(const Part& part, const EntryReading& entry, bool full, const WrittenEntries& written,
                                bool versions) {
  if (!full || (versions && part.oldest == 1))
    return Sums{};
  if (!versions || part.oldest == UINT32_MAX)
    return std::nullopt;
  const EntryReading* const before = written.at(entry.owner, part.oldest - 1);
  return before == nullptr ? std::nullopt : std::optional<Sums>{sums_of(*before)};
}

std::optional<std::string> wrong_sum(const Part& part, const EntryReading& entry, const Sums& before,
                                     const OwnerLabels& labels) {
  const Sums held = sums_of(entry);
  for (std::size_t i = 0; i < counters; ++i)
    if (before[i] + part.sums[i] != held[i])
      return "the changes of " + labels.of(entry.owner) + " come to " + credits_text(before[i] + part.sums[i]) + ' ' +
             counter_names[i] + ", its entry says " + credits_text(held[i]);
  return std::nullopt;
}

} // namespace

std::optional<std::string> HistoryCheck::look(const RowsReading& rows, const LedgerReading& reading,
                                              const WrittenEntries& written, const OwnerLabels& labels, bool versions) {
  std::vector<Listed> now;
  for (const RowReading& row : rows.rows) {
    const EntryReading* const entry = reading.find(row.owner);
    if (entry == nullptr || (versions && row.version > entry->version))
      return change_text(name_of(row.owner, row.version), labels) + " is listed, where the entry is at version " +
             std::to_string(entry == nullptr ? 0 : entry->version);
    if (versions)
      now.push_back({name_of(row.owner, row.version), row.order});
  }
  const auto by_name = [](const Listed& a, const Listed& b) { return a.name < b.name; };
  std::sort(now.begin(), now.end(), by_name);
  const auto twice =
      std::adjacent_find(now.begin(), now.end(), [](const Listed& a, const Listed& b) { return a.name == b.name; });
  if (twice != now.end())
    return change_text(twice->name, labels) + " is listed twice";

  const auto parts = parts_of(rows);
  for (const EntryReading& entry : reading.entries) {
    const auto found = parts.find(entry.owner);
    const Part part = found == parts.end() ? Part{} : found->second;
    const auto before = sums_before(part, entry, rows.full, written, versions);
    if (!before)
      continue;
    if (auto fault = wrong_sum(part, entry, *before, labels))
      return fault;
  }
  auto fault = dropped(now, rows, labels);
  listed_ = std::move(now);
  return fault;
}

std::optional<std::string> HistoryCheck::dropped(const std::vector<Listed>& now, const RowsReading& rows,
                                                 const OwnerLabels& labels) const {
  auto place = now.begin();
  for (const Listed& listed : listed_) {
    place = std::find_if(place, now.end(), [&](const Listed& l) { return l.name >= listed.name; });
    if (place != now.end() && place->name == listed.name)
      continue;
    if (!rows.full)
      return change_text(listed.name, labels) + " was listed and is gone, although there is room";
    if (listed.order > rows.rows.front().order)
      return change_text(listed.name, labels) + " was listed and is gone, although older changes are listed";
  }
  return std::nullopt;
}

} // namespace creditsim::core
