// SPDX-License-Identifier: MIT
#include "core/check_rejected_input.hpp"

#include <algorithm>

namespace creditsim::core {

std::optional<std::string> RejectedInputCheck::refused(const CreditLedger& ledger, std::string_view reason) {
  const auto before = ledger.blank();
  if (kept_ == nullptr || before == nullptr)
    return std::nullopt;
  if (const auto restored = before->restore(*kept_); !restored)
    return "the snapshot from before a refused input cannot be restored: " + restored.error().context;
  const std::string was = before->canonical_bytes();
  const std::string is = ledger.canonical_bytes();
  if (was == is)
    return std::nullopt;
  const auto place = std::mismatch(was.begin(), was.end(), is.begin(), is.end()).first - was.begin();
  return "an input was refused (" + std::string{reason} + ") and changed the state all the same, from " +
         std::to_string(was.size()) + " canonical bytes to " + std::to_string(is.size()) + ", first at offset " +
         std::to_string(place);
}

} // namespace creditsim::core
