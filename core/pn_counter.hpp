// SPDX-License-Identifier: MIT
#pragma once

#include "core/g_counter.hpp"

namespace creditsim::core {

/// A counter that goes up and down: the difference of two grow-only counters (Shapiro et al. 2011, as in `GCounter`).
class PnCounter {
public:
  /// An empty counter of `owner` (or of nobody); `names` outlives it.
  explicit PnCounter(NodeNames& names, OwnerId owner = no_owner) : positive_{names, owner}, negative_{names, owner} {}

  /// A counter of two halves that were read from outside.
  PnCounter(GCounter positive, GCounter negative) : positive_{std::move(positive)}, negative_{std::move(negative)} {}

  /// Refuses as `GCounter::increment` does.
  Result<void> increment(Credits amount) { return positive_.increment(amount); }

  /// Refuses as `GCounter::increment` does.
  Result<void> decrement(Credits amount) { return negative_.increment(amount); }

  /// Joins both halves, or neither (`Errc::overflow`).
  Result<JoinCount> join(const PnCounter& other);

  Credits value() const { return positive_.value() - negative_.value(); }
  OwnerId owner() const { return positive_.owner(); }
  const GCounter& positive() const { return positive_; }
  const GCounter& negative() const { return negative_; }

private:
  GCounter positive_;
  GCounter negative_;
};

} // namespace creditsim::core
