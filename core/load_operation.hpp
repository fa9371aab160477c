// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/credits.hpp"
#include "core/virtual_time.hpp"

#include <cstdint>

namespace creditsim::core {

/// What a client asks of a node in a load test. The clients stand for the rest of the network: what a node is charged
/// goes to them, what it is paid comes from them.
struct LoadOperation {
  enum class Kind : std::uint8_t {
    earn,  ///< take the payment, or the reward, for a task that was executed
    spend, ///< pay for a task that is submitted
  };
  TaskId task = 0;  ///< later tasks have greater numbers
  Credits amount{}; ///< earn: what the client settled for the task, where prices are transferred
  NodeIndex node = 0;
  std::uint16_t terms = 0; ///< type and priority, see `LoadTerms`
  Kind kind = Kind::earn;
  bool twice = false; ///< the same is asked for again, before this or after it
};

/// What a node answers.
struct LoadAnswer {
  enum class Outcome : std::uint8_t {
    ok,
    insufficient, ///< refused for lack of credit
    duplicate,    ///< refused because the node has been paid, or has paid, for the task
  };
  Outcome outcome = Outcome::ok;
  Credits amount{}; ///< ok: what it was paid or charged
};

} // namespace creditsim::core
