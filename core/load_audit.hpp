// SPDX-License-Identifier: MIT
#pragma once

#include "core/client_books.hpp"
#include "core/load_node.hpp"
#include "core/node_world.hpp"
#include "core/run_result.hpp"

#include <cstdint>
#include <deque>

namespace creditsim::core {

struct LoadAuditOptions {
  std::int64_t now_ms = 0;       ///< not earlier than anything that happened
  bool gossiped = false;         ///< whether nodes have told each other what they know
  bool interrupted = false;      ///< nothing is looked at
  std::uint64_t entries_max = 0; ///< entries that all compared replicas may hold together; at least one replica is
};

/// Whether what happened under load is right.
struct LoadAudit {
  RunResult result;           ///< of it `verdict`, `violations`, `checks`, `nodes`, `end_us` and `convergence`
  std::uint32_t joined = 0;   ///< nodes whose states were exchanged at the end
  std::uint32_t compared = 0; ///< of these, those that joined all states, were watched meanwhile and compared
};

/// Once nothing happens any more: lets nodes exchange their states until they are equal, and applies every checker of a
/// run (`checkers`) to nodes, replicas and the books of the clients; those that judge virtual time do not apply.
///
/// In a network that is too large for a comparison of all replicas, some are compared, evenly spread; where nodes have
/// not gossiped these alone exchange their states. The account of every other node is compared with the books directly.
LoadAudit audit_load(NodeWorld& world, std::deque<LoadNode>& nodes, const ClientBooks& books,
                     const LoadAuditOptions& options);

} // namespace creditsim::core
