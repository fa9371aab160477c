// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.hpp"
#include "scenarios/command_options.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace creditsim::scenarios {

/// The exit status of every command.
enum class Exit : int {
  valid = 0,         ///< done; every property holds
  violated = 1,      ///< a property does not hold
  unknown = 2,       ///< nothing was proved
  usage = 3,         ///< an error in the command line or in an input
  failed = 4,        ///< an internal or I/O failure
  interrupted = 130, ///< by Ctrl-C; results so far are kept
  terminated = 143,  ///< by SIGTERM; results so far are kept
};

/// Where a command writes: results to `out`, errors and progress to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;
};

/// One command: its syntax, and what it does with what was given.
struct Command {
  CommandSyntax syntax;
  Exit (*run)(const Options& options, Console& console);
};

/// Every command, in the order of the help text.
const std::vector<Command>& commands();

/// Runs the program for `arguments`, which do not hold its own name.
Exit run_command_line(const std::vector<std::string>& arguments, Console& console);

/// Prints the error in one line and returns the status for it.
Exit report(const core::Error& error, Console& console);

Command run_command();
Command check_command();
Command replay_command();
Command shrink_command();
Command validate_command();
Command schema_command();
Command list_command();
Command vectors_command();
Command adopt_command();
Command zoo_command();
Command load_command();

} // namespace creditsim::scenarios
