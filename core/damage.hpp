// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/node_world.hpp"
#include "core/random.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace creditsim::core {

/// Which damage: the sender of a message and its sequence, or a node and one of its restarts.
struct DamageKey {
  Purpose purpose = Purpose::fault_damage;
  std::uint64_t entity = 0;
  std::uint64_t index = 0;
};

/// The canonical bytes of a state of any ledger of `world`.
std::string canonical_bytes(const NodeWorld& world, const SharedState& state);

/// `bytes`, which are not empty, cut short or with a few of them changed, as the seed decides; never as they were.
std::string damaged(std::string bytes, std::uint64_t seed, DamageKey key);

/// Whether `bytes` are a state that a ledger of `world` would read.
bool readable(const NodeWorld& world, std::string_view bytes);

} // namespace creditsim::core
