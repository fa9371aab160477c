// SPDX-License-Identifier: MIT
#pragma once

#include "core/run_result.hpp"
#include "core/window.hpp"

#include <optional>
#include <span>
#include <string>

namespace creditsim::core {

/// Whether money was only moved: what is not granted can only have been moved, so accounts, open holds and what was
/// settled and is not booked yet add up to the grants. Accounts are summed from the owners' entries, the rest from the
/// tasks' reports: two sources that must agree.
class ConservationCheck {
public:
  /// At the end of a window; `under_way` is held or settled and not booked.
  void look(std::span<const WindowReport> shards, Credits under_way, TimeUs now_us);

  /// When the sums first differed.
  const std::optional<TimeUs>& broken_us() const { return broken_us_; }

  /// What to say of it at the end, when the economy has come to `economy`.
  std::string detail(const EconomySummary& economy) const;

private:
  std::optional<TimeUs> broken_us_;
};

} // namespace creditsim::core
