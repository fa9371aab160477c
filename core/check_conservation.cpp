// SPDX-License-Identifier: MIT
#include "core/check_conservation.hpp"

#include "core/findings.hpp"

namespace creditsim::core {

void ConservationCheck::look(std::span<const WindowReport> shards, Credits under_way, TimeUs now_us) {
  if (broken_us_)
    return;
  Credits granted;
  Credits found = under_way;
  for (const auto& report : shards) {
    granted += report.granted;
    found += report.earned + report.refunded - report.spent;
  }
  if (found != granted)
    broken_us_ = now_us;
}

std::string ConservationCheck::detail(const EconomySummary& economy) const {
  return "minted " + economy.minted.to_string() + " where " + economy.burned.to_string() +
         " was burned, first unequal by " + seconds_text(broken_us_.value_or(0));
}

} // namespace creditsim::core
