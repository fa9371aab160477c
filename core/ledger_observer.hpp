// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/transaction.hpp"

#include <string_view>

namespace creditsim::core {

/// Something that happened to a ledger. Members that a kind does not mention are empty; views end with the call.
struct LedgerEvent {
  enum class Kind {
    ready,     ///< initialised; `text` is the node
    credit,    ///< `transaction`, `balance`
    debit,     ///< `transaction`, `balance`
    metadata,  ///< `key` was set to `text` (canonical JSON)
    merged,    ///< `balance`
    saved,     ///< `text` is the name in the store
    loaded,    ///< `balance`
    shutdown,  ///< stopped
    log_error, ///< `text` is a line for people
  };
  Kind kind{};
  Credits balance{};
  const Transaction* transaction = nullptr;
  std::string_view key{};
  std::string_view text{};
};

/// Told of every event of a ledger, in order, while the ledger is in the new state.
class LedgerObserver {
public:
  virtual ~LedgerObserver() = default;
  virtual void on_ledger_event(const LedgerEvent& event) = 0;
};

} // namespace creditsim::core
