// SPDX-License-Identifier: MIT
#include "core/node.hpp"

#include "core/check.hpp"
#include "core/entry_ledger.hpp"
#include "core/hash.hpp"
#include "core/ledger_factory.hpp"
#include "core/random.hpp"
#include "core/sampling.hpp"

#include <algorithm>
#include <tuple>

namespace creditsim::core {

namespace {

constexpr std::int64_t to_ms(TimeUs time_us) {
  return time_us / 1000; // the reference's clock counts milliseconds
}

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

} // namespace

struct Node::Turn {
  TimeUs now_us = 0;
  NodeIndex source = no_node; // who caused the event
  TimeUs window_end_us = 0;
  Outbox& outbox;
  LedgerDigests digests; // of the replica when it was last looked at
};

// What the desk does happens in the turn of the event at hand.
class Node::Port final : public DeskPort {
public:
  Port(Node& node, Turn& turn) : node_{node}, turn_{turn} {}

  TimeUs now_us() const override { return turn_.now_us; }
  void send_work(NodeIndex to, Payload payload) override {
    node_.send(to, std::move(payload), Sending::Role::single, turn_);
  }
  void set_timer(TimeUs due_us, Payload payload) override { node_.set_timer(due_us, std::move(payload), turn_); }
  void report(const TaskReport& report) override {
    turn_.outbox.tasks.push_back(report);
    turn_.outbox.tasks.back().time_us = turn_.now_us;
  }
  void paid() override { node_.wrote(turn_); }
  void charged() override {
    node_.wrote(turn_);
    node_.note_overdraft(turn_);
  }

private:
  Node& node_;
  Turn& turn_;
};

Node::Node(NodeWorld& world, NodeIndex self, NodeFigures& figures)
    : world_{world}, ids_{self * ids_per_node + 1}, ledger_{make_ledger(world, self, self, ids_)}, figures_{figures},
      self_{self}, slot_{self} {
  make_system();
}

TaskDesk& Node::desk() {
  if (!desk_)
    desk_ = std::make_unique<TaskDesk>(world_, *system_, *ledger_, figures_, epoch_);
  return *desk_;
}

void Node::make_system() {
  const bool joins = world_.churn.start_us(self_) > 0;
  system_.emplace(*ledger_, CreditSystemOptions{.node = world_.names->name(self_),
                                                .rules = &world_.scenario.credits,
                                                .economy = world_.scenario.rules,
                                                .grants = !joins || world_.scenario.credits.grant_on_join ==
                                                                        CreditRules::GrantOnJoin::yes});
}

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
  if (started_ || std::holds_alternative<NodeStart>(payload))
    std::visit([&](const auto& what) { on(what, turn); }, payload);
  else
    miss(payload, turn);
  note_changes(turn);
  figures_.open_work = desk_ ? desk_->open_work() : 0;
  figures_.chain = chain64(figures_.chain, event_hash(stamp, payload));
  figures_.chain = chain64(figures_.chain, chain64(turn.digests.counters, turn.digests.metadata));
  if (turn.outbox.record != nullptr)
    turn.outbox.record->push_back({self_, stamp, payload_name(payload), figures_.chain});
}

// Nobody is there yet: what arrives is lost.
void Node::miss(const Payload& payload, Turn& turn) {
  ++turn.outbox.traffic.lost;
  if (is_work(payload))
    --turn.outbox.traffic.work_in_flight;
  if (const auto* task = std::get_if<TaskMessage>(&payload))
    turn.outbox.tasks.push_back(
        {.task = task->task.id, .step = TaskReport::Step::dropped, .copies = 1, .time_us = turn.now_us});
}

void Node::on(const NodeStart&, Turn& turn) {
  started_ = true;
  begin(turn);
  const WorkloadSpec& workload = world_.scenario.workload;
  if (workload.kind == WorkloadSpec::Kind::rumour && self_ < workload.rumours) {
    ledger_->set_metadata("rumour", workload.rumours == 1 ? "true" : std::to_string(self_), to_ms(turn.now_us));
    metadata_created_ = self_ == 0; // one key, whoever writes it
    wrote(turn);
  }
}

// A start, the first or another: the grant where it is due, and gossip.
void Node::begin(Turn& turn) {
  const auto& scenario = world_.scenario;
  const Credits granted_before = ledger_->own().granted;
  // A ledger that starts has room for any grant that a scenario may name.
  CREDITSIM_CHECK(system_->initialize(to_ms(turn.now_us)).ok());
  if (ledger_->own().granted != granted_before)
    wrote(turn);
  if (scenario.gossip.mode == GossipSpec::Mode::none)
    return;
  const TimeUs interval_us = scenario.gossip.interval_us;
  const bool lock_step = scenario.gossip.phase == GossipSpec::Phase::lock_step;
  const Draw draw{scenario.seed, Purpose::gossip_phase, self_, epoch_};
  const TimeUs wait_us = lock_step ? interval_us - turn.now_us % interval_us
                                   : 1 + static_cast<TimeUs>(draw.below(static_cast<std::uint64_t>(interval_us)));
  set_timer(turn.now_us + wait_us, GossipTick{epoch_}, turn);
}

void Node::on(const NodeRestart& restart, Turn& turn) {
  const Scenario& scenario = world_.scenario;
  const bool per_incarnation = scenario.rules.counters == Rules::Counters::per_incarnation;
  const Slot slot = per_incarnation ? restart.slot : slot_;
  ++epoch_;
  Port port{*this, turn};
  if (scenario.churn.restart_from == ChurnSpec::RestartFrom::nothing) {
    forget_everything(slot, turn);
  } else if (auto* corrected = dynamic_cast<EntryLedger*>(ledger_.get()); corrected != nullptr && slot != slot_) {
    past_ = std::make_unique<AccountFigures>(written());
    corrected->restart(slot);
  }
  slot_ = slot;
  // Whatever form the ledger has, the system's own table of tasks was in memory only (fault F1).
  make_system();
  if (desk_)
    desk_->restart(epoch_, port);
  strategy_.reset();
  round_start_.reset();
  begin(turn);
}

// What was written stays written, whatever the node remembers of it.
AccountFigures Node::written() const {
  AccountFigures all = ledger_->own();
  if (!past_)
    return all;
  const bool once = world_.scenario.rules.grant == Rules::Grant::once_per_identity;
  all.granted = once ? std::max(past_->granted, all.granted) : past_->granted + all.granted;
  all.earned += past_->earned;
  all.spent += past_->spent;
  all.refunded += past_->refunded;
  all.entries += past_->entries;
  return all;
}

// The store is empty: the identity starts as if it never had, and hears of its past by gossip.
void Node::forget_everything(Slot slot, Turn& turn) {
  Port port{*this, turn};
  past_ = std::make_unique<AccountFigures>(written());
  if (desk_)
    desk_->abandon(port);
  desk_.reset();
  system_.reset();
  ledger_ = make_ledger(world_, self_, slot, ids_);
}

void Node::on(const GossipTick& tick, Turn& turn) {
  if (tick.epoch != epoch_)
    return;
  const auto& gossip = world_.scenario.gossip;
  set_timer(turn.now_us + gossip.interval_us, GossipTick{epoch_}, turn);
  if (gossip.reply_from == GossipSpec::ReplyFrom::round_start)
    round_start_ = std::make_unique<Shipment>(strategy().shipment(*ledger_, self_, to_ms(turn.now_us)));
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
  const Shipment shipment = round_start_ ? *round_start_ : strategy().shipment(*ledger_, peer, to_ms(turn.now_us));
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
  const auto joined = system_->join(*message.state, to_ms(turn.now_us));
  if (!joined) {
    ++turn.outbox.traffic.rejected;
    return;
  }
  turn.outbox.traffic.entries_received += joined.value().entries_received;
  turn.outbox.traffic.entries_redundant += joined.value().entries_redundant;
  note_changes(turn); // before a reply, which carries what was just joined
}

template <class Work> void Node::on(const Work& work, Turn& turn) {
  if constexpr (is_work_message<Work>) {
    ++figures_.messages_received;
    ++turn.outbox.traffic.delivered;
    --turn.outbox.traffic.work_in_flight;
  }
  Port port{*this, turn};
  desk().on(work, turn.source, port);
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

// Remembers an own write, for convergence times, staleness and the sums over all nodes.
void Node::wrote(Turn& turn) {
  const LedgerDigests now = ledger_->digests();
  for (std::size_t part = 0; part < ledger_parts; ++part)
    if (part_digest(now, part) != part_digest(turn.digests, part))
      turn.outbox.wrote_us[part] = std::max(turn.outbox.wrote_us[part], turn.now_us);
  const AccountFigures own = written();
  figures_.granted = own.granted;
  figures_.earned = own.granted + own.earned;
  figures_.spent = own.spent;
  figures_.refunded = own.refunded;
  figures_.entries_created = own.entries + (metadata_created_ ? 1 : 0);
  if (world_.scenario.gossip.mode != GossipSpec::Mode::none)
    world_.writes[slot_].emplace_back(turn.now_us, ledger_->progress(slot_));
}

// Whoever spends must have had it, as far as it knew: what a lost store forgot is debt, not overdraft.
void Node::note_overdraft(Turn& turn) {
  auto& first = turn.outbox.overdraft;
  const Overdraft seen{.time_us = turn.now_us, .node = self_, .account = ledger_->account()};
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
  figures_.believed_balance = system_->balance();
  figures_.entries_known = static_cast<std::uint32_t>(ledger_->entries_known());
  if (strategy_)
    strategy_->replica_changed();
}

TimeUs Node::staleness_us(TimeUs now_us) const {
  TimeUs oldest_us = now_us;
  for (Slot owner = 0; owner < world_.writes.size(); ++owner) {
    const OwnerWrites& writes = world_.writes[owner];
    if (writes.empty() || world_.topology.component(world_.churn.node_of(owner)) != world_.topology.component(self_))
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
