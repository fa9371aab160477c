// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace creditsim::core {

/// Faults that tests and the bug zoo plant to prove that checks find them. Nobody else can: no scenario names one, and
/// a capsule only where the zoo has kept it.
enum class PlantedFault : std::uint8_t {
  none,
  // Of the engine.
  shared_generator,  ///< nodes draw their gossip peers from one generator
  arrival_order,     ///< a node handles what is due in the order in which it arrived
  thread_hash_order, ///< a node handles what is due in the order of a hash that is seeded per thread
  stray_activation,  ///< a node's logic runs once without a message to its actor
  forgetful_replica, ///< the first node's replica, in whatever form, loses one entry of one join
  never_last_peer,   ///< gossip never picks the last of a node's peers
  // Of a replica.
  join_by_sum,             ///< counters are added where the larger is to be kept
  join_drops_last_entry,   ///< a join leaves out the last entry of a state
  join_counts_again,       ///< a state that comes again is another change
  min_of_spent,            ///< a join keeps the smaller of two sums spent
  version_off_by_one,      ///< an entry that is one version ahead counts as known
  later_or_equal,          ///< metadata times are compared with >=, and nothing decides ties
  resurrected_tombstone,   ///< a deleted key comes back with any value
  digest_without_metadata, ///< replicas whose metadata differs count as equal
  // Of a ledger.
  dedup_without_kind,    ///< a task that was held for counts as settled and released
  dedup_lost_at_restart, ///< a restart forgets the marks of processed tasks
  grant_per_incarnation, ///< every start of an identity is granted the initial credits
  overflow_wrap,         ///< counters have 12 bits
  rounding_twice,        ///< a price is rounded after each factor
  wall_clock_sequence,   ///< versions are times of the node's clock
  // Of the life of tasks.
  early_receipt,        ///< a payment is acknowledged before it is booked
  release_after_settle, ///< a hold is released at its deadline although it was settled
};

/// As the bug zoo names it.
struct PlantedFaultName {
  PlantedFault fault;
  std::string_view name;
};
inline constexpr PlantedFaultName planted_fault_names[] = {
    {PlantedFault::shared_generator, "shared_generator"},
    {PlantedFault::arrival_order, "arrival_order"},
    {PlantedFault::thread_hash_order, "thread_hash_order"},
    {PlantedFault::forgetful_replica, "forgetful_replica"},
    {PlantedFault::never_last_peer, "never_last_peer"},
    {PlantedFault::join_by_sum, "join_by_sum"},
    {PlantedFault::join_drops_last_entry, "join_drops_last_entry"},
    {PlantedFault::join_counts_again, "join_counts_again"},
    {PlantedFault::min_of_spent, "min_of_spent"},
    {PlantedFault::version_off_by_one, "version_off_by_one"},
    {PlantedFault::later_or_equal, "later_or_equal"},
    {PlantedFault::resurrected_tombstone, "resurrected_tombstone"},
    {PlantedFault::digest_without_metadata, "digest_without_metadata"},
    {PlantedFault::dedup_without_kind, "dedup_without_kind"},
    {PlantedFault::dedup_lost_at_restart, "dedup_lost_at_restart"},
    {PlantedFault::grant_per_incarnation, "grant_per_incarnation"},
    {PlantedFault::overflow_wrap, "overflow_wrap"},
    {PlantedFault::rounding_twice, "rounding_twice"},
    {PlantedFault::wall_clock_sequence, "wall_clock_sequence"},
    {PlantedFault::early_receipt, "early_receipt"},
    {PlantedFault::release_after_settle, "release_after_settle"},
};

/// The planted fault of that name.
constexpr std::optional<PlantedFault> find_planted_fault(std::string_view name) {
  for (const PlantedFaultName& known : planted_fault_names)
    if (known.name == name)
      return known.fault;
  return std::nullopt;
}

/// Its name; empty where it has none.
constexpr std::string_view name_of(PlantedFault planted) {
  for (const PlantedFaultName& known : planted_fault_names)
    if (known.fault == planted)
      return known.name;
  return {};
}

/// Whether it shows only where every replica holds every entry itself.
constexpr bool needs_literal_replicas(PlantedFault planted) { return planted >= PlantedFault::join_by_sum; }

} // namespace creditsim::core
