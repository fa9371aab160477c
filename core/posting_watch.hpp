// SPDX-License-Identifier: MIT
#pragma once

#include "core/credit_ledger.hpp"

namespace creditsim::core {

/// Who is told of each posting that a credit system asks of its ledger, and of the ledger's answer.
class PostingWatch {
public:
  virtual ~PostingWatch() = default;
  virtual void posted(const Posting& posting, const Result<const Transaction*>& answer) = 0;
};

} // namespace creditsim::core
