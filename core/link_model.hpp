// SPDX-License-Identifier: MIT
#pragma once

#include "core/random.hpp"
#include "core/scenario.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>

namespace creditsim::core {

/// What the network does to one message.
struct Fate {
  bool lost = false;               ///< never delivered; the rest then has no meaning
  bool duplicated = false;         ///< delivered a second time
  bool corrupted = false;          ///< its bytes change on the way; a second copy is intact
  TimeUs latency_us = 0;           ///< from sending to delivery
  TimeUs duplicate_latency_us = 0; ///< from sending to the second delivery

  friend bool operator==(const Fate&, const Fate&) = default;
};

/// A message as the link model sees it.
struct Sending {
  /// What a message is to a gossip contact; matters where loss is per contact.
  enum class Role {
    single,  ///< not part of a contact, as a dispatched task: lost by itself
    request, ///< opens a contact: lost when the contact is
    reply,   ///< answers a request that arrived: never lost, for the contact then took place
  };
  NodeIndex from = 0;
  std::uint64_t sequence = 0; ///< of the message among those of its sender
  Role role = Role::single;
  std::uint64_t contact = 0; ///< request: of the contact among those that its sender initiated
};

/// The links between nodes: latency, loss and duplication, each decided by a draw of its own.
class LinkModel {
public:
  LinkModel(const NetworkSpec& spec, std::uint64_t seed);

  /// What happens to a message: a pure function of the scenario, the seed and `sending`.
  /// Costs one draw for each of latency, loss and duplication that is neither constant nor zero.
  Fate fate(const Sending& sending) const;

  /// The latency of a message as the draw for `purpose` has it.
  TimeUs latency_us(const Sending& sending, Purpose purpose) const;

  /// The smallest latency, which is the width of a window.
  TimeUs window_us() const { return spec_.latency.min_us; }

private:
  bool lost(const Sending& sending) const;

  NetworkSpec spec_;
  std::uint64_t seed_;
};

} // namespace creditsim::core
