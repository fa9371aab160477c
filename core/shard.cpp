// SPDX-License-Identifier: MIT
#include "core/shard.hpp"

#include "core/hash.hpp"

#include <algorithm>
#include <utility>

namespace creditsim::core {

namespace {

constexpr std::uint32_t observed_max = 1000;

} // namespace

Shard::Shard(const NodeWorld& world, const ShardMap& map, std::uint32_t index, NodeFigures* figures)
    : world_{world}, map_{map}, index_{index}, figures_{figures}, mail_{world, map, index},
      gossips_{world.scenario.gossip.mode != GossipSpec::Mode::none}, crossing_(map.shards()) {
  outbox_.effects.resize(world.faults.faults().size());
  const std::uint32_t step = std::max(1U, (world.topology.node_count() + observed_max - 1) / observed_max);
  for (NodeIndex node = first(); node < end(); ++node) {
    if (counts(node))
      census_.add(world_.topology.component(node), figures_[node].digests);
    if ((gossips_ || world_.records != nullptr) && node % step == 0)
      observed_.push_back(node);
  }
}

const std::vector<Batch>& Shard::open_window(WindowOrder& order) {
  outbox_.record = order.record ? &records_ : nullptr;
  outbox_.log = order.log ? &log_ : nullptr;
  for (auto& events : order.arrivals)
    mail_.accept(std::move(events));
  return mail_.open_window(order.end_us);
}

WindowReport Shard::close_window(const WindowOrder& order) {
  WindowReport report = totals_;
  report.digest = std::exchange(window_digest_, 0);
  report.tasks = std::move(outbox_.tasks);
  outbox_.tasks.clear();
  report.records = std::exchange(records_, {});
  report.log = std::exchange(log_, {});
  report.traffic = outbox_.traffic;
  report.effects = outbox_.effects;
  report.wrote_us = outbox_.wrote_us;
  report.changed_us = outbox_.changed_us;
  report.checks = std::exchange(outbox_.checks, {});
  report.next_event_us = mail_.next_time();
  for (const auto& events : crossing_)
    for (const auto& event : events)
      report.next_event_us = std::min(report.next_event_us, event.stamp.time_us);
  report.crossing = std::exchange(crossing_, std::vector<std::vector<Event>>(map_.shards()));
  report.counted = order.census && gossips_;
  if (report.counted)
    for (std::size_t part = 0; part < report.census.size(); ++part)
      report.census[part] = census_.groups(part, world_.topology.component_count());
  return report;
}

void Shard::after_activation(NodeIndex node) {
  const NodeFigures& now = figures_[node];
  if (counts(node) && now.gone && !before_.gone)
    census_.remove(world_.topology.component(node), before_.digests);
  else if (counts(node) && !now.gone && now.digests != before_.digests)
    census_.change(world_.topology.component(node), before_.digests, now.digests);
  totals_.granted += now.granted - before_.granted;
  totals_.earned += now.earned - before_.earned;
  totals_.spent += now.spent - before_.spent;
  totals_.refunded += now.refunded - before_.refunded;
  totals_.open_work += std::uint64_t{now.open_work} - before_.open_work;
  window_digest_ += mix64(chain64(now.chain, node)); // a sum: the order of the nodes depends on the shards
  mail_.send(outbox_, crossing_);
}

SampleReport Shard::sample() const {
  SampleReport report;
  report.states = census_.groups(ledger_parts, end() - first());
  report.counters = census_.groups(0, end() - first());
  return report;
}

} // namespace creditsim::core
