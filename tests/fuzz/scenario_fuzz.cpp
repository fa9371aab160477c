// SPDX-License-Identifier: MIT
#include "scenarios/scenario_printer.hpp"
#include "scenarios/scenario_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace creditsim;
using namespace creditsim::scenarios;

/// What is accepted prints and reads back equal; what is refused says so in one line.
void check(const core::Result<LoadedScenario>& loaded) {
  if (!loaded) {
    CREDITSIM_CHECK(!loaded.error().context.empty());
    CREDITSIM_CHECK(loaded.error().context.find('\n') == std::string::npos);
    return;
  }
  const std::string printed = print_json(print_scenario(loaded.value().scenario));
  const auto again = read_scenario({"printed", printed, "/"}, {});
  CREDITSIM_CHECK(again.ok());
  CREDITSIM_CHECK(print_json(print_scenario(again.value().scenario)) == printed);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{data, data + size};
  check(read_scenario({"fuzz", text, "/"}, {}));
  check(read_scenario({"fuzz", "{}", "/"}, {text}));
  return 0;
}
