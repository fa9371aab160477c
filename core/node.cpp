// SPDX-License-Identifier: MIT
#include "core/node.hpp"

#include "core/check.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/reference_ledger.hpp"
#include "core/sampling.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::core {

namespace {

constexpr std::int64_t to_ms(TimeUs time_us) {
  return time_us / 1000; // the reference's clock counts milliseconds
}

std::string task_name(std::uint32_t task) { return "task-" + std::to_string(task); }

std::uint64_t event_hash(const Stamp& stamp, const Payload& payload) {
  std::uint64_t hash = chain64(static_cast<std::uint64_t>(stamp.time_us), stamp.sequence);
  hash = chain64(hash, (std::uint64_t{stamp.source} << 16) | (static_cast<std::uint64_t>(stamp.event_class) << 8) |
                           stamp.copy);
  return chain64(hash, payload.index());
}

// The planted fault: as if the events had stood in a hash table whose seed differs from thread to thread.
std::vector<const Event*> in_thread_hash_order(std::span<const Event* const> due) {
  static thread_local char seed;
  const auto key = [](const Event* event) {
    return mix64(reinterpret_cast<std::uintptr_t>(&seed) + event->stamp.sequence +
                 (std::uint64_t{event->stamp.source} << 32));
  };
  std::vector<const Event*> result(due.begin(), due.end());
  std::sort(result.begin(), result.end(), [&](const Event* a, const Event* b) { return key(a) < key(b); });
  return result;
}

// Room for the transaction ids of one node among those of all others.
constexpr std::uint64_t ids_per_node = std::uint64_t{1} << 40;

// The one place that knows which ledger a node has.
std::unique_ptr<CreditLedger> make_ledger(const NodeWorld& world, NodeIndex self, IdSource& ids) {
  return std::make_unique<ReferenceLedger>(ReferenceLedgerOptions{.node = world.names->name(self),
                                                                  .names = world.names,
                                                                  .archive = world.archive,
                                                                  .max_transactions = world.scenario.credits.history,
                                                                  .ids = &ids});
}

} // namespace

struct Node::Turn {
  TimeUs now_us = 0;
  NodeIndex source = no_node; // who caused the event
  TimeUs window_end_us = 0;
  Outbox& outbox;
  LedgerDigests digests; // of the replica when it was last looked at
};

Node::Node(NodeWorld& world, NodeIndex self, NodeFigures& figures)
    : world_{world}, self_{self}, ids_{self * ids_per_node + 1}, ledger_{make_ledger(world, self, ids_)},
      system_{*ledger_, {.node = world.names->name(self), .rules = &world.scenario.credits}}, figures_{figures} {}

void Node::activate(std::span<const Event* const> due, TimeUs window_end_us, Outbox& outbox) {
  std::vector<const Event*> shuffled;
  if (world_.planted == PlantedFault::thread_hash_order) {
    shuffled = in_thread_hash_order(due);
    due = shuffled;
  }
  Turn turn{.window_end_us = window_end_us, .outbox = outbox, .digests = ledger_->digests()};
  ++outbox.traffic.activations;
  auto& soon = outbox.soon;
  std::size_t next = 0;
  while (next < due.size() || !soon.empty()) {
    if (!soon.empty() && (next == due.size() || soon.begin()->first < due[next]->stamp)) {
      const auto timer = soon.extract(soon.begin());
      handle(timer.key(), timer.mapped(), turn);
    } else {
      handle(due[next]->stamp, due[next]->payload, turn);
      ++next;
    }
  }
}

void Node::handle(const Stamp& stamp, const Payload& payload, Turn& turn) {
  turn.now_us = stamp.time_us;
  turn.source = stamp.source;
  ++turn.outbox.traffic.events;
  std::visit([&](const auto& what) { on(what, turn); }, payload);
  note_changes(turn);
  figures_.chain = chain64(figures_.chain, event_hash(stamp, payload));
  figures_.chain = chain64(figures_.chain, chain64(turn.digests.counters, turn.digests.metadata));
  if (turn.outbox.record != nullptr)
    turn.outbox.record->push_back({self_, stamp, payload_name(payload), figures_.chain});
}

void Node::on(const NodeStart&, Turn& turn) {
  const auto& scenario = world_.scenario;
  const auto initialized = system_.initialize(to_ms(turn.now_us));
  CREDITSIM_CHECK(initialized.ok()); // an empty ledger has room for any grant that a scenario may name
  if (const Credits grant = ledger_->own().granted; grant > Credits{}) {
    figures_.granted = grant;
    paid(turn);
  }
  if (scenario.workload.kind == WorkloadSpec::Kind::rumour && self_ == 0) {
    ledger_->set_metadata("rumour", "true", to_ms(turn.now_us));
    wrote(1, turn);
  }
  if (scenario.gossip.mode == GossipSpec::Mode::none)
    return;
  const TimeUs interval_us = scenario.gossip.interval_us;
  const bool lock_step = scenario.gossip.phase == GossipSpec::Phase::lock_step;
  const Draw draw{scenario.seed, Purpose::gossip_phase, self_, 0};
  const TimeUs wait_us =
      lock_step ? interval_us : 1 + static_cast<TimeUs>(draw.below(static_cast<std::uint64_t>(interval_us)));
  set_timer(turn.now_us + wait_us, GossipTick{}, turn);
}

void Node::on(const GossipTick&, Turn& turn) {
  const auto& gossip = world_.scenario.gossip;
  set_timer(turn.now_us + gossip.interval_us, GossipTick{}, turn);
  if (gossip.reply_from == GossipSpec::ReplyFrom::round_start)
    round_start_ = strategy().shipment(*ledger_, self_, to_ms(turn.now_us));
  const DistinctSpec peers{.count = std::min(gossip.fan_out, world_.topology.degree(self_)),
                           .bound = world_.topology.degree(self_)};
  const auto draw_at = [&](std::uint32_t contact) { return peer_draw(contact); };
  for (const std::uint32_t place : draw_distinct(peers, draw_at))
    open_contact(world_.topology.neighbour(self_, place), turn);
  ++rounds_;
}

Draw Node::peer_draw(std::uint32_t contact) {
  std::uint64_t index = (std::uint64_t{rounds_} << 32) | contact;
  if (world_.planted == PlantedFault::shared_generator)
    index = __atomic_fetch_add(&world_.shared_draws, 1, __ATOMIC_RELAXED);
  return {world_.scenario.seed, Purpose::gossip_peer, self_, index};
}

void Node::open_contact(NodeIndex peer, Turn& turn) {
  using Kind = GossipMessage::Kind;
  GossipMessage message;
  switch (world_.scenario.gossip.mode) {
  case GossipSpec::Mode::none:
    return;
  case GossipSpec::Mode::push:
    message.kind = Kind::push;
    break;
  case GossipSpec::Mode::pull:
    message.kind = Kind::pull;
    break;
  case GossipSpec::Mode::push_pull:
    message.kind = Kind::push_pull;
    break;
  }
  if (message.kind != Kind::pull) {
    const Shipment shipment = strategy().shipment(*ledger_, peer, to_ms(turn.now_us));
    message.state = shipment.state;
    message.bytes = shipment.bytes;
  }
  send(peer, std::move(message), Sending::Role::request, turn);
}

void Node::answer_contact(NodeIndex peer, Turn& turn) {
  const bool from_round_start = world_.scenario.gossip.reply_from == GossipSpec::ReplyFrom::round_start;
  const Shipment shipment =
      from_round_start && round_start_.state ? round_start_ : strategy().shipment(*ledger_, peer, to_ms(turn.now_us));
  send(peer, GossipMessage{GossipMessage::Kind::reply, shipment.state, shipment.bytes}, Sending::Role::reply, turn);
}

void Node::on(const GossipMessage& message, Turn& turn) {
  ++figures_.messages_received;
  ++turn.outbox.traffic.delivered;
  if (message.state)
    join(message, turn);
  if (message.kind == GossipMessage::Kind::pull || message.kind == GossipMessage::Kind::push_pull)
    answer_contact(turn.source, turn);
}

void Node::join(const GossipMessage& message, Turn& turn) {
  const auto joined = system_.join(*message.state, to_ms(turn.now_us));
  if (!joined) {
    ++turn.outbox.traffic.rejected;
    return;
  }
  turn.outbox.traffic.entries_received += joined.value().entries_received;
  turn.outbox.traffic.entries_redundant += joined.value().entries_redundant;
  note_changes(turn); // before a reply, which carries what was just joined
}

void Node::on(const Submission& submission, Turn& turn) {
  const Task& task = submission.task;
  const auto& scenario = world_.scenario;
  ++figures_.tasks_submitted;
  const std::string name = task_name(task.id);
  const auto spent = system_.spend({.node = system_.node(),
                                    .amount = scenario.credits.submission_cost.to_double(),
                                    .task = name,
                                    .type = world_.types[task.type],
                                    .priority = world_.priorities[task.priority],
                                    .peer = world_.names->name(submission.workers.front()),
                                    .id = task.id,
                                    .peer_id = submission.workers.front()},
                                   to_ms(turn.now_us));
  if (!spent) {
    const bool charged = spent.error().code == Errc::duplicate_task;
    ++figures_.tasks_refused;
    turn.outbox.tasks.push_back({task.id,
                                 charged ? TaskReport::Step::refused_charged : TaskReport::Step::refused_insufficient,
                                 0, turn.now_us});
    return;
  }
  paid(turn);
  std::uint32_t copies = 0;
  for (const NodeIndex worker : submission.workers) {
    const Draw twice{scenario.seed, Purpose::task_duplicate, task.id, copies};
    const int times = twice.chance(scenario.workload.duplicates) ? 2 : 1;
    for (int i = 0; i < times; ++i)
      send(worker, TaskMessage{task}, Sending::Role::single, turn);
    copies += static_cast<std::uint32_t>(times);
  }
  turn.outbox.tasks.push_back({task.id, TaskReport::Step::accepted, copies, turn.now_us});
}

void Node::on(const TaskMessage& message, Turn& turn) {
  ++figures_.messages_received;
  ++turn.outbox.traffic.delivered;
  turn.outbox.tasks.push_back({message.task.id, TaskReport::Step::delivered, 1, turn.now_us});
  set_timer(turn.now_us + message.task.duration_us, TaskDone{message.task}, turn);
}

void Node::on(const TaskDone& done, Turn& turn) {
  const Task& task = done.task;
  ++figures_.tasks_executed;
  const std::string name = task_name(task.id);
  // The reward knows nothing of the priority: the reference's completion event does not carry it (fault B4).
  const auto earned = system_.earn({.node = system_.node(),
                                    .amount = world_.scenario.credits.completion_reward.to_double(),
                                    .task = name,
                                    .type = world_.types[task.type],
                                    .priority = {},
                                    .peer = world_.names->name(task.submitter),
                                    .id = task.id,
                                    .peer_id = task.submitter},
                                   to_ms(turn.now_us));
  if (earned) {
    paid(turn);
  }
  turn.outbox.tasks.push_back(
      {task.id, earned ? TaskReport::Step::paid : TaskReport::Step::refused_credited, 1, turn.now_us});
}

void Node::set_timer(TimeUs due_us, Payload payload, Turn& turn) {
  const Stamp stamp{.time_us = due_us, .event_class = EventClass::timer, .source = self_, .sequence = timers_++};
  if (due_us >= turn.window_end_us)
    turn.outbox.timers.push_back({.stamp = stamp, .node = self_, .payload = std::move(payload)});
  else
    turn.outbox.soon.emplace(stamp, std::move(payload));
}

void Node::send(NodeIndex to, Payload payload, Sending::Role role, Turn& turn) {
  ++figures_.messages_sent;
  if (const auto* gossip = std::get_if<GossipMessage>(&payload)) {
    ++turn.outbox.traffic.gossip_messages;
    turn.outbox.traffic.gossip_bytes += gossip->bytes;
  }
  const std::uint64_t contact = role == Sending::Role::request ? contacts_++ : 0;
  turn.outbox.envelopes.push_back(
      {.sending = {.from = self_, .sequence = messages_++, .role = role, .contact = contact},
       .to = to,
       .sent_us = turn.now_us,
       .payload = std::move(payload)});
}

// Remembers an own write of a part, for convergence times and staleness.
void Node::wrote(std::size_t part, Turn& turn) {
  const AccountFigures own = ledger_->own();
  turn.outbox.wrote_us[part] = std::max(turn.outbox.wrote_us[part], turn.now_us);
  if (part == 1)
    ++metadata_created_;
  figures_.earned = own.granted + own.earned;
  figures_.spent = own.spent;
  figures_.entries_created = own.entries + metadata_created_;
}

// Every payment changes the counters and the transactions.
void Node::paid(Turn& turn) {
  wrote(0, turn);
  wrote(2, turn);
  if (world_.scenario.gossip.mode != GossipSpec::Mode::none)
    world_.writes[self_].emplace_back(turn.now_us, ledger_->progress(self_));
  auto& first = turn.outbox.overdraft;
  const Overdraft seen{.time_us = turn.now_us, .node = self_, .account = ledger_->own().account()};
  if (seen.account < Credits{} && (!first || std::tie(seen.time_us, seen.node) < std::tie(first->time_us, first->node)))
    first = seen;
}

void Node::note_changes(Turn& turn) {
  const LedgerDigests now = ledger_->digests();
  if (now == turn.digests)
    return;
  for (std::size_t part = 0; part < ledger_parts; ++part)
    if (part_digest(now, part) != part_digest(turn.digests, part))
      turn.outbox.changed_us[part] = std::max(turn.outbox.changed_us[part], turn.now_us);
  turn.digests = now;
  figures_.digests = now;
  figures_.believed_balance = system_.balance();
  figures_.entries_known = ledger_->entries_known();
  if (strategy_)
    strategy_->replica_changed();
}

TimeUs Node::staleness_us(TimeUs now_us) const {
  TimeUs oldest_us = now_us;
  for (OwnerId owner = 0; owner < world_.writes.size(); ++owner) {
    const OwnerWrites& writes = world_.writes[owner];
    if (writes.empty() || world_.topology.component(owner) != world_.topology.component(self_))
      continue;
    const std::int64_t seen = ledger_->progress(owner);
    if (seen >= writes.back().second)
      continue;
    const auto unseen = std::upper_bound(writes.begin(), writes.end(), seen,
                                         [](std::int64_t value, const auto& write) { return value < write.second; });
    oldest_us = std::min(oldest_us, unseen->first);
  }
  return now_us - oldest_us;
}

GossipStrategy& Node::strategy() {
  if (!strategy_)
    strategy_ = make_gossip_strategy(world_.scenario.gossip.strategy);
  return *strategy_;
}

} // namespace creditsim::core
