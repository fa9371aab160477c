// SPDX-License-Identifier: MIT
#include "core/check_grant.hpp"

#include "core/amount_sum.hpp"

namespace creditsim::core {

namespace {

AmountSum moved(const EntryReading& entry) {
  return AmountSum{entry.earned.hundredths()} + entry.refunded.hundredths() - entry.spent.hundredths();
}

} // namespace

std::optional<std::string> granted_again(const GrantView& view, const LedgerReading& reading,
                                         const OwnerLabels& labels) {
  const auto fault = [&](AmountSum granted) {
    return labels.of(labels.identity(view.owner)) + " has " + credits_text(granted) +
           " of initial credits, where an identity gets " + view.initial.to_string() + " once";
  };
  if (view.own.granted > view.initial)
    return fault(view.own.granted.hundredths());
  if (!view.abilities.has_all({LedgerAbility::entries, LedgerAbility::grants}) ||
      view.abilities.has(LedgerAbility::sums))
    return std::nullopt;
  AmountSum granted = reading.value.hundredths();
  for (const EntryReading& entry : reading.entries)
    if (labels.identity(entry.owner) == labels.identity(view.owner))
      granted -= moved(entry);
  if (granted > view.initial.hundredths())
    return fault(granted);
  return std::nullopt;
}

} // namespace creditsim::core
