// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"
#include "scenarios/scenario_schema.hpp"

#include <ostream>

namespace creditsim::scenarios {

namespace {

Exit schema(const Options&, Console& console) {
  console.out << print_json(scenario_schema());
  return Exit::valid;
}

} // namespace

Command schema_command() {
  return {
      {"schema", "", 0, false, "Print the JSON Schema of scenario files: every key with unit, range and default", {}},
      schema};
}

} // namespace creditsim::scenarios
