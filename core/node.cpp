// SPDX-License-Identifier: MIT
#include "core/node.hpp"

#include "core/check.hpp"
#include "core/check_overdraft.hpp"
#include "core/damage.hpp"
#include "core/entry_ledger.hpp"
#include "core/event_log.hpp"
#include "core/hash.hpp"
#include "core/ledger_factory.hpp"
#include "core/ledger_state_binary.hpp"
#include "core/literal_replica.hpp"
#include "core/random.hpp"
#include "core/sampling.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace creditsim::core {

namespace {

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

// The table of owners is everybody's and does not grow while nodes run: who is not in it never wrote anything.
Result<void> check_owners_known(const OwnerTable& found, const OwnerTable& known) {
  for (Slot slot = 0; slot < found.size(); ++slot) {
    const std::string& name = found.names()->name(found.identity(slot));
    const auto identity = known.names()->find(name);
    if (!identity || !known.find(*identity, found.incarnation(slot)))
      return Error{Errc::not_authentic, "entry of " + name + ", incarnation " +
                                            std::to_string(found.incarnation(slot)) + ": there is no such owner"};
  }
  return {};
}

constexpr std::string_view rumour_key = "rumour";

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
    if (const auto* report = std::get_if<WorkReport>(&payload); report != nullptr && node_.attacker() != nullptr)
      node_.attacker()->note_report({.report = *report, .submitter = to});
    node_.send(to, std::move(payload), Sending::Role::single, turn_);
  }
  void set_timer(TimeUs due_us, Payload payload) override { node_.set_timer(due_us, std::move(payload), turn_); }
  void report(const TaskReport& report) override {
    turn_.outbox.tasks.push_back(report);
    turn_.outbox.tasks.back().time_us = turn_.now_us;
    turn_.outbox.tasks.back().node = node_.self_;
    if (report.step == TaskReport::Step::refused_insufficient && node_.checks() != nullptr)
      node_.checks()->refused_task(report.task);
  }
  void took(LedgerBranch branch) override { count(branch, turn_); }
  void paid() override { node_.wrote(turn_); }
  void priced(const Task& task, Credits amount) override {
    if (node_.checks() != nullptr)
      node_.checks()->charged(
          task.id, amount, {.type = node_.world_.types[task.type], .priority = node_.world_.priorities[task.priority]});
  }
  void acknowledges(std::uint32_t task) override {
    if (node_.checks() != nullptr)
      node_.checks()->acknowledges(task);
  }
  void charged() override {
    node_.wrote(turn_);
    node_.note_overdraft(turn_);
  }
  std::int64_t clock_ms() const override { return node_.clock_ms(turn_); }
  bool works() const override {
    return node_.attacker() == nullptr || node_.attacker()->tempted(FaultKind::false_claim, turn_.now_us) == nullptr;
  }
  void unearned(Credits amount) override {
    node_.world_.hostile_gains[node_.self_].unearned += amount;
    node_.took_effect(FaultKind::false_claim, turn_);
  }

private:
  Node& node_;
  Turn& turn_;
};

// What few nodes need: for faults, for checkers, and for gossip that answers from the beginning of a round.
struct Node::Trouble {
  std::unique_ptr<NodeChecks> checks;    // null where nobody asks
  std::unique_ptr<AccountFigures> past;  // of entries that this node wrote and does not go on with
  std::unique_ptr<Attacker> attacker;    // of a hostile node
  std::unique_ptr<Shipment> round_start; // what replies carry where they speak of the round's beginning
  std::uint32_t rumour_writes_left = 0;
  TimeUs awake_us = 0; // since when the replica knows what it knows: the last start from less than it knew
  bool paused = false;
  std::vector<Event> waiting;                                      // while paused, in the order of stamps
  std::map<std::uint32_t, std::unique_ptr<EntryLedger>> snapshots; // by the crash after which they are used
  std::map<std::uint32_t, std::shared_ptr<const LedgerSnapshot>> foreign_snapshots; // likewise
  std::int64_t told = 0;               // progress of the present incarnation when a state was last sent
  TaskId horizon = 0;                  // of the present entry, when it last wrote
  std::unique_ptr<EntryLedger> stored; // what a node works without that has not read its store yet
};

Node::~Node() = default;

Node::Trouble& Node::trouble() {
  if (!trouble_)
    trouble_ = std::make_unique<Trouble>();
  return *trouble_;
}

NodeChecks* Node::checks() const { return trouble_ ? trouble_->checks.get() : nullptr; }

Attacker* Node::attacker() const { return trouble_ ? trouble_->attacker.get() : nullptr; }

void Node::note_awake(TimeUs now_us) {
  if (checks() != nullptr)
    trouble().awake_us = now_us;
}

void Node::took_effect(std::uint32_t fault, Turn& turn) const {
  if (fault != no_fault)
    ++turn.outbox.effects[fault];
}

Node::Node(NodeWorld& world, NodeIndex self, NodeFigures& figures)
    : world_{world}, ids_{ids_of(self)}, ledger_{make_ledger(world, self, first_slot(world, self), ids_)},
      figures_{figures}, self_{self}, slot_{first_slot(world, self)} {
  if (world.records != nullptr)
    trouble().checks = std::make_unique<NodeChecks>(world, self);
  const auto misdeeds = world.node_faults.misdeeds(self);
  if (!misdeeds.empty())
    trouble().attacker =
        std::make_unique<Attacker>(Attacker::Options{.seed = world.scenario.seed,
                                                     .self = self,
                                                     .authenticator_bytes = world.scenario.ledger.authenticator_bytes,
                                                     .authority = authority_of(world.scenario),
                                                     .stamp_ahead_ms = world.scenario.ledger.stamp_ahead_us / 1000},
                                   std::vector<Misdeed>(misdeeds.begin(), misdeeds.end()));
  make_system();
}

// What the node reads as the time, in milliseconds as the reference's clock counts; the engine's timers know better.
std::int64_t Node::clock_ms(Turn& turn) const {
  for (const ClockFault& fault : world_.node_faults.clock(self_))
    if (fault.lasts(turn.now_us))
      took_effect(fault.fault, turn);
  return clock_reading(world_.node_faults.clock(self_), turn.now_us) / 1000;
}

EntryLedger& Node::corrected_ledger() {
  auto* const corrected = dynamic_cast<EntryLedger*>(ledger_.get());
  CREDITSIM_CHECK(corrected != nullptr); // hostile nodes are of networks whose ledger can withstand them
  return *corrected;
}

TaskDesk& Node::desk() {
  if (!desk_)
    desk_ = std::make_unique<TaskDesk>(world_, *system_, *ledger_, figures_, epoch_);
  return *desk_;
}

void Node::make_system() {
  system_.emplace(*ledger_, system_options(world_, self_, checks()));
  if (checks() != nullptr)
    checks()->watch(*ledger_, slot_);
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
  if (world_.scenario.rules.exports == Rules::Exports::live && world_.scenario.profile == Profile::corrected)
    export_late(turn);
}

// What left in this window is the replica itself: what was written since is in it, too.
void Node::export_late(Turn& turn) {
  for (Envelope& envelope : turn.outbox.envelopes)
    if (auto* message = std::get_if<GossipMessage>(&envelope.payload); message != nullptr && message->state)
      message->state = ledger_->share(clock_reading(world_.node_faults.clock(self_), envelope.sent_us) / 1000);
}

void Node::handle(const Stamp& stamp, const Payload& payload, Turn& turn) {
  if (trouble_ && trouble_->paused && !std::holds_alternative<NodeResume>(payload)) {
    trouble_->waiting.push_back({.stamp = stamp, .node = self_, .payload = payload});
    return;
  }
  turn.now_us = stamp.time_us;
  take(stamp, payload, turn);
}

void Node::take(const Stamp& stamp, const Payload& payload, Turn& turn) {
  turn.source = stamp.source;
  ++turn.outbox.traffic.events;
  std::optional<EventNotes> notes;
  if (turn.outbox.log != nullptr)
    notes.emplace(world_, self_, *ledger_, figures_, payload, turn.outbox);
  if (attacker() != nullptr && !world_.foreign)
    corrected_ledger().set_overspending(attacker()->doing(FaultKind::overspend, turn.now_us));
  if (checks() != nullptr)
    checks()->begin(turn.now_us, turn.outbox.checks);
  const bool there = started_ || stamp.event_class == EventClass::fault;
  if (there)
    std::visit([&](const auto& what) { on(what, turn); }, payload);
  else if (stamp.event_class == EventClass::message)
    miss(payload, turn);
  else if (const auto* rumour = std::get_if<RumourWrite>(&payload))
    next_rumour(*rumour, turn); // its turn passes
  if (checks() != nullptr)
    checks()->end();
  note_failure(turn.now_us, turn.outbox.checks.findings);
  note_changes(turn);
  const std::uint32_t rumours_left = trouble_ ? trouble_->rumour_writes_left : 0;
  figures_.open_work = ((desk_ ? desk_->open_work() : 0) + rumours_left) & NodeFigures::open_work_max;
  figures_.chain = chain64(figures_.chain, event_hash(stamp, payload));
  figures_.chain = chain64(figures_.chain, chain64(turn.digests.counters, turn.digests.metadata));
  if (turn.outbox.record != nullptr)
    turn.outbox.record->push_back({self_, stamp, payload_name(payload), figures_.chain});
  if (notes)
    notes->write(turn.now_us, stamp, payload, *ledger_, !there, turn.outbox);
}

// Nobody is there: what arrives is lost, and timers have no meaning.
void Node::miss(const Payload& payload, Turn& turn) {
  // Under the rule that grants to whoever has nothing, ledgers listen before their systems start, as the reference's
  // do.
  const auto* gossip = std::get_if<GossipMessage>(&payload);
  const bool listens = world_.scenario.profile == Profile::corrected && !ledger_->initialized() &&
                       world_.scenario.rules.grant == Rules::Grant::when_empty;
  if (listens && gossip != nullptr && gossip->state) {
    ++turn.outbox.traffic.delivered;
    static_cast<void>(ledger_->join(*gossip->state, clock_ms(turn)));
    return;
  }
  ++turn.outbox.traffic.lost;
  if (is_work(payload))
    --turn.outbox.traffic.work_in_flight;
  if (const auto* task = std::get_if<TaskMessage>(&payload))
    turn.outbox.tasks.push_back(
        {.task = task->task.id, .step = TaskReport::Step::dropped, .copies = 1, .time_us = turn.now_us});
}

void Node::on(const NodeStart& start, Turn& turn) {
  started_ = true;
  note_awake(turn.now_us);
  if (checks() != nullptr)
    checks()->restarted(false);
  begin(turn);
  if (checks() != nullptr && to_be_granted())
    checks()->granted_at_start();
  const bool device = world_.node_faults.identity_of(self_) != self_; // late or not, it is one
  took_effect(device ? world_.churn.late_by(self_) : start.fault, turn);
  if (world_.scenario.workload.kind == WorkloadSpec::Kind::rumour)
    begin_rumour(turn);
}

// A further device of an identity is not: that has been.
bool Node::to_be_granted() const {
  const CreditRules& credits = world_.scenario.credits;
  return world_.node_faults.identity_of(self_) == self_ &&
         ledger_->abilities().has(LedgerAbility::grants) && // else it cannot tell
         (world_.churn.start_us(self_) == 0 || credits.grant_on_join == CreditRules::GrantOnJoin::yes);
}

void Node::begin_rumour(Turn& turn) {
  const Scenario& scenario = world_.scenario;
  const bool fresh_register = scenario.rules.clock == Rules::Clock::wall && world_.churn.start_us(self_) > 0;
  if (fresh_register) { // as if it were the value of now (fault D4)
    ledger_->set_metadata(rumour_key, "null", clock_ms(turn));
    wrote(turn);
  }
  if (self_ >= scenario.workload.rumours)
    return;
  if (scenario.workload.rumour_writes > 0)
    trouble().rumour_writes_left = scenario.workload.rumour_writes;
  metadata_created_ = self_ == 0; // one key, whoever writes it
  const TimeUs wait_us = self_ * scenario.workload.rumour_interval_us;
  if (wait_us == 0)
    on(RumourWrite{}, turn);
  else
    set_timer(turn.now_us + wait_us, RumourWrite{}, turn);
}

// Writers take turns, so that each write but those of interval 0 has a time of its own.
void Node::on(const RumourWrite& rumour, Turn& turn) {
  const WorkloadSpec& workload = world_.scenario.workload;
  const bool last = trouble().rumour_writes_left == 1 && self_ + 1 == workload.rumours;
  const bool one_value = workload.rumours == 1 && workload.rumour_writes == 1;
  std::optional<std::string> value = one_value ? "true" : std::to_string(self_ + rumour.write * workload.rumours);
  if (last && workload.rumour_ends == WorkloadSpec::RumourEnds::deletion)
    value.reset();
  if (checks() != nullptr)
    checks()->writes_metadata(rumour_key, value);
  if (value)
    ledger_->set_metadata(rumour_key, std::move(*value), clock_ms(turn));
  else
    ledger_->delete_metadata(rumour_key, clock_ms(turn));
  wrote(turn);
  next_rumour(rumour, turn);
}

void Node::next_rumour(const RumourWrite& rumour, Turn& turn) {
  const WorkloadSpec& workload = world_.scenario.workload;
  --trouble().rumour_writes_left;
  if (trouble().rumour_writes_left > 0)
    set_timer(turn.now_us + workload.rumours * workload.rumour_interval_us, RumourWrite{rumour.write + 1}, turn);
}

// A start, the first or another: the grant where it is due, and gossip.
void Node::begin(Turn& turn) {
  const auto& scenario = world_.scenario;
  const Credits granted_before = ledger_->own().granted;
  // A ledger of ours that starts has room for any grant that a scenario may name.
  const auto started = system_->initialize(clock_ms(turn));
  CREDITSIM_CHECK(started.ok() || world_.foreign);
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
  const bool per_incarnation = world_.scenario.rules.counters == Rules::Counters::per_incarnation;
  const Slot slot = per_incarnation && !goes_on_half(restart) ? restart.slot : slot_;
  started_ = true;
  ++epoch_;
  note_awake(turn.now_us);
  // A replica under test that keeps no snapshots has nothing to go on from.
  const bool newest = restart.from == RestartFrom::newest && ledger_->abilities().has(LedgerAbility::snapshot);
  if (newest) {
    start_from_newest(slot, turn);
    read_store_later(turn);
  } else {
    start_from(store_of(restart, slot, turn), turn);
  }
  if (trouble_) {
    trouble_->told = 0;
    trouble_->horizon = 0;
  }
  slot_ = slot;
  // Whatever form the ledger has, the system's own table of tasks was in memory only (fault F1).
  make_system();
  if (checks() != nullptr)
    checks()->restarted(!newest);
  Port port{*this, turn};
  if (desk_)
    desk_->restart(epoch_, port);
  strategy_.reset();
  if (trouble_)
    trouble_->round_start.reset();
  begin(turn);
  took_effect(restart.fault, turn);
}

// Of two devices that write one entry the first alone keeps account of its versions.
bool Node::shares_entry() const {
  const NodeIndex identity = world_.node_faults.identity_of(self_);
  return self_ != identity && slot_ == identity;
}

// What was written stays written, whatever the node remembers of it.
AccountFigures Node::written() const {
  AccountFigures all = ledger_->own();
  const AccountFigures* const past = trouble_ ? trouble_->past.get() : nullptr;
  if (past == nullptr)
    return all;
  const bool once = world_.scenario.rules.grant == Rules::Grant::once_per_identity &&
                    world_.planted != PlantedFault::grant_per_incarnation;
  all.granted = once ? std::max(past->granted, all.granted) : past->granted + all.granted;
  all.earned += past->earned;
  all.spent += past->spent;
  all.refunded += past->refunded;
  all.entries += past->entries;
  return all;
}

void Node::start_from_newest(Slot slot, Turn& turn) {
  ledger_->reboot(clock_ms(turn));
  auto* corrected = dynamic_cast<EntryLedger*>(ledger_.get());
  if (corrected == nullptr || slot == slot_)
    return;
  trouble().past = std::make_unique<AccountFigures>(written());
  corrected->restart(slot);
}

// The identity starts as if it had never done what the store does not know, and hears of it by gossip. What it wrote is
// written all the same; what the store knows of it under a slot that goes on is not counted twice.
void Node::start_from(std::unique_ptr<CreditLedger> store, Turn& turn) {
  forget_unsent_writes();
  auto past = std::make_unique<AccountFigures>(written());
  const AccountFigures kept = store->own();
  past->granted -= kept.granted;
  past->earned -= kept.earned;
  past->spent -= kept.spent;
  past->refunded -= kept.refunded;
  past->entries -= kept.entries;
  trouble().past = std::move(past);
  if (desk_) {
    Port port{*this, turn};
    desk_->abandon(port);
  }
  desk_.reset();
  system_.reset();
  ledger_ = std::move(store);
}

// A store that is not the newest lacks the mark that the last writes left: the node knows that it must not go on with
// what was open in it.
std::unique_ptr<CreditLedger> Node::store_of(const NodeRestart& restart, Slot slot, Turn& turn) {
  if (world_.foreign)
    return foreign_store_of(restart, slot, turn);
  if (restart.from == RestartFrom::stale) {
    auto copy = trouble().snapshots.extract(restart.fault);
    CREDITSIM_CHECK(!copy.empty());
    copy.mapped()->restart_without_work(slot);
    return std::move(copy.mapped());
  }
  if (goes_on_half(restart)) {
    auto half = std::make_unique<EntryLedger>(corrected_ledger());
    half->read_half();
    return half;
  }
  if (restart.from == RestartFrom::torn) {
    CREDITSIM_CHECK(!torn_store_read(turn)); // else the checksum is none
    count(LedgerBranch::torn, turn);
  }
  return make_ledger(world_, self_, slot, ids_);
}

// What a replica under test stores is its own affair, so a store of its that is torn is found out by a checksum.
std::unique_ptr<CreditLedger> Node::foreign_store_of(const NodeRestart& restart, Slot slot, Turn& turn) {
  auto store = make_ledger(world_, self_, slot, ids_, clock_ms(turn));
  if (restart.from == RestartFrom::torn)
    count(LedgerBranch::torn, turn);
  const auto snapshot = trouble().foreign_snapshots.extract(restart.fault);
  if (restart.from == RestartFrom::stale && !snapshot.empty() && snapshot.mapped() != nullptr)
    static_cast<void>(store->restore(*snapshot.mapped())); // what it refuses is lost, which the checkers see
  return store;
}

// The reference reads a damaged store as far as it goes, and goes on from there as if nothing had been (fault C11).
bool Node::goes_on_half(const NodeRestart& restart) const {
  return restart.from == RestartFrom::torn && world_.scenario.profile == Profile::corrected &&
         world_.scenario.rules.restart == Rules::Restart::replaced;
}

// What the node does until then is lost (fault C14).
void Node::read_store_later(Turn& turn) {
  if (world_.scenario.rules.restart != Rules::Restart::replaced || world_.scenario.profile != Profile::corrected)
    return;
  trouble().stored = std::make_unique<EntryLedger>(corrected_ledger());
  set_timer(turn.now_us + world_.scenario.task.resend_us, StoreRead{epoch_}, turn);
}

void Node::on(const StoreRead& read, Turn&) {
  if (read.epoch == epoch_)
    corrected_ledger().replace_by(*trouble().stored);
}

bool Node::torn_store_read(Turn& turn) const {
  const std::string bytes = canonical_bytes(world_, *ledger_->share(clock_ms(turn)));
  return readable(
      world_, damaged(bytes, world_.scenario.seed, {.purpose = Purpose::fault_torn, .entity = self_, .index = epoch_}));
}

// What nobody was told is lost with the store: nobody will ever have seen it, and nobody is stale without it.
void Node::forget_unsent_writes() {
  if (world_.faults.empty() || world_.writes.empty() || shares_entry())
    return;
  const std::int64_t told = trouble().told;
  auto& writes = world_.writes[slot_];
  while (!writes.empty() && writes.back().second > told)
    writes.pop_back();
}

void Node::on(const NodeStop& stop, Turn& turn) {
  if (!started_)
    return;
  started_ = false;
  if (!stop.for_good)
    return; // it counts when it comes back
  forget_unsent_writes();
  if (desk_) {
    Port port{*this, turn};
    desk_->abandon(port);
  }
  desk_.reset();
  if (checks() != nullptr)
    checks()->left();
  figures_.gone = 1;
  took_effect(stop.fault, turn);
}

void Node::on(const NodePause&, Turn&) { trouble().paused = started_; }

void Node::on(const NodeResume& resume, Turn& turn) {
  trouble().paused = false;
  const auto waiting = std::move(trouble().waiting);
  trouble().waiting.clear();
  if (!waiting.empty())
    took_effect(resume.fault, turn);
  for (const Event& event : waiting)
    take(event.stamp, event.payload, turn);
}

void Node::on(const NodeSnapshot& snapshot, Turn&) {
  if (world_.foreign) {
    trouble().foreign_snapshots.emplace(snapshot.fault, ledger_->snapshot());
    return;
  }
  const auto* corrected = dynamic_cast<const EntryLedger*>(ledger_.get());
  CREDITSIM_CHECK(corrected != nullptr); // other ledgers have newest stores only
  trouble().snapshots.emplace(snapshot.fault, std::make_unique<EntryLedger>(*corrected));
}

void Node::on(const DamagedMessage& message, Turn& turn) {
  ++figures_.messages_received;
  ++turn.outbox.traffic.delivered;
  if (message.state != nullptr && (reads_anything() || world_.foreign)) { // who reads it is to find it out
    join({.kind = GossipMessage::Kind::push, .state = nullptr, .encoded = message.state}, turn);
    return;
  }
  ++turn.outbox.traffic.rejected;
  if (message.work)
    --turn.outbox.traffic.work_in_flight;
  if (message.task != DamagedMessage::no_task_message)
    turn.outbox.tasks.push_back(
        {.task = message.task, .step = TaskReport::Step::dropped, .copies = 1, .time_us = turn.now_us});
  if (message.state == nullptr)
    return; // a checksum found it out
  if (checks() != nullptr)
    checks()->before_input();
  CREDITSIM_CHECK(!readable(world_, *message.state));
  count(LedgerBranch::rejected, turn);
  count(LedgerBranch::malformed, turn);
  if (checks() != nullptr)
    checks()->refused("damaged bytes");
}

void Node::on(const GossipTick& tick, Turn& turn) {
  if (tick.epoch != epoch_)
    return;
  const auto& gossip = world_.scenario.gossip;
  set_timer(turn.now_us + gossip.interval_us, GossipTick{epoch_}, turn);
  if (attacker() != nullptr)
    misbehave(turn);
  correct_stamps(turn);
  if (gossip.reply_from == GossipSpec::ReplyFrom::round_start)
    trouble().round_start = std::make_unique<Shipment>(strategy().shipment(*ledger_, self_, clock_ms(turn)));
  const std::uint32_t degree = world_.topology.degree(self_);
  const std::uint32_t bound = world_.planted == PlantedFault::never_last_peer && degree > 1 ? degree - 1 : degree;
  const DistinctSpec peers{.count = std::min(gossip.fan_out, bound), .bound = bound};
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

void Node::note_told() {
  if (!world_.faults.empty())
    trouble().told = ledger_->progress(slot_);
}

// What a hostile node does by itself, once a round.
void Node::misbehave(Turn& turn) {
  if (attacker()->tempted(FaultKind::inflate, turn.now_us) != nullptr) {
    const Credits amount = world_.scenario.credits.completion_reward;
    if (ledger_->post({.kind = Posting::Kind::earn, .amount = amount}, clock_ms(turn)).ok()) {
      world_.hostile_gains[self_].invented += amount;
      world_.hostile_gains[self_].unearned += amount;
      wrote(turn);
      took_effect(FaultKind::inflate, turn);
    }
  }
  if (attacker()->tempted(FaultKind::false_claim, turn.now_us) != nullptr)
    claim_work(turn);
  if (attacker()->tempted(FaultKind::double_report, turn.now_us) != nullptr)
    for (const Attacker::Reported& reported : attacker()->reported()) {
      send(reported.submitter, reported.report, Sending::Role::single, turn);
      took_effect(FaultKind::double_report, turn);
    }
}

// Everybody hears of holds: the newest of another's is as good as any.
void Node::claim_work(Turn& turn) {
  const auto rows = corrected_ledger().replica().newest_rows();
  const auto other = std::find_if(rows.rbegin(), rows.rend(), [&](const LedgerRow& row) {
    return row.kind == RecordKind::hold && world_.churn.node_of(row.slot) != self_;
  });
  if (other == rows.rend())
    return;
  Port port{*this, turn};
  desk().claim(static_cast<std::uint32_t>(other->task), world_.churn.node_of(other->slot), port);
  took_effect(FaultKind::false_claim, turn);
}

std::optional<Attacker::Lie> Node::lie_to(NodeIndex peer, Turn& turn) {
  if (!world_.foreign)
    return attacker()->lie(corrected_ledger(), peer, turn.now_us, clock_ms(turn));
  const auto truth = [&] { return canonical_bytes(world_, *ledger_->share(clock_ms(turn))); };
  return attacker()->lie(truth, turn.now_us);
}

GossipMessage Node::with_state(GossipMessage::Kind kind, NodeIndex peer, Turn& turn) {
  if (attacker() != nullptr)
    if (auto lie = lie_to(peer, turn)) {
      took_effect(lie->kind, turn);
      const std::uint64_t bytes = lie->bytes.size();
      return {.kind = kind,
              .state = nullptr,
              .bytes = bytes,
              .encoded = std::make_shared<const std::string>(std::move(lie->bytes))};
    }
  note_told();
  const bool answers = kind == GossipMessage::Kind::reply && trouble_ && trouble_->round_start;
  const Shipment shipment = answers ? *trouble_->round_start : strategy().shipment(*ledger_, peer, clock_ms(turn));
  return {.kind = kind, .state = shipment.state, .bytes = shipment.bytes};
}

void Node::open_contact(NodeIndex peer, Turn& turn) {
  using Kind = GossipMessage::Kind;
  const auto request = [&](GossipMessage message) { send(peer, std::move(message), Sending::Role::request, turn); };
  switch (world_.scenario.gossip.mode) {
  case GossipSpec::Mode::none:
    return;
  case GossipSpec::Mode::push:
    return request(with_state(Kind::push, peer, turn));
  case GossipSpec::Mode::pull:
    return request({.kind = Kind::pull, .state = nullptr});
  case GossipSpec::Mode::push_pull:
    return request(with_state(Kind::push_pull, peer, turn));
  }
}

void Node::answer_contact(NodeIndex peer, Turn& turn) {
  send(peer, with_state(GossipMessage::Kind::reply, peer, turn), Sending::Role::reply, turn);
}

void Node::on(const GossipMessage& message, Turn& turn) {
  ++figures_.messages_received;
  ++turn.outbox.traffic.delivered;
  correct_stamps(turn);
  if (message.carries())
    join(message, turn);
  if (message.kind == GossipMessage::Kind::pull || message.kind == GossipMessage::Kind::push_pull)
    answer_contact(turn.source, turn);
}

// What a clock that was wrong has stamped is stamped again: the states made of it would be refused.
void Node::correct_stamps(Turn& turn) {
  if (!ledger_->correct_stamps(clock_ms(turn)))
    return;
  note_changes(turn);
  if (strategy_)
    strategy_->replica_changed();
}

bool Node::reads_anything() const {
  const Scenario& scenario = world_.scenario;
  return scenario.profile == Profile::corrected && scenario.rules.decoding == Rules::Decoding::as_it_comes;
}

Result<JoinChange> Node::join_bytes(std::string_view bytes, std::int64_t now_ms) {
  if (world_.foreign)
    return join_state(*world_.foreign.state_of(bytes), now_ms);
  if (reads_anything()) {
    auto read = read_ledger_state_as_it_comes(bytes, world_.owners);
    auto joined = join_state(LiteralState{std::move(read.state), bytes.size()}, now_ms);
    return read.error ? Result<JoinChange>{*read.error} : joined;
  }
  auto decoded = decode_ledger_state_binary(bytes, std::make_shared<OwnerTable>(std::make_shared<NodeNames>()));
  if (!decoded)
    return decoded.error();
  if (auto known = check_owners_known(*decoded.value().owners, *world_.owners); !known)
    return known.error();
  return join_state(LiteralState{translated(decoded.value(), world_.owners), bytes.size()}, now_ms);
}

// A liar does not take from others what it told them of itself.
Result<JoinChange> Node::join_state(const SharedState& state, std::int64_t now_ms) {
  const auto* literal = attacker() != nullptr && world_.forks ? dynamic_cast<const LiteralState*>(&state) : nullptr;
  if (literal == nullptr)
    return system_->join(state, now_ms);
  return system_->join(LiteralState{Attacker::without(literal->state(), slot_), literal->encoded_bytes()}, now_ms);
}

void Node::join(const GossipMessage& message, Turn& turn) {
  if (checks() != nullptr && message.state)
    checks()->arrived(*message.state, message.bytes);
  const auto in_debt = [&] { return !world_.faults.empty() && ledger_->account() < Credits{}; };
  const bool was_in_debt = in_debt();
  const auto forks = [&] { return world_.forks ? corrected_ledger().replica().equivocations() : 0; };
  const std::uint64_t forks_before = forks();
  if (checks() != nullptr)
    checks()->before_input();
  const auto joined =
      message.state ? join_state(*message.state, clock_ms(turn)) : join_bytes(*message.encoded, clock_ms(turn));
  if (!joined) {
    ++turn.outbox.traffic.rejected;
    count(LedgerBranch::rejected, turn);
    count(branch_of_rejection(joined.error().code), turn);
    if (checks() != nullptr)
      checks()->refused(joined.error().context);
    return;
  }
  if (forks() != forks_before)
    count(LedgerBranch::equivocation, turn);
  if (!was_in_debt && in_debt())
    count(LedgerBranch::reversal, turn);
  if (checks() != nullptr)
    checks()->joined(message.state);
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
  if (!world_.writes.empty() && !shares_entry())
    world_.writes[slot_].emplace_back(turn.now_us, ledger_->progress(slot_));
  if (!world_.faults.empty())
    note_pruning(turn);
  if (checks() != nullptr)
    checks()->wrote();
}

// The horizon has risen: marks of processed tasks were forgotten.
void Node::note_pruning(Turn& turn) {
  const auto* corrected = dynamic_cast<const EntryLedger*>(ledger_.get());
  const TaskId horizon = corrected != nullptr ? corrected->replica().entry(slot_).horizon : 0;
  if (horizon > trouble().horizon)
    count(LedgerBranch::prune, turn);
  trouble().horizon = horizon;
}

void Node::count(LedgerBranch branch, Turn& turn) { ++turn.outbox.traffic.branches[static_cast<std::size_t>(branch)]; }

void Node::note_overdraft(Turn& turn) {
  if (attacker() != nullptr) { // it accepts from itself what it likes
    if (ledger_->account() < Credits{})
      took_effect(FaultKind::overspend, turn);
    return;
  }
  if (!world_.honest(self_))
    return;
  if (auto fault = overdrawn(*ledger_, world_.names->name(self_), turn.now_us))
    turn.outbox.checks.findings.add(Checker::overdraft,
                                    {.time_us = turn.now_us, .node = self_, .detail = std::move(*fault)});
}

void Node::note_failure(TimeUs now_us, Findings& findings) {
  if (failed_ || ledger_->failure().empty())
    return;
  failed_ = true;
  findings.add(Checker::replica_process, {.time_us = now_us,
                                          .node = self_,
                                          .detail = "node " + world_.names->name(self_) + " at " +
                                                    seconds_text(now_us) + ": " + ledger_->failure()});
}

void Node::took_effect(FaultKind kind, Turn& turn) const {
  for (const Misdeed& misdeed : world_.node_faults.misdeeds(self_))
    if (misdeed.kind == kind && misdeed.begin_us <= turn.now_us && turn.now_us < misdeed.end_us)
      return took_effect(misdeed.fault, turn);
}

void Node::note_changes(Turn& turn) {
  const LedgerDigests now = ledger_->digests();
  if (now == turn.digests)
    return;
  for (std::size_t part = 0; part < ledger_parts; ++part)
    if (attacker() == nullptr && part_digest(now, part) != part_digest(turn.digests, part))
      turn.outbox.changed_us[part] = std::max(turn.outbox.changed_us[part], turn.now_us);
  turn.digests = now;
  figures_.digests = now;
  figures_.believed_balance = system_->balance();
  figures_.entries_known = static_cast<std::uint32_t>(ledger_->entries_known());
  if (strategy_)
    strategy_->replica_changed();
}

Observation Node::observe(TimeUs now_us, bool last) {
  if (figures_.gone)
    return {.node = self_};
  Observation seen{.node = self_, .staleness_us = now_us - oldest_unseen_us(now_us, false)};
  if (checks() == nullptr)
    return seen;
  checks()->sample(now_us, last, seen.checks);
  if (started_ && world_.checkers.has(Checker::staleness))
    seen.ignorance =
        Ignorance{.oldest_us = oldest_unseen_us(now_us, true), .awake_us = trouble_ ? trouble_->awake_us : 0};
  if (last && world_.checkers.has(Checker::convergence_bytes))
    seen.canonical_digest = hash64(ledger_->canonical_bytes());
  note_failure(now_us, seen.checks.findings);
  return seen;
}

// When the oldest write was made that this replica has not seen, `now_us` when it has seen all. `hearable`: of those
// that can still be heard of, not of what was lost with a store, and not of nodes that say what they like.
TimeUs Node::oldest_unseen_us(TimeUs now_us, bool hearable) const {
  TimeUs oldest_us = now_us;
  for (Slot owner = 0; owner < world_.writes.size(); ++owner) {
    const OwnerWrites& writes = world_.writes[owner];
    const NodeIndex home = world_.churn.node_of(owner);
    if (writes.empty() || world_.topology.component(home) != world_.topology.component(self_))
      continue;
    if (hearable && (!world_.honest(home) || world_.records->acknowledged.has_lost(owner)))
      continue;
    const std::int64_t seen = ledger_->progress(owner);
    if (seen >= writes.back().second)
      continue;
    const auto unseen = std::upper_bound(writes.begin(), writes.end(), seen,
                                         [](std::int64_t value, const auto& write) { return value < write.second; });
    oldest_us = std::min(oldest_us, unseen->first);
  }
  return oldest_us;
}

GossipStrategy& Node::strategy() {
  if (!strategy_)
    strategy_ = make_gossip_strategy(world_.scenario.gossip.strategy);
  return *strategy_;
}

} // namespace creditsim::core
