// SPDX-License-Identifier: MIT
#include "core/transaction.hpp"

namespace creditsim::core {

bool same_record(const Transaction& a, const Transaction& b) {
  return a.id == b.id && a.memo == b.memo && a.amount == b.amount && a.timestamp_ms == b.timestamp_ms &&
         a.owner == b.owner && a.type == b.type;
}

} // namespace creditsim::core
