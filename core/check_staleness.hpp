// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"

#include <optional>
#include <string>

namespace creditsim::core {

/// How long a replica has been ignorant of a write that it could have heard of.
struct Ignorance {
  TimeUs oldest_us = 0; ///< when the oldest write that it has not seen was made; the time of asking if it has seen all
  TimeUs awake_us = 0;  ///< since when it knows what it knows: its start
};

/// Whether a replica has been ignorant for longer than `bound_us` (`spread_bound_us`) outside of the scenario's faults.
std::optional<std::string> too_stale(const Ignorance& ignorance, const Scenario& scenario, TimeUs bound_us,
                                     TimeUs now_us);

} // namespace creditsim::core
