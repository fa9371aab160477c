// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/scenario_files.hpp"
#include "scenarios/scenario_printer.hpp"

#include <ostream>

namespace creditsim::scenarios {

namespace {

Exit validate(const Options& options, Console& console) {
  const auto source = open_scenario(options.words().front());
  if (!source)
    return report(source.error(), console);
  const auto loaded = read_scenario(source.value(), options.values("set"));
  if (!loaded)
    return report(loaded.error(), console);
  if (options.has("print"))
    console.out << print_json(print_scenario(loaded.value().scenario));
  else
    console.out << loaded.value().label << ": valid\n";
  return Exit::valid;
}

} // namespace

Command validate_command() {
  return {{"validate",
           "FILE|NAME",
           1,
           true,
           "Check a scenario without running it",
           {{"set", "KEY=VALUE", "Set a scenario key, such as network.loss=0.1; repeatable", true},
            {"print", "", "Print the scenario with all defaults filled in", false}}},
          validate};
}

} // namespace creditsim::scenarios
