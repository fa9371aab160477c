// SPDX-License-Identifier: MIT
#pragma once

#include "core/attacker.hpp"
#include "core/credit_ledger.hpp"
#include "core/credit_system.hpp"
#include "core/entry_ledger.hpp"
#include "core/event.hpp"
#include "core/gossip_strategy.hpp"
#include "core/id_source.hpp"
#include "core/node_checks.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"
#include "core/random.hpp"
#include "core/task_desk.hpp"
#include "core/window.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace creditsim::core {

/// One simulated peer: its credit system over its replica, its part in gossip, the tasks it submits and executes.
///
/// It is driven by events alone and answers through an outbox; it knows nothing of actors, shards or threads.
class Node {
public:
  /// `world` and `figures`, the node's row of what an observer sees, outlive the node.
  Node(NodeWorld& world, NodeIndex self, NodeFigures& figures);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  ~Node();

  /// Handles `due`, which is in stamp order, and the node's own timers that fall due before `window_end_us`, all in
  /// stamp order. Leaves messages, later timers and task reports in `outbox`, and brings its row of figures up to date.
  void activate(std::span<const Event* const> due, TimeUs window_end_us, Outbox& outbox);

  /// What the node says of its replica between windows, at `now_us`; at the end of the run (`last`) more than before.
  /// O(number of nodes).
  Observation observe(TimeUs now_us, bool last);

  /// As `CreditLedger::entry_memory_bytes`.
  std::uint64_t entry_memory_bytes() const { return ledger_->entry_memory_bytes(); }

  const CreditSystem& system() const { return *system_; }
  const CreditLedger& ledger() const { return *ledger_; }

private:
  struct Turn; // what the handlers of one activation share
  class Port;  // the desk's way to the outside
  struct Trouble;

  void handle(const Stamp& stamp, const Payload& payload, Turn& turn);
  void take(const Stamp& stamp, const Payload& payload, Turn& turn);
  void miss(const Payload& payload, Turn& turn);
  void on(const NodeStart& start, Turn& turn);
  void on(const NodeRestart& restart, Turn& turn);
  void on(const NodeStop& stop, Turn& turn);
  void on(const NodePause&, Turn& turn);
  void on(const NodeResume& resume, Turn& turn);
  void on(const NodeSnapshot& snapshot, Turn& turn);
  void on(const DamagedMessage& message, Turn& turn);
  void on(const GossipTick& tick, Turn& turn);
  void on(const GossipMessage& message, Turn& turn);
  void on(const RumourWrite& rumour, Turn& turn);
  void on(const StoreRead& read, Turn& turn);
  template <class Work> void on(const Work& work, Turn& turn); // the life of tasks: for the desk

  void make_system();
  TaskDesk& desk();
  void begin(Turn& turn);
  bool shares_entry() const;
  bool to_be_granted() const;
  void begin_rumour(Turn& turn);
  void next_rumour(const RumourWrite& rumour, Turn& turn);
  void export_late(Turn& turn);
  AccountFigures written() const;
  void start_from_newest(Slot slot, Turn& turn);
  void start_from(std::unique_ptr<CreditLedger> store, Turn& turn);
  std::unique_ptr<CreditLedger> store_of(const NodeRestart& restart, Slot slot, Turn& turn);
  std::unique_ptr<CreditLedger> foreign_store_of(const NodeRestart& restart, Slot slot, Turn& turn);
  bool torn_store_read(Turn& turn) const;
  bool goes_on_half(const NodeRestart& restart) const;
  void read_store_later(Turn& turn);
  void forget_unsent_writes();

  void set_timer(TimeUs due_us, Payload payload, Turn& turn);
  void send(NodeIndex to, Payload payload, Sending::Role role, Turn& turn);
  void note_told();
  void misbehave(Turn& turn);
  void claim_work(Turn& turn);
  std::optional<Attacker::Lie> lie_to(NodeIndex peer, Turn& turn);
  GossipMessage with_state(GossipMessage::Kind kind, NodeIndex peer, Turn& turn);
  void open_contact(NodeIndex peer, Turn& turn);
  void answer_contact(NodeIndex peer, Turn& turn);
  Draw peer_draw(std::uint32_t contact);
  void join(const GossipMessage& message, Turn& turn);
  bool reads_anything() const;
  Result<JoinChange> join_bytes(std::string_view bytes, std::int64_t now_ms);
  Result<JoinChange> join_state(const SharedState& state, std::int64_t now_ms);
  std::int64_t clock_ms(Turn& turn) const;
  EntryLedger& corrected_ledger();
  void correct_stamps(Turn& turn);
  void wrote(Turn& turn);
  void note_overdraft(Turn& turn);
  void note_pruning(Turn& turn);
  static void count(LedgerBranch branch, Turn& turn);
  void took_effect(std::uint32_t fault, Turn& turn) const;
  void took_effect(FaultKind kind, Turn& turn) const;
  Trouble& trouble();
  NodeChecks* checks() const;
  Attacker* attacker() const;
  void note_awake(TimeUs now_us);
  TimeUs oldest_unseen_us(TimeUs now_us, bool hearable) const;
  void note_failure(TimeUs now_us, Findings& findings);
  void note_changes(Turn& turn);
  GossipStrategy& strategy();

  NodeWorld& world_;
  IdSource ids_;
  std::unique_ptr<CreditLedger> ledger_;
  std::optional<CreditSystem> system_;
  std::unique_ptr<TaskDesk> desk_;           // made at the first task
  std::unique_ptr<GossipStrategy> strategy_; // made at the first contact: a silent node needs none
  std::unique_ptr<Trouble> trouble_;         // what few nodes need
  NodeFigures& figures_;
  NodeIndex self_;
  std::uint32_t messages_ = 0; // sequence numbers of what this node causes
  std::uint32_t timers_ = 0;
  std::uint32_t contacts_ = 0;
  std::uint32_t rounds_ = 0;
  std::uint32_t epoch_ = 0; // restarts so far
  Slot slot_;               // of the present incarnation
  bool started_ = false;
  bool metadata_created_ = false;
  bool failed_ = false; // the ledger can do nothing any more, and that was told
};

} // namespace creditsim::core
