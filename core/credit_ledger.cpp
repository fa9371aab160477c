// SPDX-License-Identifier: MIT
#include "core/credit_ledger.hpp"

namespace creditsim::core {

void CreditLedger::read(LedgerReading& reading) const {
  reading.value = account();
  reading.entries.clear();
}

Result<void> CreditLedger::restore(const LedgerSnapshot&) {
  return Error{Errc::invalid_value, "this ledger keeps no snapshots"};
}

const std::string& CreditLedger::failure() const {
  static const std::string none;
  return none;
}

} // namespace creditsim::core
