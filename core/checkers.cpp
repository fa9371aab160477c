// SPDX-License-Identifier: MIT
#include "core/checkers.hpp"

#include <algorithm>

namespace creditsim::core {

namespace {

using Looks = CheckerInfo::Looks;
using Ability = LedgerAbility;

constexpr std::array<CheckerInfo, checker_count> table{{
    {Checker::account_rules,
     "account_rules",
     "A task has the price that its factors say and is refused once at most, the minimum balance is kept, who starts "
     "has the initial credits",
     {},
     Looks::at_events,
     false},
    {Checker::acknowledged,
     "acknowledged",
     "Nothing that a node was told is done was lost or counted twice; what had no answer, or was lost with a store, "
     "may "
     "count or not",
     {},
     Looks::at_the_end,
     false},
    {Checker::conservation,
     "conservation",
     "Accounts, open holds and what is settled and not booked add up to the grants",
     {},
     Looks::at_windows,
     true},
    {Checker::convergence_bytes,
     "convergence.bytes",
     "At the end all replicas that can reach each other have the same canonical bytes",
     {},
     Looks::at_the_end,
     false},
    {Checker::convergence_counters,
     "convergence.counters",
     "At the end all replicas that can reach each other hold the same counters",
     {},
     Looks::at_the_end,
     true},
    {Checker::convergence_metadata,
     "convergence.metadata",
     "At the end all replicas that can reach each other hold the same metadata",
     {},
     Looks::at_the_end,
     true},
    {Checker::convergence_transactions,
     "convergence.transactions",
     "At the end all replicas that can reach each other list the same transactions",
     {},
     Looks::at_the_end,
     true},
    {Checker::convergence_time,
     "convergence_time",
     "Replicas are equal within stop.converge_within after the last write and the end of the faults",
     {},
     Looks::at_the_end,
     true},
    {Checker::double_payment,
     "double_payment",
     "No task is paid for twice",
     {Ability::once_per_task},
     Looks::at_windows,
     true},
    {Checker::grant, "grant", "Each identity has the initial credits once at most", {}, Looks::at_events, false},
    {Checker::history,
     "history",
     "What a replica lists agrees with its entries: no change beyond an entry's version, none twice, none missing but "
     "the oldest",
     {Ability::entries, Ability::rows},
     Looks::at_samples,
     false},
    {Checker::join_laws,
     "join_laws",
     "Joining is commutative, associative and idempotent, and loses nothing, on states of the run",
     {Ability::snapshot},
     Looks::at_samples,
     false},
    {Checker::message_content, "message_content", "A message brings the state that left", {}, Looks::at_events, false},
    {Checker::metadata,
     "metadata",
     "At the end no key of the metadata reads as what nobody wrote, or as what was replaced by somebody who knew it",
     {},
     Looks::at_the_end,
     false},
    {Checker::monotone,
     "monotone",
     "Versions and counters never go back at any replica, but where a node starts from an older store",
     {Ability::entries},
     Looks::at_events,
     false},
    {Checker::overdraft,
     "overdraft",
     "Nobody spends beyond what its own account has",
     {Ability::own_limit},
     Looks::at_events,
     true},
    {Checker::ownership,
     "ownership",
     "What a replica holds of an owner is what that owner wrote",
     {Ability::entries},
     Looks::at_events,
     false},
    {Checker::rejected_input,
     "rejected_input",
     "What a replica refuses leaves its state as it was",
     {Ability::snapshot},
     Looks::at_events,
     false},
    {Checker::replica_process,
     "replica_process",
     "A replica under test gives one answer to each request, in time",
     {},
     Looks::at_events,
     true},
    {Checker::shown_history,
     "shown_history",
     "The history that a node shows is its own, can be read, and says what happened, when and after how many changes",
     {Ability::versions, Ability::rows},
     Looks::at_samples,
     false},
    {Checker::staleness,
     "staleness",
     "Outside of faults no replica stays ignorant of a write for longer than the bound of convergence_time",
     {Ability::entries},
     Looks::at_samples,
     false},
}};

} // namespace

const std::array<CheckerInfo, checker_count>& checkers() { return table; }

const CheckerInfo& info_of(Checker checker) { return table[static_cast<std::size_t>(checker)]; }

std::optional<Checker> find_checker(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const CheckerInfo& info) { return info.name == name; });
  if (found == table.end())
    return std::nullopt;
  return found->checker;
}

CheckerSet CheckerSet::always() {
  CheckerSet set;
  for (const CheckerInfo& info : table)
    if (info.always)
      set.add(info.checker);
  return set;
}

CheckerSet CheckerSet::all() {
  CheckerSet set;
  for (const CheckerInfo& info : table)
    set.add(info.checker);
  return set;
}

// Every node is watched as soon as a checker is on that is not part of every run.
bool CheckerSet::watches_nodes() const {
  return std::any_of(table.begin(), table.end(),
                     [this](const CheckerInfo& info) { return !info.always && has(info.checker); });
}

} // namespace creditsim::core
