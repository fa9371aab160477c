// SPDX-License-Identifier: MIT
#include "core/check_staleness.hpp"

#include "core/check_convergence.hpp"

#include <algorithm>

namespace creditsim::core {

std::optional<std::string> too_stale(const Ignorance& ignorance, const Scenario& scenario, TimeUs bound_us,
                                     TimeUs now_us) {
  const TimeUs healed_us = has_faults(scenario) ? scenario.stop.duration_us : 0;
  const TimeUs since_us = std::max({ignorance.oldest_us, ignorance.awake_us, healed_us});
  if (now_us - since_us <= bound_us)
    return std::nullopt;
  return "a write of " + seconds_text(ignorance.oldest_us) + " has not arrived by " + seconds_text(now_us) +
         ", more than " + seconds_text(bound_us) + " after it could";
}

} // namespace creditsim::core
