// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/virtual_time.hpp"

#include <optional>
#include <string>

namespace creditsim::core {

/// Whether `node`, which has just spent, had it not, as far as it knew: what a lost store forgot is debt, not
/// overdraft.
std::optional<std::string> overdrawn(const CreditLedger& ledger, const std::string& node, TimeUs now_us);

} // namespace creditsim::core
