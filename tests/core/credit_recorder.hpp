// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_observer.hpp"

#include <string>
#include <vector>

namespace creditsim::tests {

/// Writes down what a credit system says, one line each.
class Recorder : public core::CreditObserver {
public:
  void on_ledger_event(const core::LedgerEvent& event) override {
    using Kind = core::LedgerEvent::Kind;
    const std::string text{event.text};
    const std::string balance = event.balance.to_string();
    switch (event.kind) {
    case Kind::ready:
      return lines.push_back("ready " + text);
    case Kind::credit:
    case Kind::debit:
      return lines.push_back((event.kind == Kind::credit ? "credit " : "debit ") +
                             event.transaction->amount.to_string() + " -> " + balance + " '" +
                             std::string{event.transaction->memo} + "'");
    case Kind::metadata:
      return lines.push_back("metadata " + std::string{event.key} + " " + text);
    case Kind::merged:
      return lines.push_back("ledger merged " + balance);
    case Kind::saved:
      return lines.push_back("saved " + text);
    case Kind::loaded:
      return lines.push_back("loaded " + balance);
    case Kind::shutdown:
      return lines.push_back("ledger shutdown");
    case Kind::log_error:
      return lines.push_back("error: " + text);
    }
  }

  void on_credit_event(const core::CreditEvent& event) override {
    using Kind = core::CreditEvent::Kind;
    const std::string who = " " + std::string{event.node.spelling()} + " " + std::string{event.task.spelling()} + " ";
    const std::string amount = event.amount.to_string();
    const std::string balance = event.balance.to_string();
    switch (event.kind) {
    case Kind::initialized:
      return lines.push_back("initialized " + balance);
    case Kind::credits_earned:
      return lines.push_back("credits_earned" + who + amount + " -> " + balance);
    case Kind::credits_spent:
      return lines.push_back("credits_spent" + who + amount + " -> " + balance);
    case Kind::insufficient_funds:
      return lines.push_back("insufficient_funds" + who + amount + " of " + balance);
    case Kind::merged:
      return lines.push_back("merged " + balance);
    case Kind::shutdown:
      return lines.push_back("shutdown");
    }
  }

  bool reads_log() const override { return true; }

  void on_log(core::LogLevel level, std::string_view line) override {
    lines.push_back((level == core::LogLevel::warn ? "warn: " : "log: ") + std::string{line});
  }

  std::vector<std::string> lines;
};

} // namespace creditsim::tests
