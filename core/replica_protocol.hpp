// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace creditsim::core {

/// What a replica under test is asked. The protocol is Maelstrom's: one JSON object a line, `{"src", "dest", "body"}`,
/// whose body has `type` and `msg_id` in a request, `type` and `in_reply_to` in an answer; each request gets exactly
/// one answer, `<type>_ok` or `error`. Amounts are whole hundredths of a credit.
enum class ReplicaCall : std::uint8_t {
  init,         ///< `node_id`, `node_ids`, `incarnation`; answered with what the replica supports
  add,          ///< `delta`: credits from nowhere to the node's own account
  spend,        ///< `amount`, `task_id`: from the own account, once for each task
  earn,         ///< `amount`, `task_id`: likewise, to the own account
  read,         ///< answered with `value`
  export_state, ///< answered with `state`: what other replicas join
  join,         ///< `state` of another replica
  snapshot,     ///< answered with `state`: all that the replica must not forget
  restore,      ///< `state` of a snapshot, the newest of this node or an older one
};
inline constexpr std::size_t replica_calls = 9;

/// As it stands in a request's `type`.
const char* replica_call_name(ReplicaCall call);

/// Who speaks: `src` of requests and `dest` of answers.
inline constexpr std::string_view replica_tester = "creditsim";

/// Whole numbers in messages lie within this on both sides of zero, so that the doubles of JavaScript hold them.
inline constexpr std::int64_t replica_number_max = 9'007'199'254'740'991;

/// What is asked. Of the members after `now_us` those that the call names are sent.
struct ReplicaRequest {
  ReplicaCall call = ReplicaCall::read;
  std::string_view node = {}; ///< who is asked
  std::uint64_t msg_id = 0;   ///< differs between all requests to one process
  std::int64_t now_us = 0;    ///< the node's clock
  std::span<const std::string> nodes = {};
  std::uint32_t incarnation = 0; ///< starts of this node before this one
  Credits amount = {};
  std::uint64_t task = 0;
  std::string_view state = {}; ///< JSON text without line ends
};

/// The request as one line, its end included.
std::string replica_request_line(const ReplicaRequest& request);

/// What a replica is given as the state that `bytes` are, which may have been damaged on their way: the JSON that they
/// still are, else a JSON text that holds them, with U+FFFD for what is no UTF-8.
std::string replica_state_of(std::string_view bytes);

/// What a replica says it can do; checkers that need more do not apply.
struct ReplicaAbilities {
  bool canonical_export = false; ///< replicas that hold the same export the same JSON, and others do not
  bool once_per_task = false;    ///< it refuses to spend or earn again for a task
  bool own_account = false;      ///< `read` answers with the node's own account, not with the sum of all
  bool own_limit = false;        ///< it refuses a spend beyond the own account
  bool snapshot = false;         ///< it answers `snapshot` and `restore`

  friend bool operator==(const ReplicaAbilities&, const ReplicaAbilities&) = default;
};

/// The codes of Maelstrom's errors. A definite one says that nothing happened and nothing will.
inline constexpr int replica_error_exists = 21;       ///< here: the task was spent or earned for before
inline constexpr int replica_error_precondition = 22; ///< here: the account does not cover the amount

/// The code's name, as in `key-already-exists`; null where Maelstrom knows no such code.
const char* replica_error_name(int code);
bool definite_replica_error(int code);

/// The answer `error`.
struct ReplicaRefusal {
  int code = 0;
  std::string text{};

  friend bool operator==(const ReplicaRefusal&, const ReplicaRefusal&) = default;
};

/// For people, as in `key-already-exists (21): task-7`.
std::string refusal_text(const ReplicaRefusal& refusal);

/// What came back. Of the members after `refusal` the call's is filled, and none where there is a refusal.
struct ReplicaAnswer {
  std::optional<ReplicaRefusal> refusal{};
  ReplicaAbilities abilities{};
  Credits value{};
  std::string state{}; ///< canonical JSON

  friend bool operator==(const ReplicaAnswer&, const ReplicaAnswer&) = default;
};

/// Reads the answer to `request`, a line without its end. Refuses (`Errc::malformed`) whatever is not exactly such an
/// answer: no JSON, other members, another type, another node, an answer to another request, an error code that
/// Maelstrom does not know, numbers beyond `replica_number_max`.
Result<ReplicaAnswer> read_replica_answer(std::string_view line, const ReplicaRequest& request);

} // namespace creditsim::core
