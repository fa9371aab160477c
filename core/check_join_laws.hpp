// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"
#include "core/owner_labels.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace creditsim::core {

/// Whether joining obeys its laws on states of the run: the replica's own and the last two that it received, tried on
/// empty replicas.
class JoinLawsCheck {
public:
  /// A state that the replica has joined.
  void received(std::shared_ptr<const SharedState> state);

  /// The law that is broken, if one is. Costs about ten joins and as many canonical encodings.
  std::optional<std::string> look(const CreditLedger& ledger, std::int64_t now_ms, const OwnerLabels& labels) const;

private:
  std::array<std::shared_ptr<const SharedState>, 2> received_; // the last one first
};

} // namespace creditsim::core
