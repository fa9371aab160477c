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

} // namespace creditsim::core
