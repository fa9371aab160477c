// SPDX-License-Identifier: MIT
#include "scenarios/command.hpp"

#include <unistd.h>

#include <iostream>

int main(int argument_count, char** arguments) {
  using namespace creditsim::scenarios;
  Console console{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  const Exit status = run_command_line({arguments + (argument_count > 0 ? 1 : 0), arguments + argument_count}, console);
  std::cout.flush();
  // What could not be written, for instance to a full disk, must not look like success.
  return static_cast<int>(std::cout.good() ? status : Exit::failed);
}
