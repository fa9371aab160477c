// SPDX-License-Identifier: MIT
#include "core/pn_counter.hpp"

namespace creditsim::core {

Result<JoinCount> PnCounter::join(const PnCounter& other) {
  if (!negative_.join_fits(other.negative_))
    return Error{Errc::overflow, "negative: the sum of all entries leaves the range of credits"};
  const Result<JoinCount> positive = positive_.join(other.positive_);
  if (!positive)
    return positive;
  const Result<JoinCount> negative = negative_.join(other.negative_);
  CREDITSIM_CHECK(negative.ok());
  return JoinCount{.received = positive.value().received + negative.value().received,
                   .changed = positive.value().changed + negative.value().changed};
}

} // namespace creditsim::core
