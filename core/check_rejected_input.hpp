// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace creditsim::core {

/// Whether what a replica refuses leaves its state as it was, byte by byte.
class RejectedInputCheck {
public:
  /// Before the replica is given something: keeps its state.
  void before(const CreditLedger& ledger) { kept_ = ledger.snapshot(); }

  /// After it refused that, for `reason`: how its state changed, if it did.
  std::optional<std::string> refused(const CreditLedger& ledger, std::string_view reason);

private:
  std::shared_ptr<const LedgerSnapshot> kept_;
};

} // namespace creditsim::core
