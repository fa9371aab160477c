// SPDX-License-Identifier: MIT
#pragma once

#include "core/credits.hpp"
#include "core/ledger_observer.hpp"
#include "core/loose_text.hpp"
#include "core/transaction.hpp"

#include <cstdint>
#include <string_view>

namespace creditsim::core {

/// Something that happened to a credit system. Members that a kind does not mention are empty; views end with the call.
struct CreditEvent {
  enum class Kind : std::uint8_t {
    initialized,        ///< `balance`
    credits_earned,     ///< `node`, `task`, `amount`, `balance`, `transaction`
    credits_spent,      ///< `node`, `task`, `amount`, `balance`, `transaction`
    insufficient_funds, ///< `node`, `task`, `amount` required, `balance` available
    merged,             ///< `balance`
    shutdown,           ///< stopped
  };
  Kind kind;
  Credits balance = {};
  Credits amount = {};
  LooseText node = {};
  LooseText task = {};
  const Transaction* transaction = nullptr;
};

enum class LogLevel : std::uint8_t { log, warn };

/// Told of every event of a credit system and of its ledger, in order; of one operation the ledger's events come first.
/// A callback may call the system again; a task is marked only after the callbacks, so it can be paid twice that way
/// (fault F6).
class CreditObserver : public LedgerObserver {
public:
  void on_ledger_event(const LedgerEvent&) override {}
  virtual void on_credit_event(const CreditEvent&) {}

  /// Whether `on_log` is to be called; texts are only made for those who read them.
  virtual bool reads_log() const { return false; }

  /// One line that the reference prints for people.
  virtual void on_log(LogLevel, std::string_view /*line*/) {}
};

} // namespace creditsim::core
