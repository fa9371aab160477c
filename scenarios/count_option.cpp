// SPDX-License-Identifier: MIT
#include "scenarios/count_option.hpp"

#include "scenarios/units.hpp"

namespace creditsim::scenarios {

core::Result<unsigned> count_option(const Options& options, std::string_view name) {
  constexpr std::uint64_t count_max = 1024;
  const auto text = options.value(name);
  if (!text)
    return 0U;
  const auto count = parse_count(*text);
  if (!count || *count < 1 || *count > count_max)
    return core::Error{core::Errc::invalid_value, "--" + std::string{name} + ": " + *text +
                                                      " is not a count from 1 to " + std::to_string(count_max)};
  return static_cast<unsigned>(*count);
}

} // namespace creditsim::scenarios
