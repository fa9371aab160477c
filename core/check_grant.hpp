// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/owner_labels.hpp"

#include <optional>
#include <string>

namespace creditsim::core {

/// What a node's own replica says of its grant.
struct GrantView {
  AccountFigures own; ///< `CreditLedger::own`
  LedgerAbilities abilities;
  OwnerId owner = no_owner; ///< one owner of the node's identity
  Credits initial;          ///< what an identity is granted once
};

/// How an identity came to more than its initial credits, if it did: its own entry says so, or its account is richer
/// than what was earned, refunded and spent explains.
std::optional<std::string> granted_again(const GrantView& view, const LedgerReading& reading,
                                         const OwnerLabels& labels);

} // namespace creditsim::core
