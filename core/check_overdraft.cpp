// SPDX-License-Identifier: MIT
#include "core/check_overdraft.hpp"

#include "core/findings.hpp"

namespace creditsim::core {

std::optional<std::string> overdrawn(const CreditLedger& ledger, const std::string& node, TimeUs now_us) {
  const Credits account = ledger.account();
  if (account >= Credits{})
    return std::nullopt;
  return "node " + node + " has " + account.to_string() + " credits at " + seconds_text(now_us);
}

} // namespace creditsim::core
