// SPDX-License-Identifier: MIT
#include "core/load_node.hpp"

#include "core/check.hpp"
#include "core/ledger_factory.hpp"
#include "core/random.hpp"
#include "core/sampling.hpp"
#include "core/written_entries.hpp"

#include <algorithm>

namespace creditsim::core {

LoadNode::LoadNode(const NodeWorld& world, const LoadTerms& terms, NodeIndex self)
    : world_{world}, terms_{terms}, self_{self}, slot_{first_slot(world, self)}, ids_{ids_of(self)},
      ledger_{make_ledger(world, self, slot_, ids_)}, system_{*ledger_, system_options(world, self, nullptr)} {
  const auto started = system_.initialize(0);
  CREDITSIM_CHECK(started.ok()); // a ledger that starts has room for any grant that a scenario may name
}

LoadAnswer LoadNode::operate(const LoadOperation& operation, std::int64_t now_ms) {
  const CreditStats before = system_.stats();
  const bool earns = operation.kind == LoadOperation::Kind::earn;
  const auto done = earns ? earn(operation, now_ms) : spend(operation, now_ms);
  if (done) {
    if (strategy_)
      strategy_->replica_changed();
    const CreditStats& after = system_.stats();
    return {.outcome = LoadAnswer::Outcome::ok,
            .amount = earns ? after.earned - before.earned : after.spent - before.spent};
  }
  if (done.error().code == Errc::duplicate_task)
    return {.outcome = LoadAnswer::Outcome::duplicate};
  CREDITSIM_CHECK(done.error().code == Errc::insufficient_balance); // there is nothing else to be refused for
  return {.outcome = LoadAnswer::Outcome::insufficient};
}

Result<void> LoadNode::earn(const LoadOperation& operation, std::int64_t now_ms) {
  if (world_.scenario.rules.payment == Rules::Payment::transfer) {
    auto booked = system_.book(operation.task, operation.amount, no_owner, now_ms);
    if (booked && world_.scenario.rules.marking == Rules::Marking::effect_first)
      system_.mark_booked(operation.task, now_ms);
    return booked;
  }
  const auto earned = system_.earn(payment_for(operation, world_.scenario.credits.completion_reward), now_ms);
  return earned ? Result<void>{} : earned.error();
}

// The clients stand for all workers: a price is theirs as soon as it is held.
Result<void> LoadNode::spend(const LoadOperation& operation, std::int64_t now_ms) {
  Payment payment = payment_for(operation, world_.scenario.credits.submission_cost);
  payment.priority = terms_.words(operation.terms).priority;
  if (world_.scenario.rules.payment != Rules::Payment::transfer) {
    const auto spent = system_.spend(payment, now_ms);
    return spent ? Result<void>{} : spent.error();
  }
  const auto held = system_.hold(payment, now_ms);
  if (!held)
    return held.error();
  return system_.settle(operation.task, held.value(), no_owner, now_ms);
}

Payment LoadNode::payment_for(const LoadOperation& operation, Credits base) {
  Payment payment{.node = system_.node(),
                  .amount = base.to_double(),
                  .type = terms_.words(operation.terms).type,
                  .id = operation.task};
  if (ledger_->keeps_texts() || world_.scenario.rules.dedup == Rules::Dedup::pruned_table) {
    task_name_ = "task-" + std::to_string(operation.task);
    payment.task = task_name_;
  }
  return payment;
}

std::vector<NodeIndex> LoadNode::next_peers() {
  const Scenario& scenario = world_.scenario;
  const std::uint32_t degree = world_.topology.degree(self_);
  if (degree == 0)
    return {};
  const DistinctSpec spec{.count = std::min(scenario.gossip.fan_out, degree), .bound = degree};
  std::vector<NodeIndex> peers = draw_distinct(spec, [&](std::uint32_t contact) {
    return Draw{scenario.seed, Purpose::gossip_peer, self_, (std::uint64_t{rounds_} << 32) | contact};
  });
  for (NodeIndex& peer : peers)
    peer = world_.topology.neighbour(self_, peer);
  ++rounds_;
  return peers;
}

Shipment LoadNode::ship(NodeIndex peer, std::int64_t now_ms) {
  if (!strategy_)
    strategy_ = make_gossip_strategy(world_.scenario.gossip.strategy);
  const EntryReading own = own_entry(*ledger_, slot_);
  if (told_.empty() || told_.back() != own)
    told_.push_back(own);
  ++traffic_.sent;
  return strategy_->shipment(*ledger_, peer, now_ms);
}

void LoadNode::join(const Shipment& shipment, std::int64_t now_ms) {
  ++traffic_.received;
  const std::uint64_t arrived = shipment.state->encoded_bytes();
  if (arrived != shipment.bytes && changed_message_.empty())
    changed_message_ = "a state of " + std::to_string(shipment.bytes) + " bytes left, and one of " +
                       std::to_string(arrived) + " arrived";
  const auto joined = system_.join(*shipment.state, now_ms);
  if (!joined)
    ++traffic_.rejected;
  else if (joined.value().changed() && strategy_)
    strategy_->replica_changed();
}

} // namespace creditsim::core
