// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/command_options.hpp"

namespace creditsim::scenarios {

/// A count from 1 to 1024, such as of threads; 0 where the option is not given. Refuses anything else, naming the
/// option.
core::Result<unsigned> count_option(const Options& options, std::string_view name);

} // namespace creditsim::scenarios
