// SPDX-License-Identifier: MIT
#include "core/link_faults.hpp"

#include "core/fault_traits.hpp"
#include "core/random.hpp"

#include <algorithm>
#include <numeric>

namespace creditsim::core {

namespace {

/// Places 0, 1, ... in an order that the draws decide: by place, its rank.
template <class DrawAt> std::vector<std::size_t> ranks(std::size_t count, const DrawAt& draw_at) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair{draw_at(a).bits(), a} < std::pair{draw_at(b).bits(), b};
  });
  std::vector<std::size_t> result(count);
  for (std::size_t rank = 0; rank < count; ++rank)
    result[order[rank]] = rank;
  return result;
}

} // namespace

LinkFaults::LinkFaults(const FaultPlan& plan, const LinkModel& links, std::uint64_t seed)
    : plan_{&plan}, links_{links}, seed_{seed} {
  for (std::uint32_t fault = 0; fault < plan.faults().size(); ++fault) {
    const FaultKind kind = plan.faults()[fault].kind;
    const FaultGroup group = traits_of(kind).group;
    if (group == FaultGroup::messages || group == FaultGroup::links)
      faults_.push_back(fault);
    if (kind == FaultKind::swizzle)
      swizzles_.emplace(fault, swizzle(fault));
  }
}

// All are cut in the first half and healed in the second; the draws are named by node and beginning.
std::vector<LinkFaults::Cut> LinkFaults::swizzle(std::uint32_t fault) const {
  const FaultSpec& spec = plan_->faults()[fault];
  const auto draw = [&](std::uint64_t half) {
    return [this, &spec, half](std::size_t place) {
      return Draw{seed_, Purpose::fault_swizzle, spec.nodes[place], static_cast<std::uint64_t>(spec.at_us) << 1 | half};
    };
  };
  const auto count = static_cast<TimeUs>(spec.nodes.size());
  const auto cut = ranks(spec.nodes.size(), draw(0));
  const auto heal = ranks(spec.nodes.size(), draw(1));
  const TimeUs half_us = spec.for_us / 2;
  std::vector<Cut> cuts;
  for (std::size_t place = 0; place < spec.nodes.size(); ++place)
    cuts.emplace_back(spec.at_us + half_us * static_cast<TimeUs>(cut[place]) / count,
                      spec.at_us + half_us + half_us * static_cast<TimeUs>(heal[place] + 1) / count);
  return cuts;
}

void LinkFaults::look_at(TimeUs time_us) {
  if (active_from_us_ <= time_us && time_us < active_to_us_)
    return;
  active_.clear();
  active_from_us_ = 0;
  active_to_us_ = never;
  for (const std::uint32_t fault : faults_) {
    const TimeUs begin_us = plan_->faults()[fault].at_us;
    const TimeUs end_us = plan_->end_us(fault);
    if (begin_us <= time_us && time_us < end_us)
      active_.push_back(fault);
    for (const TimeUs edge_us : {begin_us, end_us})
      if (edge_us <= time_us)
        active_from_us_ = std::max(active_from_us_, edge_us);
      else
        active_to_us_ = std::min(active_to_us_, edge_us);
  }
}

bool LinkFaults::hits(std::uint32_t fault, const Letter& letter) const {
  return plan_->hits(fault, letter.sending.from) || plan_->hits(fault, letter.to);
}

bool LinkFaults::swizzled(std::uint32_t fault, NodeIndex node, TimeUs time_us) const {
  const auto& nodes = plan_->faults()[fault].nodes;
  const auto found = std::lower_bound(nodes.begin(), nodes.end(), node);
  if (found == nodes.end() || *found != node)
    return false;
  const auto [from_us, to_us] = swizzles_.at(fault)[static_cast<std::size_t>(found - nodes.begin())];
  return from_us <= time_us && time_us < to_us;
}

bool LinkFaults::cuts(std::uint32_t fault, const Letter& letter) const {
  const FaultSpec& spec = plan_->faults()[fault];
  const NodeIndex from = letter.sending.from;
  const bool from_target = plan_->hits(fault, from);
  const bool to_target = plan_->hits(fault, letter.to);
  switch (spec.kind) {
  case FaultKind::partition:
    return from_target != to_target;
  case FaultKind::one_way_partition:
    return from_target && !to_target;
  case FaultKind::partial_partition: {
    const NodeIndex second_half = spec.nodes[spec.nodes.size() / 2];
    return from_target && to_target && (from < second_half) != (letter.to < second_half);
  }
  case FaultKind::flapping:
    return from_target != to_target && (letter.sent_us - spec.at_us) / spec.period_us % 2 == 0;
  case FaultKind::swizzle:
    return swizzled(fault, from, letter.sent_us) || swizzled(fault, letter.to, letter.sent_us);
  default:
    return false;
  }
}

std::uint32_t LinkFaults::likeliest(FaultKind kind, const Letter& letter) const {
  std::uint32_t best = no_fault;
  for (const std::uint32_t fault : active_) {
    const FaultSpec& spec = plan_->faults()[fault];
    if (spec.kind == kind && hits(fault, letter) &&
        (best == no_fault || spec.probability > plan_->faults()[best].probability))
      best = fault;
  }
  return best;
}

bool LinkFaults::strikes(std::uint32_t fault, Purpose purpose, const Letter& letter) const {
  return fault != no_fault &&
         Draw{seed_, purpose, letter.sending.from, letter.sending.sequence}.chance(plan_->faults()[fault].probability);
}

void LinkFaults::apply(const Letter& letter, Fate& fate, std::span<std::uint64_t> effects) {
  look_at(letter.sent_us);
  if (active_.empty() || fate.lost)
    return;
  const auto cut = std::find_if(active_.begin(), active_.end(), [&](auto fault) { return cuts(fault, letter); });
  if (cut != active_.end()) {
    fate.lost = true;
    ++effects[*cut];
    return;
  }
  if (const auto loss = likeliest(FaultKind::loss, letter); strikes(loss, Purpose::fault_loss, letter)) {
    fate.lost = true;
    ++effects[loss];
    return;
  }
  const auto twice = likeliest(FaultKind::duplication, letter);
  if (!fate.duplicated && strikes(twice, Purpose::fault_duplication, letter)) {
    fate.duplicated = true;
    fate.duplicate_latency_us = links_.latency_us(letter.sending, Purpose::fault_duplicate_latency);
    ++effects[twice];
  }
  const auto late = likeliest(FaultKind::delay, letter);
  if (late != no_fault) {
    // One number decides whether and by how much.
    const double unit = Draw{seed_, Purpose::fault_delay, letter.sending.from, letter.sending.sequence}.unit();
    const FaultSpec& spec = plan_->faults()[late];
    if (unit < spec.probability) {
      const auto by_us = 1 + static_cast<TimeUs>(unit / spec.probability * static_cast<double>(spec.by_us));
      fate.latency_us += std::min({by_us, spec.by_us, plan_->end_us(late) - letter.sent_us});
      ++effects[late];
    }
  }
  if (const auto damage = likeliest(FaultKind::corruption, letter);
      strikes(damage, Purpose::fault_corruption, letter)) {
    fate.corrupted = true;
    ++effects[damage];
  }
  std::uint32_t narrowest = no_fault;
  for (const std::uint32_t fault : active_) {
    const FaultSpec& spec = plan_->faults()[fault];
    if (spec.kind == FaultKind::bandwidth && plan_->hits(fault, letter.sending.from) &&
        (narrowest == no_fault || spec.bytes_per_s < plan_->faults()[narrowest].bytes_per_s))
      narrowest = fault;
  }
  if (narrowest != no_fault)
    queue(narrowest, letter, fate, effects);
}

void LinkFaults::queue(std::uint32_t fault, const Letter& letter, Fate& fate, std::span<std::uint64_t> effects) {
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t rate = plan_->faults()[fault].bytes_per_s;
  const auto sending_us = static_cast<TimeUs>(
      std::min<Wide>((Wide{letter.bytes} * 1'000'000 + rate - 1) / rate, static_cast<Wide>(plan_->end_us(fault))));
  TimeUs& free_us = free_us_[letter.sending.from];
  free_us = std::min(std::max(free_us, letter.sent_us) + sending_us, plan_->end_us(fault));
  const TimeUs waits_us = free_us - letter.sent_us;
  if (waits_us <= 0)
    return;
  fate.latency_us += waits_us;
  fate.duplicate_latency_us += waits_us;
  ++effects[fault];
}

} // namespace creditsim::core
