// SPDX-License-Identifier: MIT
#pragma once

#include "core/scenario.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace creditsim::scenarios {

/// A key whose value contradicts another's.
struct KeyFault {
  std::string path;
  std::string text;
};

/// The first contradiction between the keys of `scenario`, each of which is in its own range.
std::optional<KeyFault> fault_across_keys(const core::Scenario& scenario);

/// The first key that asks for more nodes than there are; for an edge list the number is known once it is read.
std::optional<KeyFault> fault_with_nodes(const core::Scenario& scenario, std::uint32_t nodes);

} // namespace creditsim::scenarios
