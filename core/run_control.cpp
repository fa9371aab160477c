// SPDX-License-Identifier: MIT
#include "core/run_control.hpp"

#include "core/economy.hpp"
#include "core/fault_traits.hpp"
#include "core/hash.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>

namespace creditsim::core {

RunControl::RunControl(const NodeWorld& world, const ShardMap& map, TaskSource tasks, Dispatcher dispatcher,
                       std::span<const NodeFigures> figures, std::optional<RecordedWindows> recorded,
                       std::optional<LogOrder> logged)
    : world_{world}, map_{map}, figures_{figures}, tasks_{std::move(tasks)}, dispatcher_{std::move(dispatcher)},
      next_sample_us_{world.scenario.sample_interval_us}, arrivals_(map.shards()), latest_(map.shards()),
      effects_(world.faults.faults().size()), checks_{world, figures}, recorded_{recorded}, logged_{logged} {
  next_task_ = tasks_.next();
  plan_churn();
  plan_faults();
  std::sort(churn_.begin(), churn_.end(), [](const Event& a, const Event& b) { return b.stamp < a.stamp; });
}

void RunControl::plan_event(TimeUs time_us, NodeIndex node, Payload payload) {
  churn_.push_back(
      {.stamp = {.time_us = time_us, .event_class = EventClass::fault, .source = no_node, .sequence = churn_.size()},
       .node = node,
       .payload = std::move(payload)});
}

void RunControl::plan_churn() {
  const ChurnPlan& plan = world_.churn;
  for (NodeIndex node = 0; node < plan.nodes(); ++node)
    if (plan.start_us(node) > 0)
      plan_event(plan.start_us(node), node, NodeStart{plan.late_by(node)});
  for (const auto& restart : plan.restarts()) {
    const bool stale = restart.from == RestartFrom::stale;
    if (stale) {
      const FaultSpec& crash = world_.faults.faults()[restart.fault];
      plan_event(std::max(plan.start_us(restart.node), crash.at_us - crash.age_us), restart.node,
                 NodeSnapshot{restart.fault});
    }
    plan_event(restart.time_us, restart.node,
               NodeRestart{.slot = restart.slot, .from = restart.from, .fault = restart.fault});
  }
}

// What ends stands before what begins: a node may go from one fault into the next.
void RunControl::plan_faults() {
  const auto& faults = world_.faults.faults();
  for (std::uint32_t i = 0; i < faults.size(); ++i)
    for (const NodeIndex node : faults[i].nodes) {
      switch (faults[i].kind) {
      case FaultKind::pause:
        plan_event(world_.faults.end_us(i), node, NodeResume{i});
        break;
      default:
        break;
      }
    }
  for (std::uint32_t i = 0; i < faults.size(); ++i)
    for (const NodeIndex node : faults[i].nodes) {
      switch (faults[i].kind) {
      case FaultKind::pause:
        plan_event(faults[i].at_us, node, NodePause{});
        break;
      case FaultKind::crash:
        plan_event(faults[i].at_us, node, NodeStop{.for_good = false, .fault = i});
        break;
      case FaultKind::leave:
        plan_event(faults[i].at_us, node, NodeStop{.for_good = true, .fault = i});
        break;
      default:
        break;
      }
    }
}

// Nothing is left to be submitted, nodes have ended what they began, and no message of a task is on its way.
bool RunControl::quiet() const {
  std::uint64_t open_work = 0;
  for (const auto& report : latest_)
    open_work += report.open_work;
  // With faults a run sees all of them and the heal, whatever there is to do.
  const bool healed = world_.faults.empty() || now_us_ >= world_.faults.heal_us();
  return healed && tasks_exhausted() && churn_.empty() && open_work == 0 && traffic_.work_in_flight == 0;
}

TimeUs RunControl::next_churn_us() const { return churn_.empty() ? never : churn_.back().stamp.time_us; }

RunControl::Step RunControl::next_step() {
  const TimeUs due_us = std::min({next_event_us_, next_task_ ? next_task_->submit_us : never, next_churn_us()});
  const bool over =
      interrupted_ || checks_.replica_failed() || due_us == never || due_us > deadline_us() || (quiet() && all_equal());
  if (over) {
    if (final_sample_taken_)
      return Step::finish;
    final_sample_taken_ = true;
    return Step::sample;
  }
  if (due_us >= next_sample_us_) {
    now_us_ = next_sample_us_;
    next_sample_us_ += world_.scenario.sample_interval_us;
    return Step::sample;
  }
  now_us_ = due_us;
  return Step::window;
}

std::vector<WindowOrder> RunControl::take_orders() {
  const bool log = logged_ && now_us_ <= logged_->until_us;
  const TimeUs end_us = std::min(now_us_ + world_.scenario.network.latency.min_us, next_sample_us_);
  std::vector<WindowOrder> orders(map_.shards());
  for (std::uint32_t shard = 0; shard < map_.shards(); ++shard) {
    orders[shard].end_us = end_us;
    orders[shard].arrivals = std::move(arrivals_[shard]);
    arrivals_[shard].clear();
  }
  dispatch_until(end_us, orders);
  for (auto& order : orders) {
    order.census = tasks_exhausted(); // nobody asks for it earlier
    order.log = log;
    order.record = recorded_ && recorded_->contains(window_digests_.size());
  }
  now_us_ = end_us;
  return orders;
}

void RunControl::dispatch_until(TimeUs end_us, std::vector<WindowOrder>& orders) {
  std::vector<std::vector<Event>> dispatched(map_.shards());
  while (next_task_ && next_task_->submit_us < end_us) {
    Event event = dispatch_of(*next_task_);
    dispatched[map_.shard_of(event.node)].push_back(std::move(event));
    next_task_ = tasks_.next();
  }
  churn_until(end_us, dispatched);
  for (std::uint32_t shard = 0; shard < map_.shards(); ++shard)
    if (!dispatched[shard].empty())
      orders[shard].arrivals.push_back(std::move(dispatched[shard]));
}

Event RunControl::dispatch_of(const Task& task) {
  Submission submission = dispatcher_.submission(task, world_.churn);
  const NodeIndex submitter = submission.task.submitter;
  return {
      .stamp = {.time_us = task.submit_us, .event_class = EventClass::dispatch, .source = no_node, .sequence = task.id},
      .node = submitter,
      .payload = std::move(submission)};
}

void RunControl::churn_until(TimeUs end_us, std::vector<std::vector<Event>>& dispatched) {
  while (next_churn_us() < end_us) {
    dispatched[map_.shard_of(churn_.back().node)].push_back(std::move(churn_.back()));
    churn_.pop_back();
  }
}

void RunControl::window_done(std::vector<WindowReport> reports) {
  next_event_us_ = never;
  std::uint64_t digest = 0;
  traffic_ = {};
  effects_.assign(world_.faults.faults().size(), 0);
  for (auto& report : reports) {
    for (std::size_t fault = 0; fault < effects_.size(); ++fault)
      effects_[fault] += report.effects[fault];
    next_event_us_ = std::min(next_event_us_, report.next_event_us);
    for (std::uint32_t shard = 0; shard < map_.shards(); ++shard)
      if (!report.crossing[shard].empty())
        arrivals_[shard].push_back(std::move(report.crossing[shard]));
    report.crossing.clear();
    board_.add(report.tasks);
    traffic_ += report.traffic;
    digest += report.digest;
  }
  collect_records(reports);
  collect_log(reports);
  board_.close_window();
  window_digests_.push_back(digest);
  latest_ = std::move(reports);
  checks_.window_done(latest_, board_.held() + board_.unbooked(), now_us_);
  const bool counted =
      std::all_of(latest_.begin(), latest_.end(), [](const WindowReport& report) { return report.counted; });
  for (std::size_t part = 0; part < ledger_parts; ++part) {
    std::vector<std::vector<ReplicaCensus::Group>> shards;
    for (auto& report : latest_)
      shards.push_back(std::move(report.census[part]));
    equal_[part] = counted && equal_within_components(shards);
  }
}

void RunControl::collect_records(std::vector<WindowReport>& reports) {
  if (!recorded_ || !recorded_->contains(window_digests_.size()))
    return;
  auto& records = records_.emplace_back();
  for (auto& report : reports) // shards are slices of the nodes, in order
    records.insert(records.end(), report.records.begin(), report.records.end());
}

void RunControl::collect_log(std::vector<WindowReport>& reports) {
  if (!logged_)
    return;
  for (auto& report : reports)
    log_.insert(log_.end(), std::make_move_iterator(report.log.begin()), std::make_move_iterator(report.log.end()));
  if (log_.size() / 2 > logged_->kept)
    log_.erase(log_.begin(), log_.end() - static_cast<std::ptrdiff_t>(logged_->kept));
}

// Windows follow each other, and in each the nodes stand in order: only the times within a window are to be sorted.
std::vector<LoggedEvent> RunControl::log() const {
  std::vector<LoggedEvent> sorted = log_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const LoggedEvent& a, const LoggedEvent& b) { return a.time_us < b.time_us; });
  return sorted;
}

bool RunControl::all_equal() const {
  if (world_.scenario.gossip.mode == GossipSpec::Mode::none)
    return true; // nothing will make them equal: there is nothing to wait for
  return std::all_of(equal_.begin(), equal_.end(), [](bool equal) { return equal; });
}

EconomySummary RunControl::economy() const {
  std::vector<NodeFigures> identities;
  if (world_.node_faults.has_devices())
    identities = figures_by_identity(figures_, world_.node_faults, world_.scenario.rules.grant);
  return economy_of(world_.node_faults.has_devices() ? identities : figures_, board_.summary(),
                    {.held = board_.held(), .unbooked = board_.unbooked()}, world_.scenario.rules.payment, now_us_);
}

void RunControl::sample_done(const std::vector<SampleReport>& reports) {
  Sample sample;
  sample.time_us = now_us_;
  sample.entries_known_share = known_share();
  std::vector<std::vector<ReplicaCensus::Group>> states;
  std::vector<std::vector<ReplicaCensus::Group>> counters;
  std::vector<TimeUs> staleness_us;
  for (const auto& report : reports) {
    states.push_back(report.states);
    counters.push_back(report.counters);
    for (const Observation& seen : report.observations)
      staleness_us.push_back(seen.staleness_us);
  }
  checks_.sample_done(reports, now_us_, last_sample());
  if (world_.scenario.gossip.mode != GossipSpec::Mode::none) {
    const auto share = [&](const auto& shards) {
      return static_cast<double>(replicas_in_largest_groups(shards)) / static_cast<double>(nodes_compared());
    };
    sample.replicas_equal_share = share(states);
    sample.counters_equal_share = share(counters);
  }
  if (!world_.writes.empty()) {
    std::sort(staleness_us.begin(), staleness_us.end());
    sample.staleness_p50_us = staleness_us[(staleness_us.size() - 1) / 2];
    sample.staleness_p99_us = staleness_us[(staleness_us.size() - 1) * 99 / 100];
  }
  sample.tasks = board_.summary();
  sample.economy = economy();
  sample.messages = traffic_.sent;
  sample.bytes = traffic_.gossip_bytes;
  if (samples_.empty() || samples_.back().time_us < now_us_)
    samples_.push_back(sample);
  else
    samples_.back() = sample; // the end of the run on a sampling time
}

std::size_t RunControl::nodes_compared() const {
  if (world_.faults.empty())
    return figures_.size();
  std::size_t compared = 0;
  for (NodeIndex node = 0; node < figures_.size(); ++node)
    compared += figures_[node].gone || world_.node_faults.hostile(node) ? 0 : 1;
  return std::max<std::size_t>(1, compared);
}

std::vector<Coverage> RunControl::coverage() const {
  const auto& faults = world_.faults.faults();
  if (faults.empty() && world_.scenario.faults.empty() && !world_.scenario.swarm)
    return {};
  std::map<std::string, std::uint64_t> counts;
  for (const FaultSpec& fault : world_.scenario.faults)
    counts["fault." + std::string{traits_of(fault.kind).name}] += 0;
  static constexpr std::array<const char*, 4> stores{"newest", "nothing", "stale", "torn"};
  for (std::size_t i = 0; i < faults.size(); ++i) {
    counts["fault." + std::string{traits_of(faults[i].kind).name}] += effects_[i];
    if (faults[i].kind == FaultKind::crash)
      counts[std::string{"restart."} + stores[static_cast<std::size_t>(faults[i].restart_from)]] += effects_[i];
  }
  // Those from `equivocation` on are for hostile nodes and damage, and are listed where they were taken.
  static constexpr std::array<const char*, ledger_branches> branches{"prune",
                                                                     "refused_payment",
                                                                     "rejected",
                                                                     "resend",
                                                                     "reversal",
                                                                     "torn",
                                                                     "equivocation",
                                                                     "rejected.malformed",
                                                                     "rejected.invalid_value",
                                                                     "rejected.overflow",
                                                                     "rejected.not_authentic",
                                                                     "rejected.stamp_ahead"};
  for (std::size_t branch = 0; branch < branches.size(); ++branch)
    if (branch < static_cast<std::size_t>(LedgerBranch::equivocation) || traffic_.branches[branch] > 0)
      counts[std::string{"ledger."} + branches[branch]] = traffic_.branches[branch];
  if (board_.reports_unasked() > 0)
    counts["ledger.unasked_report"] = board_.reports_unasked();
  const TaskSummary& tasks = board_.summary();
  counts["ledger.late"] = tasks.reports_late;
  counts["ledger.redispatch"] = tasks.redispatched;
  counts["ledger.release"] = tasks.released;
  counts["ledger.second_report"] = tasks.reports_settled;
  counts["ledger.second_payment"] = board_.refused_credited();
  std::vector<Coverage> result;
  result.reserve(counts.size());
  for (const auto& [name, count] : counts)
    result.push_back({name, count});
  return result;
}

std::optional<double> RunControl::known_share() const {
  std::vector<std::uint64_t> created(world_.topology.component_count());
  std::uint64_t known = 0;
  for (NodeIndex node = 0; node < figures_.size(); ++node) {
    created[world_.topology.component(node)] += figures_[node].entries_created;
    known += figures_[node].entries_known;
  }
  std::uint64_t wanted = 0;
  for (std::uint32_t component = 0; component < created.size(); ++component)
    wanted += created[component] * world_.topology.component_size(component);
  if (wanted == 0)
    return std::nullopt;
  return static_cast<double>(known) / static_cast<double>(wanted);
}

ConvergenceFigures RunControl::convergence_of(std::size_t part) const {
  if (world_.scenario.gossip.mode == GossipSpec::Mode::none)
    return {};
  const ConvergenceTimes times = times_of(part);
  ConvergenceFigures figures;
  figures.converged = times.equal;
  if (!times.equal)
    return figures;
  figures.time_us = std::max<TimeUs>(0, times.changed_us - times.wrote_us);
  figures.rounds = static_cast<std::uint64_t>(*figures.time_us / world_.scenario.gossip.interval_us);
  return figures;
}

ConvergenceTimes RunControl::times_of(std::size_t part) const {
  ConvergenceTimes times{.wrote_us = -1, .changed_us = -1};
  const bool whole = part == ledger_parts;
  for (const auto& report : latest_)
    for (std::size_t p = 0; p < ledger_parts; ++p)
      if (whole || p == part) {
        times.wrote_us = std::max(times.wrote_us, report.wrote_us[p]);
        times.changed_us = std::max(times.changed_us, report.changed_us[p]);
      }
  times.equal = whole ? std::all_of(equal_.begin(), equal_.end(), [](bool e) { return e; }) : equal_[part];
  return times;
}

RunResult RunControl::result() const {
  RunResult result;
  result.interrupted = interrupted_;
  result.nodes = static_cast<std::uint32_t>(figures_.size());
  result.events = traffic_.events;
  result.end_us = now_us_;
  result.trace_digest = trace_digest();
  result.convergence = {.all = convergence_of(ledger_parts),
                        .counters = convergence_of(0),
                        .metadata = convergence_of(1),
                        .transactions = convergence_of(2),
                        .messages = traffic_.gossip_messages,
                        .bytes = traffic_.gossip_bytes};
  result.messages = {.sent = traffic_.sent,
                     .delivered = traffic_.delivered,
                     .lost = traffic_.lost,
                     .duplicated = traffic_.duplicated,
                     .rejected = traffic_.rejected};
  result.dedup = {.entries_received = traffic_.entries_received,
                  .entries_redundant = traffic_.entries_redundant,
                  .refused_already_credited = board_.refused_credited(),
                  .refused_already_charged = board_.refused_charged()};
  result.tasks = board_.summary();
  result.economy = economy();
  result.attacker_profit = attacker_profit();
  result.samples = samples_;
  result.node_rows.reserve(figures_.size());
  for (NodeIndex node = 0; node < figures_.size(); ++node)
    result.node_rows.push_back(row_of(node));
  result.coverage = coverage();
  result.missed = world_.faults.missed(effects_);
  checks_.conclude(board_, times_of(ledger_parts), result);
  return result;
}

std::optional<Credits> RunControl::attacker_profit() const {
  std::optional<Credits> profit;
  for (NodeIndex node = 0; node < figures_.size(); ++node)
    if (world_.node_faults.gains(node))
      profit = profit.value_or(Credits{}) + world_.hostile_gains[node].unearned;
  return profit;
}

NodeRow RunControl::row_of(NodeIndex node) const {
  const NodeFigures& figures = figures_[node];
  return {.node = node,
          .name = world_.names->name(node),
          .degree = world_.topology.degree(node),
          .granted = figures.granted,
          .earned = figures.earned - figures.granted,
          .spent = figures.spent,
          .refunded = figures.refunded,
          .account = figures.account(),
          .believed_balance = figures.believed_balance,
          .tasks_submitted = figures.tasks_submitted,
          .tasks_refused = figures.tasks_refused,
          .tasks_executed = figures.tasks_executed,
          .messages_sent = figures.messages_sent,
          .messages_received = figures.messages_received,
          .entries_known = figures.entries_known};
}

std::uint64_t RunControl::trace_digest() const {
  std::uint64_t digest = 0;
  for (NodeIndex node = 0; node < figures_.size(); ++node) {
    const NodeFigures& figures = figures_[node];
    digest = chain64(digest, chain64(node, figures.chain));
    digest = chain64(digest, part_digest(figures.digests, ledger_parts));
  }
  return digest;
}

} // namespace creditsim::core
