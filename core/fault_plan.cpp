// SPDX-License-Identifier: MIT
#include "core/fault_plan.hpp"

#include "core/check.hpp"
#include "core/fault_swarm.hpp"
#include "core/fault_traits.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/sampling.hpp"
#include "core/span.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace creditsim::core {

namespace {

struct Beginning {
  FaultSpec fault;
  std::uint32_t origin = 0; // its entry in the scenario
};

auto order_key(const FaultSpec& f) {
  return std::tie(f.at_us, f.kind, f.nodes, f.for_us, f.probability, f.by_us, f.drift_ppm, f.bytes_per_s, f.period_us,
                  f.restart_from, f.age_us, f.required);
}

/// Names an entry by its content, so that what is drawn of it does not depend on its place. 56 bits.
std::uint64_t content_hash(const FaultSpec& f) {
  std::uint64_t hash = chain64(static_cast<std::uint64_t>(f.kind), static_cast<std::uint64_t>(f.at_us));
  for (const TimeUs time_us : {f.for_us, f.by_us, f.period_us, f.age_us, f.session_us})
    hash = chain64(hash, static_cast<std::uint64_t>(time_us));
  for (const double number : {f.rate_per_s, f.share, f.probability, f.drift_ppm, f.session_shape})
    hash = chain64(hash, std::bit_cast<std::uint64_t>(number));
  hash = chain64(hash, f.bytes_per_s);
  hash = chain64(hash, static_cast<std::uint64_t>(f.restart_from));
  for (const NodeIndex node : f.nodes)
    hash = chain64(hash, node);
  return hash >> 8;
}

/// Gamma(x) for x in [1, 2]: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.1.36; to 3e-7.
double gamma_between_1_and_2(double x) {
  static constexpr std::array<double, 9> terms{1.0,          -0.577191652, 0.988205891,  -0.897056937, 0.918206857,
                                               -0.756704078, 0.482199394,  -0.193527818, 0.035868343};
  double sum = 0.0;
  for (std::size_t i = terms.size(); i-- > 0;)
    sum = sum * (x - 1.0) + terms[i];
  return sum;
}

/// Gamma(x) for x from 1 on.
double gamma_from_1(double x) {
  double product = 1.0;
  for (; x > 2.0; x -= 1.0)
    product *= x - 1.0;
  return product * gamma_between_1_and_2(x);
}

/// A session with the entry's mean and shape: Weibull, of which the exponential is the one with shape 1.
TimeUs session_us(const FaultSpec& spec, const Draw& draw) {
  const double shape = spec.session_shape;
  const double scale = static_cast<double>(spec.session_us) / gamma_from_1(1.0 + 1.0 / shape);
  const double unit = draw.exponential();
  const double length = unit <= 0.0 ? 0.0 : scale * portable_exp(std::clamp(portable_log(unit) / shape, -700.0, 700.0));
  return rounded_span(length, 1);
}

/// Spells out the entries of a plan.
class Spelling {
public:
  Spelling(const Scenario& scenario, std::uint32_t nodes)
      : seed_{scenario.seed}, heal_us_{scenario.stop.duration_us}, nodes_{nodes} {}

  void add(const FaultSpec& spec, std::uint32_t origin) {
    spec_ = spec;
    origin_ = origin;
    const std::uint64_t hash = content_hash(spec);
    // Entries that are alike are told apart by their order, which among them means nothing.
    entity_ = (hash + 0x9E3779B97F4A7C * alike_[hash]++) & ((std::uint64_t{1} << 56) - 1);
    index_ = 0;
    if (spec.session_us > 0)
      sessions();
    else if (spec.rate_per_s > 0.0)
      again_and_again();
    else
      begin(spec.at_us, targets());
  }

  std::vector<Beginning> take() { return std::move(beginnings_); }

private:
  void again_and_again() {
    TimeUs time_us = spec_.at_us;
    for (std::uint64_t i = 0;; ++i) {
      const Draw gap{seed_, Purpose::fault_time, entity_, i};
      time_us += rounded_span(gap.exponential() * 1e6 / spec_.rate_per_s, 1);
      if (time_us >= heal_us_)
        return;
      begin(time_us, targets());
    }
  }

  void sessions() {
    for (const NodeIndex node : targets()) {
      std::uint64_t i = std::uint64_t{node} << 32;
      for (TimeUs time_us = spec_.at_us;; time_us += spec_.for_us) {
        time_us += session_us(spec_, {seed_, Purpose::fault_session, entity_, i++});
        if (time_us >= heal_us_)
          break;
        begin(time_us, {node});
      }
    }
  }

  /// The nodes of the next beginning, ascending; empty where that means all.
  std::vector<NodeIndex> targets() {
    const FaultTraits& traits = traits_of(spec_.kind);
    std::vector<NodeIndex> chosen = spec_.nodes;
    if (spec_.share > 0.0) {
      const std::uint64_t first = index_;
      index_ += nodes_;
      chosen = draw_distinct({.count = share_count(traits), .bound = nodes_}, [&](std::uint32_t i) {
        return Draw{seed_, Purpose::fault_nodes, entity_, first + i};
      });
      std::sort(chosen.begin(), chosen.end());
    } else if (chosen.empty() && traits.group != FaultGroup::messages) {
      chosen.resize(nodes_);
      std::iota(chosen.begin(), chosen.end(), NodeIndex{0});
    }
    return chosen;
  }

  std::uint32_t share_count(const FaultTraits& traits) const {
    const auto count = static_cast<std::uint32_t>(std::floor(spec_.share * static_cast<double>(nodes_) + 0.5));
    // On the other side of a cut somebody must be left, and two halves need two nodes.
    const bool other_side = traits.group == FaultGroup::links && spec_.kind != FaultKind::partial_partition;
    const std::uint32_t least = spec_.kind == FaultKind::partial_partition ? 2 : 1;
    return std::clamp(count, least, std::max(least, other_side ? nodes_ - 1 : nodes_));
  }

  void begin(TimeUs at_us, std::vector<NodeIndex> nodes) {
    if (at_us >= heal_us_)
      return;
    FaultSpec fault = spec_;
    fault.at_us = at_us;
    fault.nodes = std::move(nodes);
    fault.rate_per_s = 0.0;
    fault.share = 0.0;
    fault.session_us = 0;
    fault.session_shape = 1.0;
    if (!traits_of(fault.kind).lasts)
      fault.for_us = 0;
    else if (fault.for_us == 0 || fault.for_us > heal_us_ - at_us)
      fault.for_us = heal_us_ - at_us;
    if (fault.restart_from == RestartFrom::stale)
      fault.age_us = std::clamp<TimeUs>(fault.age_us, 1, std::max<TimeUs>(at_us, 1));
    beginnings_.push_back({std::move(fault), origin_});
  }

  std::uint64_t seed_;
  TimeUs heal_us_;
  std::uint32_t nodes_;
  FaultSpec spec_;
  std::uint32_t origin_ = 0;
  std::uint64_t entity_ = 0;
  std::uint64_t index_ = 0; // of the draws of nodes
  std::map<std::uint64_t, std::uint64_t> alike_;
  std::vector<Beginning> beginnings_;
};

/// Takes nodes out of hostile faults beyond the first `hostile_max` that are in any.
void keep_honest(std::vector<Beginning>& beginnings, std::uint32_t hostile_max) {
  std::set<NodeIndex> hostile;
  for (auto& [fault, origin] : beginnings)
    if (traits_of(fault.kind).group == FaultGroup::hostile)
      std::erase_if(fault.nodes, [&](NodeIndex node) {
        if (!hostile.contains(node) && hostile.size() >= hostile_max)
          return true;
        hostile.insert(node);
        return false;
      });
}

/// Takes nodes out of faults that would have them while another one, which excludes it, has them: the earlier one, or
/// a join that is still to come. In a swarm, too, those beyond the share that may be faulty at once.
void resolve(std::vector<Beginning>& beginnings, std::uint32_t faulty_max) {
  std::map<NodeIndex, TimeUs> free_us; // from when on a node may have the next fault
  for (const auto& [fault, origin] : beginnings)
    if (begins_node(fault.kind))
      for (const NodeIndex node : fault.nodes)
        free_us.try_emplace(node, fault.at_us);
  std::set<NodeIndex> joined;
  const auto faulty_at = [&](TimeUs time_us) {
    return std::count_if(free_us.begin(), free_us.end(), [&](const auto& node) { return node.second > time_us; });
  };
  for (Beginning& beginning : beginnings) {
    FaultSpec& fault = beginning.fault;
    const FaultTraits& traits = traits_of(fault.kind);
    if (!traits.excludes)
      continue;
    const bool join = begins_node(fault.kind);
    const TimeUs end_us = join ? fault.at_us : fault.kind == FaultKind::leave ? never : fault.at_us + fault.for_us;
    std::erase_if(fault.nodes, [&](NodeIndex node) {
      const auto [known, fresh] = free_us.try_emplace(node, TimeUs{-1});
      const bool too_many = !join && faulty_max != 0 && faulty_at(fault.at_us) >= faulty_max;
      if (known->second > fault.at_us || too_many || (join && !joined.insert(node).second))
        return true;
      known->second = std::max(known->second, end_us);
      return false;
    });
  }
  if (faulty_max != 0)
    keep_honest(beginnings, faulty_max);
  std::erase_if(beginnings, [](const Beginning& beginning) {
    const FaultTraits& traits = traits_of(beginning.fault.kind);
    return (traits.excludes || traits.group == FaultGroup::hostile) && beginning.fault.nodes.empty();
  });
}

std::vector<Beginning> draw_beginnings(const Scenario& scenario, std::uint32_t nodes) {
  const auto& entries = scenario.swarm ? swarm_faults(scenario, nodes) : scenario.faults;
  Spelling spelling{scenario, nodes};
  for (std::size_t i = 0; i < entries.size(); ++i)
    spelling.add(entries[i], static_cast<std::uint32_t>(i));
  auto beginnings = spelling.take();
  const auto in_order = [](const Beginning& a, const Beginning& b) { return order_key(a.fault) < order_key(b.fault); };
  std::stable_sort(beginnings.begin(), beginnings.end(), in_order);
  resolve(beginnings, scenario.swarm ? swarm_faulty_max(nodes) : 0);
  std::stable_sort(beginnings.begin(), beginnings.end(), in_order); // nodes may have gone
  return beginnings;
}

} // namespace

std::vector<FaultSpec> draw_faults(const Scenario& scenario, std::uint32_t nodes) {
  std::vector<FaultSpec> faults;
  for (auto& beginning : draw_beginnings(scenario, nodes))
    faults.push_back(std::move(beginning.fault));
  return faults;
}

FaultPlan::FaultPlan(const Scenario& scenario, std::uint32_t nodes) : heal_us_{scenario.stop.duration_us} {
  for (auto& [fault, origin] : draw_beginnings(scenario, nodes)) {
    faults_.push_back(std::move(fault));
    origins_.push_back(origin);
  }
  // An entry with a rate may have no beginning at all.
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    if (scenario.faults[i].required)
      required_.emplace_back(static_cast<std::uint32_t>(i), scenario.faults[i].kind);
}

std::vector<std::string> FaultPlan::missed(std::span<const std::uint64_t> effects) const {
  CREDITSIM_CHECK(effects.size() == faults_.size());
  std::map<std::uint32_t, std::uint64_t> by_entry;
  for (const auto& [entry, kind] : required_)
    by_entry[entry] = 0;
  for (std::size_t fault = 0; fault < faults_.size(); ++fault)
    if (const auto entry = by_entry.find(origins_[fault]); entry != by_entry.end())
      entry->second += effects[fault];
  std::vector<std::string> names;
  for (const auto& [entry, kind] : required_)
    if (by_entry[entry] == 0)
      names.push_back("faults[" + std::to_string(entry) + "] (" + std::string{traits_of(kind).name} + ")");
  return names;
}

bool FaultPlan::hits(std::uint32_t fault, NodeIndex node) const {
  const auto& nodes = faults_[fault].nodes;
  return nodes.empty() || std::binary_search(nodes.begin(), nodes.end(), node);
}

} // namespace creditsim::core
