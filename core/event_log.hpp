// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/event.hpp"
#include "core/node_report.hpp"
#include "core/node_world.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace creditsim::core {

/// One thing that happened in a run, told to people: what failing cases say in words and what diagrams draw.
struct LoggedEvent {
  enum class Kind : std::uint8_t {
    local,    ///< at the node alone
    fault,    ///< likewise, by the plan of faults
    sent,     ///< a message to `peer` left
    received, ///< a message of `peer` was handled
    missed,   ///< a message of `peer` came while nobody was there
  };
  TimeUs time_us = 0;
  NodeIndex node = 0;
  NodeIndex peer = no_node;
  Kind kind = Kind::local;
  std::uint8_t copy = 0;      ///< of a received message: 1 for the second delivery of a duplicated one
  bool idle = false;          ///< nothing came of it: a tick of the clock, a state that held nothing new; sent: gossip
  std::uint64_t sequence = 0; ///< of a message: its number among those of its sender
  std::string text;           ///< sent: what the message is; else what the node did, after its name

  friend bool operator==(const LoggedEvent&, const LoggedEvent&) = default;
};

/// Which events of a run are logged.
struct LogOrder {
  TimeUs until_us = never;                                    ///< windows that begin later are left out
  std::size_t kept = std::numeric_limits<std::size_t>::max(); ///< at least the last ones
};

/// What is noted of a node before it handles an event, so that the log can tell what came of it.
class EventNotes {
public:
  /// `payload` is what will be handled, `outbox` where it will leave what it causes; all outlive the notes. O(number of
  /// nodes) for gossip.
  EventNotes(const NodeWorld& world, NodeIndex node, const CreditLedger& ledger, const NodeFigures& figures,
             const Payload& payload, const Outbox& outbox);

  /// Appends to `outbox.log` the event, which was handled now or `missed`, and the messages that it caused.
  void write(TimeUs now_us, const Stamp& stamp, const Payload& payload, const CreditLedger& ledger, bool missed,
             Outbox& outbox) const;

private:
  std::string effects(const Outbox& outbox) const;
  std::string learned(const CreditLedger& ledger) const;
  std::string name(NodeIndex node) const;

  const NodeWorld& world_;
  NodeIndex node_;
  const NodeFigures& figures_;
  Credits account_;
  LedgerDigests digests_;
  std::vector<std::int64_t> progress_; // by slot; empty but for gossip
  std::size_t envelopes_;
  std::size_t tasks_;
};

} // namespace creditsim::core
