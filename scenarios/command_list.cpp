// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/scenario_files.hpp"

#include <algorithm>
#include <ostream>

namespace creditsim::scenarios {

namespace {

Exit list(const Options&, Console& console) {
  const auto names = ready_scenario_names();
  std::size_t width = 0;
  for (const std::string& name : names)
    width = std::max(width, name.size());
  for (const std::string& name : names) {
    const auto source = open_scenario((ready_scenario_folder() / (name + ".json")).string());
    if (!source)
      return report(source.error(), console);
    const auto loaded = read_scenario(source.value(), {});
    if (!loaded)
      return report(loaded.error(), console);
    std::string column = name;
    column.resize(width, ' ');
    console.out << column << "  " << loaded.value().scenario.purpose << '\n';
  }
  return Exit::valid;
}

} // namespace

Command list_command() {
  return {{"list", "", 0, false, "List the ready scenarios, which `run` takes by name", {}}, list};
}

} // namespace creditsim::scenarios
