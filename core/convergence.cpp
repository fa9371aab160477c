// SPDX-License-Identifier: MIT
#include "core/convergence.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"

#include <algorithm>
#include <map>

namespace creditsim::core {

namespace {

std::uint64_t key_of(std::uint32_t component, std::uint64_t state) { return chain64(state, component); }

// Groups of all shards together: (component, state) -> replicas.
std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t>
united(const std::vector<std::vector<ReplicaCensus::Group>>& shards) {
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t> all;
  for (const auto& groups : shards)
    for (const auto& group : groups)
      all[{group.component, group.state}] += group.replicas;
  return all;
}

} // namespace

std::uint64_t part_digest(const LedgerDigests& digests, std::size_t part) {
  switch (part) {
  case 0:
    return digests.counters;
  case 1:
    return digests.metadata;
  case 2:
    return digests.transactions;
  default:
    return chain64(chain64(digests.counters, digests.metadata), digests.transactions);
  }
}

void ReplicaCensus::enter(Counts& counts, std::uint32_t component, std::uint64_t state) {
  Count& count = counts[key_of(component, state)];
  count.component = component;
  ++count.replicas;
}

void ReplicaCensus::remove(std::uint32_t component, const LedgerDigests& digests) {
  for (std::size_t part = 0; part < parts_.size(); ++part)
    leave(parts_[part], component, part_digest(digests, part));
}

void ReplicaCensus::leave(Counts& counts, std::uint32_t component, std::uint64_t state) {
  const auto found = counts.find(key_of(component, state));
  CREDITSIM_CHECK(found != counts.end());
  if (--found->second.replicas == 0)
    counts.erase(found);
}

void ReplicaCensus::add(std::uint32_t component, const LedgerDigests& digests) {
  for (std::size_t part = 0; part < parts_.size(); ++part)
    enter(parts_[part], component, part_digest(digests, part));
}

void ReplicaCensus::change(std::uint32_t component, const LedgerDigests& before, const LedgerDigests& after) {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    const std::uint64_t old_state = part_digest(before, part);
    const std::uint64_t new_state = part_digest(after, part);
    if (old_state == new_state)
      continue;
    leave(parts_[part], component, old_state);
    enter(parts_[part], component, new_state);
  }
}

std::vector<ReplicaCensus::Group> ReplicaCensus::groups(std::size_t part, std::size_t limit) const {
  const Counts& counts = parts_[part];
  std::vector<Group> result;
  result.reserve(std::min(counts.size(), limit + 1));
  for (const auto& [key, count] : counts) {
    if (result.size() > limit)
      break;
    result.push_back({.state = key, .component = count.component, .replicas = count.replicas});
  }
  return result;
}

bool equal_within_components(const std::vector<std::vector<ReplicaCensus::Group>>& shards) {
  const auto all = united(shards);
  auto before = all.begin();
  for (auto next = all.begin(); next != all.end(); before = next++)
    if (next != before && next->first.first == before->first.first)
      return false;
  return true;
}

std::uint64_t replicas_in_largest_groups(const std::vector<std::vector<ReplicaCensus::Group>>& shards) {
  std::map<std::uint32_t, std::uint64_t> largest;
  for (const auto& [key, replicas] : united(shards))
    largest[key.first] = std::max(largest[key.first], replicas);
  std::uint64_t sum = 0;
  for (const auto& [component, replicas] : largest)
    sum += replicas;
  return sum;
}

} // namespace creditsim::core
