// SPDX-License-Identifier: MIT
#pragma once

#include "core/virtual_time.hpp"

#include <cstdint>

namespace creditsim::core {

/// A synthetic task, as the scheduler hands it to its submitter.
struct Task {
  std::uint32_t id = 0;      ///< dense from 0, in order of submission
  NodeIndex submitter = 0;   ///< who pays
  TimeUs submit_us = 0;      ///< when the submitter learns of it
  TimeUs duration_us = 0;    ///< how long a worker executes it
  std::uint8_t type = 0;     ///< index into the workload's types, in order of their names
  std::uint8_t priority = 0; ///< index into the workload's priorities, in order of their names

  friend bool operator==(const Task&, const Task&) = default;
};

} // namespace creditsim::core
