// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credit_system.hpp"
#include "core/id_source.hpp"
#include "core/node_world.hpp"
#include "core/replica.hpp"

#include <cstdint>
#include <memory>

namespace creditsim::core {

/// An empty replica of the corrected ledger, in the form in which `world` holds them.
std::unique_ptr<Replica> make_replica(const NodeWorld& world);

/// An empty ledger of node `self` under the scenario's profile and rules, or what the world makes in its place. A
/// corrected one writes the entry of `slot`, an incarnation of that node. `ids` outlives the ledger.
std::unique_ptr<CreditLedger> make_ledger(const NodeWorld& world, NodeIndex self, Slot slot, IdSource& ids,
                                          std::int64_t now_ms = 0);

/// The ids of the transactions of node `self`, which no other node gives.
IdSource ids_of(NodeIndex self);

/// What the credit system of node `self` is made of under the scenario's rules. `watch` may be null.
CreditSystemOptions system_options(const NodeWorld& world, NodeIndex self, PostingWatch* watch);

} // namespace creditsim::core
