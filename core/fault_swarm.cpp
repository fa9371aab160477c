// SPDX-License-Identifier: MIT
#include "core/fault_swarm.hpp"

#include "core/fault_traits.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace creditsim::core {

namespace {

/// The kinds that a swarm draws from.
constexpr std::array swarm_kinds{
    FaultKind::loss,
    FaultKind::duplication,
    FaultKind::delay,
    FaultKind::corruption,
    FaultKind::bandwidth,
    FaultKind::partition,
    FaultKind::one_way_partition,
    FaultKind::partial_partition,
    FaultKind::flapping,
    FaultKind::swizzle,
    FaultKind::pause,
    FaultKind::crash,
    FaultKind::join,
    FaultKind::leave,
    FaultKind::two_devices,
    FaultKind::clock_offset,
    FaultKind::clock_drift,
    FaultKind::clock_step,
    FaultKind::clock_freeze,
    FaultKind::forge,
    FaultKind::replay_old,
    FaultKind::equivocate,
    FaultKind::overspend,
    FaultKind::double_report,
    FaultKind::future_stamp,
    FaultKind::junk,
    FaultKind::inflate,
    FaultKind::false_claim,
};

/// Those of them that need the corrected ledger.
bool needs_corrected(FaultKind kind) {
  return kind == FaultKind::two_devices || traits_of(kind).group == FaultGroup::hostile;
}

/// With so few kinds there is more of each.
constexpr std::size_t few_kinds = 4;

/// In a sparse network those who leave could cut the others off from each other.
bool possible(const Scenario& scenario, FaultKind kind) {
  return kind != FaultKind::leave || scenario.topology.kind == TopologySpec::Kind::full;
}

/// The magnitudes of one beginning, each from a draw of its own.
class Magnitudes {
public:
  Magnitudes(const Scenario& scenario, FaultKind kind, std::uint32_t beginning)
      : scenario_{scenario}, entity_{static_cast<std::uint64_t>(kind)}, index_{std::uint64_t{beginning} << 8 | 1} {}

  FaultSpec spec() {
    const TimeUs duration_us = scenario_.stop.duration_us;
    const TimeUs round_us = scenario_.gossip.interval_us;
    FaultSpec fault{.kind = static_cast<FaultKind>(entity_)};
    fault.at_us = between(duration_us / 20, duration_us / 3);
    fault.for_us = between(duration_us / 10, duration_us / 2);
    switch (fault.kind) {
    case FaultKind::loss:
      fault.probability = ratio(0.05, 0.6);
      break;
    case FaultKind::duplication:
      fault.probability = ratio(0.1, 0.9);
      break;
    case FaultKind::delay:
      fault.probability = ratio(0.1, 0.9);
      fault.by_us = between(round_us / 2, 5 * round_us);
      break;
    case FaultKind::corruption:
      fault.probability = ratio(0.02, 0.3);
      break;
    case FaultKind::bandwidth:
      fault.bytes_per_s = static_cast<std::uint64_t>(between(4, 64)) * 1'000;
      fault.share = ratio(0.1, 0.5);
      break;
    case FaultKind::partition:
    case FaultKind::one_way_partition:
    case FaultKind::partial_partition:
      fault.for_us = std::min(between(11 * round_us, 25 * round_us), duration_us / 2);
      fault.share = ratio(0.1, 0.5);
      break;
    case FaultKind::flapping:
      fault.period_us = between(round_us / 4, 3 * round_us);
      fault.share = ratio(0.05, 0.3);
      break;
    case FaultKind::swizzle:
      fault.share = ratio(0.1, 0.4);
      break;
    case FaultKind::pause:
      fault.for_us = std::min(between(round_us / 2, 10 * round_us), duration_us / 2);
      fault.share = ratio(0.05, 0.25);
      break;
    case FaultKind::crash:
      fault.for_us = std::min(between(round_us / 10, 8 * round_us), duration_us / 2);
      fault.share = ratio(0.02, 0.2);
      fault.restart_from = static_cast<RestartFrom>(draw().below(4));
      if (scenario_.profile == Profile::reference)
        fault.restart_from = RestartFrom::newest;
      else if (fault.restart_from == RestartFrom::stale)
        fault.age_us = std::clamp<TimeUs>(between(round_us, 20 * round_us), 1, std::max<TimeUs>(fault.at_us, 1));
      break;
    case FaultKind::join:
    case FaultKind::leave:
    case FaultKind::two_devices:
      fault.for_us = 0;
      fault.share = ratio(0.02, 0.08);
      break;
    case FaultKind::clock_offset:
      fault.by_us = wrong_clock_us(draw().chance(0.3) ? 4 : 1);
      fault.share = ratio(0.05, 0.3);
      break;
    case FaultKind::clock_step: // for good: further off than the bound, its node would have no place in the network
      fault.for_us = 0;
      fault.by_us = wrong_clock_us(1) / 12;
      fault.share = ratio(0.05, 0.3);
      break;
    case FaultKind::clock_drift:
      fault.drift_ppm = std::floor(1e5 * (2.0 * draw().unit() - 1.0)) + 0.5; // never 0
      fault.share = ratio(0.05, 0.3);
      break;
    case FaultKind::clock_freeze:
      fault.share = ratio(0.05, 0.3);
      break;
    case FaultKind::overspend: // few come to the end of what they have, and late
      fault.for_us = duration_us - fault.at_us;
      fault.share = ratio(0.06, 0.2);
      break;
    default: // hostile nodes
      fault.share = ratio(0.02, 0.08);
      fault.probability = ratio(0.2, 1.0);
      break;
    }
    // Half of the faults of messages are everybody's.
    if (fault.kind <= FaultKind::corruption && draw().chance(0.5))
      fault.share = ratio(0.1, 0.5);
    return fault;
  }

private:
  // Either way, up to `bounds` times as far as stamps may be ahead.
  TimeUs wrong_clock_us(std::int64_t bounds) {
    const TimeUs by_us = between(1'000, bounds * scenario_.ledger.stamp_ahead_us);
    return draw().chance(0.5) ? by_us : -by_us;
  }

  Draw draw() { return {scenario_.seed, Purpose::fault_swarm, entity_, index_++}; }

  // Whole milliseconds where that leaves a choice, so that a drawn plan can be read.
  TimeUs between(TimeUs from_us, TimeUs to_us) {
    const auto steps = static_cast<std::uint64_t>(std::max<TimeUs>(to_us - from_us, 0)) + 1;
    const TimeUs drawn = std::max<TimeUs>(from_us, 1) + static_cast<TimeUs>(draw().below(steps));
    return drawn > 10'000 ? drawn / 1'000 * 1'000 : drawn;
  }

  // In steps of 0.01.
  double ratio(double from, double to) {
    return std::floor((from + (to - from) * draw().unit()) * 100.0 + 0.5) / 100.0;
  }

  const Scenario& scenario_;
  std::uint64_t entity_;
  std::uint64_t index_;
};

} // namespace

std::vector<FaultSpec> swarm_faults(const Scenario& scenario, std::uint32_t nodes) {
  std::vector<FaultKind> kinds;
  for (const FaultKind kind : swarm_kinds)
    if (possible(scenario, kind) &&
        Draw{scenario.seed, Purpose::fault_swarm, static_cast<std::uint64_t>(kind), 0}.chance(0.4))
      kinds.push_back(kind);
  const Draw which{scenario.seed, Purpose::fault_swarm, fault_kinds, 0};
  if (kinds.empty())
    kinds.push_back(swarm_kinds[which.below(swarm_kinds.size() - 1)]); // leave, the last, is not always possible
  const std::uint64_t most = kinds.size() <= few_kinds ? 5 : 2;
  std::vector<FaultSpec> faults;
  for (const FaultKind kind : kinds) {
    const Draw times{scenario.seed, Purpose::fault_swarm, static_cast<std::uint64_t>(kind), 1};
    const std::uint64_t stores = kind == FaultKind::crash ? 2 : 1; // there are four kinds of them
    const auto beginnings = static_cast<std::uint32_t>(stores + times.below(stores * most));
    for (std::uint32_t beginning = 1; beginning <= beginnings; ++beginning)
      if (nodes >= 4 && !(scenario.profile == Profile::reference &&
                          needs_corrected(kind))) // in a smaller network a share of the nodes is none or all of them
        faults.push_back(Magnitudes{scenario, kind, beginning}.spec());
  }
  return faults;
}

std::uint32_t swarm_faulty_max(std::uint32_t nodes) { return nodes / 3; }

} // namespace creditsim::core
